"""The due date of an item whose file gives none."""

import re
from datetime import date
from decimal import Decimal
from functools import cache

from encaisse.intake.rules.fec_header import folded
from encaisse.kit.refusals import Refusal
from encaisse.kit.terms import SaleDates, due_lines, known_terms, payment_terms

STATUTORY = "NET30"


@cache
def last_due_date(terms_code: str, issued_on: date) -> date:
    """Return the last due date of the terms; the statutory thirty days when the terms are not known."""
    try:
        terms = payment_terms(terms_code)
    except Refusal:
        terms = payment_terms(STATUTORY)
    return max(part.due_date for part in due_lines(terms, SaleDates(issued_on), amount=Decimal(100), currency="EUR"))


def terms_named(words: str) -> str | None:
    """Return the code of the payment terms that words name: the code itself, a name, or words such as « 45 j fin de mois »."""
    wanted = folded(words)
    for code, terms in known_terms().items():
        if wanted in {folded(code), *(folded(name) for name in terms.names.values())}:
            return code
    return terms_in_words(wanted)


def terms_in_words(wanted: str) -> str | None:
    """Read the usual short forms: 30J, 30 jours net, 45 fdm, comptant."""
    if wanted.startswith(("comptant", "cash")):
        return "COMPTANT"
    match = re.fullmatch(
        r"(?:a|net)?(\d+)(?:j|jr|jrs|jours|days?|d)?(?:net|nets|df|datefacture|datedefacture)?(fdm|findemois|eom|endofmonth)?", wanted
    )
    if not match:
        return None
    codes = {"30": "NET30_FDM", "45": "NET45_FDM_A"} if match[2] else {days: f"NET{days}" for days in ("10", "15", "30", "45", "60")}
    return codes.get(match[1])
