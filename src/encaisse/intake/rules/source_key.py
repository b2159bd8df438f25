"""The identity of a document over files: customer, number, document date, signed amount, occurrence; never the entry number."""

from datetime import date
from decimal import Decimal


def source_key(number: str, document_date: date, amount: Decimal, occurrence: int) -> str:
    """Return the key of a document among those its customer has from one source."""
    return f"{number[:80]}|{document_date:%Y%m%d}|{amount:.3f}|{occurrence}"
