"""Promises to pay and payment plans; kept, open or broken."""
