"""Structured invoices (Factur-X, ZUGFeRD, CII, UBL) as values: what the seller wrote, read and signed as the ledger signs it."""

from encaisse.intake.rules.einvoices.reading import is_einvoice, read_einvoice, xml_in_pdf
from encaisse.intake.rules.einvoices.values import EInvoice, EParty, Instalment

__all__ = ["EInvoice", "EParty", "Instalment", "is_einvoice", "read_einvoice", "xml_in_pdf"]
