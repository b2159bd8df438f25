"""The invented company: makes files and imports them, then dated actions as a user would."""
