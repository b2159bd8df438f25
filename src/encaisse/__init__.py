"""Encaisse, the CRM of receivables: get invoices paid and keep the customers."""

__version__ = "0.1.0"
