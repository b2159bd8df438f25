"""The customer's own side: see, pay, promise, dispute, ask for a plan."""
