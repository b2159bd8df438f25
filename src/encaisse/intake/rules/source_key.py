"""The identity of a document over files: customer, number, document date, signed amount, occurrence; never the entry number."""

from datetime import date
from decimal import Decimal


def source_key(number: str, document_date: date, amount: Decimal, occurrence: int) -> str:
    """Return the key of a document among those its customer has from one source."""
    return f"{number[:80]}|{document_date:%Y%m%d}|{amount:.3f}|{occurrence}"


def list_key(number: str, issued_on: date, due_date: date, *, is_debit: bool) -> str:
    """Return the key of a row of a list that gives only what is left to pay: the amount changes, the document does not."""
    return f"{number[:80]}|{issued_on:%Y%m%d}|{due_date:%Y%m%d}|{'D' if is_debit else 'C'}"
