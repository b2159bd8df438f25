"""What a manager may ask of a collector, and how a month stands against its target."""

from dataclasses import dataclass
from datetime import date
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
