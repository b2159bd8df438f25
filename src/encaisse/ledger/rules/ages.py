"""The aged balance of a customer: what is not due, and six ages of what is late.

| age | 1 | 2 | 3 | 4 | 5 | 6 |
|---|---|---|---|---|---|---|
| days late | 1–30 | 31–60 | 61–90 | 91–120 | 121–180 | more than 180 |

Lateness is counted from the contractual due date; credits are shown apart, never netted silently.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from encaisse.ledger.rules.items import OpenItem, days_overdue

# The last day of lateness of each age but the open-ended last one.
AGE_ENDS = (30, 60, 90, 120, 180)
AGES = len(AGE_ENDS) + 1
# How far away a due date that is still to come may be, for the forward half of the aged balance.
COMING_ENDS = (30, 60)
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class AgedBalance:
    """The balance of one currency: `open_amount` is net; `credit_amount` is negative; the ages sum to `overdue_amount`."""

    currency: str
    aged_on: date
    open_amount: Decimal
    credit_amount: Decimal
    not_due_amount: Decimal
    overdue_amount: Decimal
    ages: tuple[Decimal, ...]
    oldest_due_date: date | None
    moves_on: date | None
    item_count: int


def age_of(days_late: int) -> int:
    """Return the age, 1 to 6, of a lateness in days; 0 when not late."""
    return bisect_left(AGE_ENDS, days_late) + 1 if days_late > 0 else 0


def age_at(due_date: date, on: date) -> int:
    return age_of(days_overdue(due_date, on))


def coming_class(due_date: date, on: date) -> int:
    """Return 1 to 3 for an item due within 30 days, within 60, or later; 0 when it is late."""
    days = (due_date - on).days
    return bisect_left(COMING_ENDS, days) + 1 if days >= 0 else 0


def age_moves_on(due_date: date, on: date) -> date | None:
    """Return the first day after `on` on which an item changes age by itself; None at the last age."""
    age = age_at(due_date, on)
    if age == AGES:
        return None
    return due_date + timedelta(days=AGE_ENDS[age - 1] + 1 if age else 1)


def aged_balances(items: Iterable[OpenItem], *, on: date) -> dict[str, AgedBalance]:
    """Return the aged balance of a handful of items, one per currency: the witness of the set-based figures."""
    by_currency: dict[str, list[OpenItem]] = {}
    for item in items:
        if item.open_amount:
            by_currency.setdefault(item.currency, []).append(item)
    return {currency: aged_balance(currency, items_of, on=on) for currency, items_of in by_currency.items()}


def aged_balance(currency: str, items: Iterable[OpenItem], *, on: date) -> AgedBalance:
    opened = [item for item in items if item.open_amount]
    debits = [item for item in opened if item.open_amount > 0]
    credit = sum((item.open_amount for item in opened if item.open_amount < 0), NOTHING)
    by_age = [NOTHING] * (AGES + 1)
    for item in debits:
        by_age[age_at(item.due_date, on)] += item.open_amount
    not_due, *ages = by_age
    overdue = sum(ages, NOTHING)
    moves = [day for item in debits if (day := age_moves_on(item.due_date, on))]
    return AgedBalance(
        currency=currency,
        aged_on=on,
        open_amount=credit + not_due + overdue,
        credit_amount=credit,
        not_due_amount=not_due,
        overdue_amount=overdue,
        ages=tuple(ages),
        oldest_due_date=min((item.due_date for item in debits), default=None),
        moves_on=min(moves, default=None),
        item_count=len(opened),
    )
