"""Bank statements, match proposals, allocation of payments."""
