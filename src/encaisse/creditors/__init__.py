"""Whose receivables: legal entities, letterhead, bank accounts, working days."""
