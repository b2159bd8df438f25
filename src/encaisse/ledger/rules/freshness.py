"""How old the facts of a source may be before nothing curative relies on them. Product rule 20."""

from datetime import date

from encaisse.kit.dates import WorkingDays
from encaisse.kit.refusals import Refusal, gettext_noop

# "No curative contact on data older than the due date + 2 working days", unless a person gives a source more, or less.
USUAL_FRESH_DAYS = 2
MOST_FRESH_DAYS = 30


class FreshDaysOutside(Refusal):
    sentence = gettext_noop("A source cannot stay fresh for %(days)s working days. Give it 0 to %(most)s.")


def check_fresh_days(days: int) -> None:
    if not 0 <= days <= MOST_FRESH_DAYS:
        raise FreshDaysOutside(days=days, most=MOST_FRESH_DAYS)


def age_in_days(true_until_on: date, *, on: date, calendar: WorkingDays) -> int:
    """Return how many working days a source is old."""
    return max(calendar.between(true_until_on, on), 0)


def is_old(true_until_on: date | None, *, fresh_days: int, on: date, calendar: WorkingDays) -> bool:
    """Say whether a source is older than it may be. Unknown freshness is old."""
    return true_until_on is None or calendar.between(true_until_on, on) > fresh_days


def trusted_until(true_until_on: date, *, fresh_days: int, calendar: WorkingDays) -> date:
    """Return the day the rules reckon with: later than the facts by what a source is given beyond the usual, sooner by what it is not."""
    if fresh_days == USUAL_FRESH_DAYS:
        return true_until_on
    return calendar.numbered(calendar.open_no(true_until_on) + fresh_days - USUAL_FRESH_DAYS)


def silent_from(trusted: date, *, calendar: WorkingDays) -> date:
    """Return the first due date about which nothing curative may leave, on facts relied on until a day."""
    return calendar.add(calendar.numbered(calendar.open_no(trusted) - USUAL_FRESH_DAYS), 1)
