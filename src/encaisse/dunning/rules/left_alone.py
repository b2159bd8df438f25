"""What no reminder speaks to, looked at by reason, by owner or by age: the groups, and when an end is near. The witness of the figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from encaisse.ledger.rules.ages import age_of

SOON = timedelta(days=7)


class Axis(StrEnum):
    REASON = "reason"
    OWNER = "owner"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A payer left alone in a currency."""

    reason: str
    owner: int | None
    days_late: int
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is looked at: one reason, one owner (0: nobody), one age, what ends by a day, one company; each may be left open."""

    reason: str = ""
    owner: int | None = None
    age: int | None = None
    ends_by: date | None = None
    creditor: int | None = None

    def without(self, axis: Axis) -> "Chosen":
        """Open what the groups of an axis would close: they are then seen side by side."""
        return Chosen(
            reason="" if axis is Axis.REASON else self.reason,
            owner=None if axis is Axis.OWNER else self.owner,
            age=None if axis is Axis.AGE else self.age,
            ends_by=self.ends_by,
            creditor=self.creditor,
        )

    @property
    def is_by_reason_alone(self) -> bool:
        return self.owner is None and self.age is None and self.ends_by is None


def soon(on: date) -> date:
    """Return the last day of the ends that are near: what should have ended already is among them."""
    return on + SOON


def key_of(line: LeftAlone, axis: Axis) -> str:
    if axis is Axis.OWNER:
        return str(line.owner or 0)
    return str(age_of(line.days_late)) if axis is Axis.AGE else line.reason


def groups(lines: Iterable[LeftAlone], axis: Axis) -> dict[tuple[str, str], tuple[int, Decimal]]:
    """Count and add up by group and currency."""
    found: dict[tuple[str, str], tuple[int, Decimal]] = {}
    for line in lines:
        count, amount = found.get((key_of(line, axis), line.currency), (0, Decimal(0)))
        found[key_of(line, axis), line.currency] = (count + 1, amount + line.amount)
    return found
