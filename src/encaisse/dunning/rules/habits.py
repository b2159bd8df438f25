"""Rules 14 and 15: the usual payment day of a customer, and the quiet periods of a creditor."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from encaisse.dunning.rules.values import ClosedPeriod

LAST_PAYMENTS = 6
ENOUGH = 4
TOLERANCE = 2


def usual_date(due_date: date, day_of_month: int) -> date:
    """Return the first usual payment day on or after a due date (the last day of a month too short for it)."""
    here = clamped(due_date.year, due_date.month, day_of_month)
    if here >= due_date:
        return here
    year, month = divmod(due_date.year * 12 + due_date.month, 12)
    return clamped(year, month + 1, day_of_month)


def clamped(year: int, month: int, day_of_month: int) -> date:
    return date(year, month, min(day_of_month, monthrange(year, month)[1]))


def proposed_payment_day(paid_on: Sequence[date]) -> int | None:
    """Propose the day of the month around which 4 of the last 6 payments came, the closest one first; a person confirms it.

    What came on one day is one payment, however many transfers or cheques it was.
    """
    last = sorted(set(paid_on))[-LAST_PAYMENTS:]
    scores = {day: [gap for paid in last if (gap := distance(paid, day)) <= TOLERANCE] for day in range(1, 32)}
    best = max(scores, key=lambda day: (len(scores[day]), -sum(scores[day]), -day))
    return best if len(scores[best]) >= ENOUGH else None


def distance(paid: date, day_of_month: int) -> int:
    """Return the days between a payment and the nearest usual day, in this month or a neighbour."""
    months = [divmod(paid.year * 12 + paid.month - 1 + shift, 12) for shift in (-1, 0, 1)]
    return min(abs((paid - clamped(year, month + 1, day_of_month)).days) for year, month in months)


def habit_is_dropped(paid_on: Iterable[date], day_of_month: int) -> bool:
    """Say whether two payments in a row, of those since a person confirmed the usual day, both missed it: it waits for nothing any more."""
    missed = [distance(paid, day_of_month) > TOLERANCE for paid in sorted(set(paid_on))]
    return any(all(pair) for pair in pairwise(missed))


def falls_in_a_closure(day: date, closures: Iterable[ClosedPeriod]) -> bool:
    """Say whether a promised day falls in a closure of the customer: whoever takes the promise is warned."""
    return any(closure.from_on <= day <= closure.to_on for closure in closures)


def default_quiet_periods(year: int) -> tuple[ClosedPeriod, ...]:
    """Return the quiet periods a creditor starts with: most of August, and the turn of the year."""
    return (
        ClosedPeriod(date(year - 1, 12, 24), date(year, 1, 2)),
        ClosedPeriod(date(year, 8, 1), date(year, 8, 23)),
        ClosedPeriod(date(year, 12, 24), date(year + 1, 1, 2)),
    )
