"""The due date of an item whose file gives none."""

from datetime import date
from decimal import Decimal
from functools import cache

from encaisse.kit.refusals import Refusal
from encaisse.kit.terms import SaleDates, due_lines, payment_terms

STATUTORY = "NET30"


@cache
def last_due_date(terms_code: str, issued_on: date) -> date:
    """Return the last due date of the terms; the statutory thirty days when the terms are not known."""
    try:
        terms = payment_terms(terms_code)
    except Refusal:
        terms = payment_terms(STATUTORY)
    return max(part.due_date for part in due_lines(terms, SaleDates(issued_on), amount=Decimal(100), currency="EUR"))
