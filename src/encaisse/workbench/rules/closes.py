"""Closes of the portfolio: which day may be closed, which month end is due, and what moved between two of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from encaisse.kit.refusals import Refusal, gettext_noop

NOTHING = Decimal(0)


class DayNotOver(Refusal):
    sentence = gettext_noop("%(at)s is not over: its money may still come in. Close it from %(first)s on, or close an earlier day.")


class AlreadyClosed(Refusal):
    sentence = gettext_noop(
        "%(at)s was closed already, and a close is never changed. Open it, or compare it with the balance of that day as known now."
    )


class NothingToCompare(Refusal):
    sentence = gettext_noop("Two closes of one company are compared. Choose another close of the same company.")


def check_close(at: date, *, on: date, already: bool) -> None:
    """Refuse a day that is not over, or one that was closed before."""
    if at >= on:
        raise DayNotOver(at=at, first=at + timedelta(days=1))
    if already:
        raise AlreadyClosed(at=at)


def last_month_end(on: date) -> date:
    """Return the last day of the month before a day."""
    return on.replace(day=1) - timedelta(days=1)


def month_end_due(on: date, *, closed: Iterable[date], first_fact_on: date | None) -> date | None:
    """Return the month end to close on a morning: the last one, unless it was closed, or nothing was known of it then."""
    at = last_month_end(on)
    if first_fact_on is None or first_fact_on > at or at in set(closed):
        return None
    return at


class Movement(StrEnum):
    """What became of an item from one close to the next."""

    NEW = "new"
    SETTLED = "settled"
    REDUCED = "reduced"
    GROWN = "grown"
    SAME = "same"


def movement(before: Decimal | None, after: Decimal | None) -> Movement:
    """Say what became of an item; nothing open of it is None. A credit that is used is reduced, as an invoice that is paid."""
    if before is None or after is None:
        return Movement.NEW if before is None else Movement.SETTLED
    if before == after:
        return Movement.SAME
    return Movement.REDUCED if abs(after) < abs(before) else Movement.GROWN


@dataclass(frozen=True, slots=True)
class Moved:
    """How many items of one currency moved in one way, and by how much the balance moved with them."""

    items: int
    amount: Decimal


def movements(before: Mapping[int, Decimal], after: Mapping[int, Decimal]) -> dict[Movement, Moved]:
    """Return what moved between the open amounts of two closes, of a handful of items: the witness of the set-based figures."""
    found: dict[Movement, Moved] = {}
    for item_id in {*before, *after}:
        was, now = before.get(item_id), after.get(item_id)
        kind = movement(was, now)
        counted = found.get(kind, Moved(0, NOTHING))
        found[kind] = Moved(counted.items + 1, counted.amount + (now or NOTHING) - (was or NOTHING))
    return found
