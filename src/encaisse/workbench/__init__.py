"""The day's agenda, the customer file, call cockpit, portfolio: cross-room use cases."""
