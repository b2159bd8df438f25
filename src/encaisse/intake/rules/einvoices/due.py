"""When an invoice is due that gives no due date: read from the words of its terms; never guessed silently."""

import re
from datetime import date, timedelta

from encaisse.intake.rules.fec_header import folded

DAY = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
DAYS = re.compile(r"\b(\d{1,3})\s*(?:jours?|jrs?|j|days?|tage?n?)\b", re.IGNORECASE)
END_OF_MONTH = ("findemois", "finmois", "fdm", "endofmonth")
AT_ONCE = ("comptant", "immediat", "areception", "uponreceipt", "onreceipt", "sofort", "cash")
LONGEST = timedelta(days=366)
MOST_DAYS = 180


def due_date_in(terms: str, issued_on: date) -> date | None:
    """Return the last day that terms name: a date written out, a number of days (to the end of the month), or at once."""
    if named := [day for match in DAY.finditer(terms) if (day := day_of(match)) and issued_on <= day <= issued_on + LONGEST]:
        return max(named)
    words = folded(terms)
    days = [int(match[1]) for match in DAYS.finditer(terms) if int(match[1]) <= MOST_DAYS]
    if days:
        due = issued_on + timedelta(days=max(days))
        return end_of_month(due) if any(word in words for word in END_OF_MONTH) else due
    return issued_on if any(word in words for word in AT_ONCE) else None


def day_of(match: re.Match[str]) -> date | None:
    day, month, year = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
