"""What a reply promises: the day and the amount it names, to fill the form in. A person reads it again."""

import re
from datetime import date, timedelta
from decimal import Decimal

from encaisse.kit.folding import folded
from encaisse.kit.written_days import spoken_day, written_days

AMOUNT = re.compile(r"(?<![\d/.-])(\d{1,3}(?:[\s.\u00a0\u202f]\d{3})+|\d+)(?:[.,](\d{2}))?\s*(?:€|eur\b|euros?\b)", re.IGNORECASE)
LONGEST = timedelta(days=120)  # a date further away is not the day of a promise


def promised_day(text: str, *, on: date) -> date | None:
    """Return the first day a text names, today or later; a day of the week is the next one."""
    named = next((day for day in written_days(text, on=on) if on <= day <= on + LONGEST), None)
    return named or spoken_day(folded(text), on=on)


def promised_amount(text: str) -> Decimal | None:
    """Return the one amount a text names; of several, none: nobody knows which is meant."""
    found = {Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{cents or '00'}") for whole, cents in AMOUNT.findall(text)}
    return found.pop() if len(found) == 1 else None
