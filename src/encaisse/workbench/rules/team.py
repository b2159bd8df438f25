"""What a manager may ask of a collector, and how a month stands against its target."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from encaisse.kit.refusals import Refusal, gettext_noop

MOST_CALLS = 300


class CapacityOutOfReach(Refusal):
    sentence = gettext_noop("A day holds 0 to %(most)s calls, and %(calls)s were asked. Enter how many this person really makes.")


class NegativeTarget(Refusal):
    sentence = gettext_noop("A target is an amount to bring in: %(amount)s is below zero. Enter 0 to take the target back.")


class NotACollector(Refusal):
    sentence = gettext_noop("%(name)s follows no customers: give capacities, targets and customers to a collector or a credit manager.")


def check_capacity(calls: int) -> None:
    if not 0 <= calls <= MOST_CALLS:
        raise CapacityOutOfReach(most=MOST_CALLS, calls=calls)


def check_target(amount: Decimal) -> None:
    if amount < 0:
        raise NegativeTarget(amount=amount)


def month_of(on: date) -> date:
    return on.replace(day=1)


@dataclass(frozen=True, slots=True)
class Goal:
    """A month of one currency: what came in, what is promised for its rest, and what is asked. No target: nothing is missing."""

    currency: str
    done: Decimal
    promised: Decimal
    target: Decimal = Decimal()

    @property
    def missing(self) -> Decimal:
        """What neither came in nor is promised."""
        return max(self.target - self.done - self.promised, Decimal())

    @property
    def is_reached(self) -> bool:
        return bool(self.target) and self.done >= self.target

    def share(self, amount: Decimal) -> int:
        """Return an amount as hundredths of the bar: of the target, or of what came in and is promised when that is more."""
        whole = max(self.target, self.done + self.promised)
        return int(amount * 100 / whole) if whole else 0

    @property
    def done_share(self) -> int:
        return self.share(self.done)

    @property
    def promised_share(self) -> int:
        return self.share(self.promised)


GRACE = 3  # working days during which a promise is still open


def last_day(on: date) -> date:
    """Return the last day of a month."""
    return (month_of(on) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment as a month's reckoning sees it: whose customer paid, and whether the money came back."""

    collector_id: int
    received_on: date
    amount: Decimal
    currency: str = "EUR"
    came_back: bool = False


def brought_in(receipts: Iterable[Receipt], collector_id: int, *, on: date) -> dict[str, Decimal]:
    """Add up the money received from a collector's customers since the first of the month, by currency."""
    found: dict[str, Decimal] = {}
    for each in receipts:
        if each.collector_id == collector_id and month_of(on) <= each.received_on <= on and not each.came_back:
            found[each.currency] = found.get(each.currency, Decimal()) + each.amount
    return found


def goals_of(done: Mapping[str, Decimal], promised: Mapping[str, Decimal], asked: Mapping[str, Decimal]) -> list[Goal]:
    """Put together what came in, what is promised and what is asked; a currency nothing is said about has no goal."""
    currencies = sorted({currency for sums in (done, promised, asked) for currency, amount in sums.items() if amount})
    return [
        Goal(currency, done.get(currency, Decimal()), promised.get(currency, Decimal()), asked.get(currency, Decimal()))
        for currency in currencies
    ]


@dataclass(frozen=True, slots=True)
class Load:
    """A person's calls of a day: how many they can make, made, and wait."""

    capacity: int
    done: int
    waiting: int
    oldest_on: date | None = None

    @property
    def planned(self) -> int:
        """What is left to call today."""
        return min(self.waiting, max(self.capacity - self.done, 0))

    @property
    def rolled_over(self) -> int:
        return self.waiting - self.planned
