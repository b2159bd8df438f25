"""Templates, outbox, e-mail, SMS, letters, calls, replies received; given values, it knows no invoice."""
