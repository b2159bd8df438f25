"""Collecting for others: mandates, fees, client money, remittance."""
