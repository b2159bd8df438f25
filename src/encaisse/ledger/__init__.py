"""Invoices, credit notes, payments, allocations: open items, ages, late charges."""
