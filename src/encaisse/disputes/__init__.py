"""Contested amounts, reasons, department in charge, deadline, settlement."""
