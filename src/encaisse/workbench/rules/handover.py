"""Customers given from one collector to others: how they are spread, and what is refused."""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from encaisse.kit.refusals import Refusal, gettext_noop


class NobodyReceives(Refusal):
    sentence = gettext_noop("Say to whom the customers go: tick at least one colleague.")


class GivenToOneself(Refusal):
    sentence = gettext_noop("%(name)s has these customers already. Choose somebody else.")


class NothingToHandOver(Refusal):
    sentence = gettext_noop("%(name)s has none of the customers asked for. Reload the page: somebody may have given them away.")


class ReceiverAway(Refusal):
    sentence = gettext_noop("%(name)s is away until %(to_on)s. Choose somebody who is here, or wait until then.")


class ComesBackBeforeLeaving(Refusal):
    sentence = gettext_noop("The customers would come back on %(until_on)s, before today. Choose a later day, or give them for good.")


@dataclass(frozen=True, slots=True)
class Held:
    """A customer somebody follows, with what is overdue by currency."""

    customer_id: int
    code: str
    name: str
    overdue: Mapping[str, Decimal] = field(default_factory=dict)
    is_worked: bool = False

    @property
    def weight(self) -> Decimal:
        """The order in which customers are given: a rank, never an amount shown."""
        return sum(self.overdue.values(), Decimal())


@dataclass(frozen=True, slots=True)
class Share:
    """What one receiver gets: the customers, how many of them have work waiting, and what is overdue by currency."""

    receiver_id: int
    customer_ids: tuple[int, ...]
    worked_count: int
    overdue: Mapping[str, Decimal]
    load_before: int
    load_after: int


def spread(customers: Sequence[Held], loads: Mapping[int, int]) -> list[Share]:
    """Give customers one by one, from the largest overdue down, to whoever then has the fewest late customers."""
    waiting = [(load, receiver_id) for receiver_id, load in sorted(loads.items())]
    heapq.heapify(waiting)
    given: dict[int, list[Held]] = {receiver_id: [] for receiver_id in loads}
    quiet: dict[int, int] = dict.fromkeys(loads, 0)
    for customer in sorted(customers, key=lambda each: (-each.weight, each.customer_id)):
        if customer.weight > 0:
            load, receiver_id = heapq.heappop(waiting)
            heapq.heappush(waiting, (load + 1, receiver_id))
        else:
            # A customer who owes nothing late weighs nothing: those are shared by number.
            receiver_id = min(quiet, key=lambda pk: (quiet[pk], pk))
            quiet[receiver_id] += 1
        given[receiver_id].append(customer)
    return [share_of(receiver_id, given[receiver_id], loads[receiver_id]) for receiver_id in loads]


def share_of(receiver_id: int, customers: Sequence[Held], load: int) -> Share:
    overdue: dict[str, Decimal] = {}
    for customer in customers:
        for currency, amount in customer.overdue.items():
            if amount:
                overdue[currency] = overdue.get(currency, Decimal()) + amount
    late = sum(customer.weight > 0 for customer in customers)
    ids = tuple(customer.customer_id for customer in customers)
    return Share(receiver_id, ids, sum(customer.is_worked for customer in customers), overdue, load, load + late)


def check_handover(
    *, giver: str, giver_id: int, receiver_ids: Sequence[int], away: Mapping[str, date], until_on: date | None, on: date
) -> None:
    """Refuse a hand-over to nobody, to the giver, to somebody away, or that ended before it began."""
    if not receiver_ids:
        raise NobodyReceives
    if giver_id in receiver_ids:
        raise GivenToOneself(name=giver)
    if away:
        name, to_on = next(iter(away.items()))
        raise ReceiverAway(name=name, to_on=to_on)
    if until_on is not None and until_on < on:
        raise ComesBackBeforeLeaving(until_on=until_on)
