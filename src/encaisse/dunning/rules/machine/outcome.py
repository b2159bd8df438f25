"""What a replay gives in figures: messages, calls, letters, tasks, legal steps, their cost, and when each customer was reached."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from encaisse.dunning.rules.machine.replay import Event, Replayed
from encaisse.dunning.rules.scenario import INTERNAL, Channel, Level

ZERO = Decimal(0)


class Kind(StrEnum):
    """What people count: messages cost little, calls and deposits take time, letters cost, tasks are others' work."""

    MESSAGE = "message"
    CALL = "call"
    LETTER = "letter"
    SALES_TASK = "sales_task"
    INTERNAL = "internal"
    DEPOSIT = "deposit"


KINDS: Mapping[Channel, Kind] = {
    Channel.EMAIL: Kind.MESSAGE,
    Channel.SMS: Kind.MESSAGE,
    Channel.FAX: Kind.LETTER,
    Channel.PORTAL: Kind.DEPOSIT,
    Channel.LETTER: Kind.LETTER,
    Channel.REGISTERED_LETTER: Kind.LETTER,
    Channel.CALL: Kind.CALL,
    Channel.VISIT: Kind.CALL,
    Channel.SALES_TASK: Kind.SALES_TASK,
    Channel.INTERNAL_TASK: Kind.INTERNAL,
    Channel.BLOCK_REQUEST: Kind.INTERNAL,
    Channel.HAND_OVER: Kind.INTERNAL,
}
# What one of each costs, all in, when nobody says otherwise (euros).
USUAL_COSTS: Mapping[Channel, Decimal] = {
    Channel.EMAIL: Decimal("0.02"),
    Channel.SMS: Decimal("0.08"),
    Channel.FAX: Decimal("0.50"),
    Channel.PORTAL: Decimal("4.00"),
    Channel.LETTER: Decimal("2.00"),
    Channel.REGISTERED_LETTER: Decimal("8.00"),
    Channel.CALL: Decimal("5.00"),
    Channel.VISIT: Decimal("80.00"),
    Channel.SALES_TASK: Decimal("10.00"),
    Channel.INTERNAL_TASK: Decimal("4.00"),
    Channel.BLOCK_REQUEST: Decimal("10.00"),
    Channel.HAND_OVER: Decimal("30.00"),
}


@dataclass(slots=True)
class PayerOutcome:
    """What one payer received, and the first day it was reached at each level."""

    payer_id: int
    kinds: Counter[Kind] = field(default_factory=Counter)
    cost: Decimal = ZERO
    level_days: dict[int, date] = field(default_factory=dict)

    def add(self, event: Event, costs: Mapping[Channel, Decimal]) -> None:
        self.kinds[KINDS[event.channel]] += 1
        self.cost += costs.get(event.channel, ZERO)
        if event.reached and event.channel not in INTERNAL:
            self.level_days.setdefault(event.level, event.on)

    @property
    def highest(self) -> int | None:
        return max(self.level_days, default=None)


@dataclass(slots=True)
class Lane:
    """The totals of one way of reminding over the period."""

    channels: Counter[Channel] = field(default_factory=Counter)
    levels: Counter[int] = field(default_factory=Counter)
    kinds: Counter[Kind] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    customers: Counter[int] = field(default_factory=Counter)
    """How many customers were reached at each level at least once."""
    calls_reached: int = 0
    legal_steps: int = 0
    cost: Decimal = ZERO
    payers: int = 0
    breaches: Counter[str] = field(default_factory=Counter)
    decisions: int = 0


@dataclass(slots=True)
class Outcome:
    lane: Lane = field(default_factory=Lane)
    payers: dict[int, PayerOutcome] = field(default_factory=dict)

    def add(self, event: Event, costs: Mapping[Channel, Decimal]) -> None:
        lane = self.lane
        lane.channels[event.channel] += 1
        lane.levels[event.level] += 1
        lane.kinds[KINDS[event.channel]] += 1
        lane.months[f"{event.on:%Y-%m}"] += 1
        lane.calls_reached += event.channel is Channel.CALL and event.reached
        lane.legal_steps += event.level >= Level.FORMAL_NOTICE
        lane.cost += costs.get(event.channel, ZERO)
        self.payers.setdefault(event.payer_id, PayerOutcome(event.payer_id)).add(event, costs)

    def close(self) -> "Outcome":
        self.lane.payers = len(self.payers)
        self.lane.customers = Counter(level for payer in self.payers.values() for level in payer.level_days)
        return self


def outcome(replays: Iterable[Replayed], costs: Mapping[Channel, Decimal] = USUAL_COSTS) -> Outcome:
    """Add replays up."""
    total = Outcome()
    for replayed in replays:
        take_in(total, replayed, costs)
    return total.close()


def take_in(total: Outcome, replayed: Replayed, costs: Mapping[Channel, Decimal]) -> None:
    for event in replayed.events:
        total.add(event, costs)
    for breach in replayed.breaches:
        total.lane.breaches[breach.what] += 1
    total.lane.decisions += replayed.decisions


def of_events(events: Iterable[Event], costs: Mapping[Channel, Decimal] = USUAL_COSTS) -> Outcome:
    """Add up what really happened, given as events."""
    total = Outcome()
    for event in events:
        total.add(event, costs)
    return total.close()
