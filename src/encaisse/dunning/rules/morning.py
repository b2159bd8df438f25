"""What the functions of one decision share: the facts, the day, and the next date at which one of them may answer differently."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from encaisse.dunning.rules.decisions import EndedStep, HeldItem, Task, TaskKind
from encaisse.dunning.rules.scenario import Scenario, Step
from encaisse.dunning.rules.values import Calendar, HeldPart, ItemState, PayerState, PlanState, PromiseState

DAY = timedelta(days=1)
# A forgotten cent sets no tone, and a token payment buys no silence.
SHARE = Decimal("0.2")
SALES_WINDOW = 3


class Claim(NamedTuple):
    """An open debit and what may be asked of it: less what is disputed, held, promised, in a plan, or credited by name."""

    item: ItemState
    amount: Decimal


class Netted(NamedTuple):
    """What a credit note takes off one due line of the invoice it names."""

    credit: ItemState
    item_id: int
    amount: Decimal


@dataclass(slots=True)
class Morning:
    """One payer, one day. Filled by the steps of the decision in turn; never leaves this package."""

    payer: PayerState
    scenario: Scenario
    calendar: Calendar
    on: date
    next_change: date | None = None

    late: list[Claim] = field(default_factory=list)
    to_come: list[Claim] = field(default_factory=list)
    overdue: dict[str, Decimal] = field(default_factory=dict)
    held: list[HeldItem] = field(default_factory=list)
    held_overdue: dict[str, Decimal] = field(default_factory=dict)
    credits: list[tuple[ItemState, Decimal]] = field(default_factory=list)
    free_credit: dict[str, Decimal] = field(default_factory=dict)
    named_credit: dict[int, Decimal] = field(default_factory=dict)
    netted: list[Netted] = field(default_factory=list)
    promised: dict[int, HeldPart] = field(default_factory=dict)
    planned: dict[int, Decimal] = field(default_factory=dict)
    broken: list[PromiseState] = field(default_factory=list)
    missed: list[tuple[PlanState, date]] = field(default_factory=list)
    stopped_by: date | None = None  # the last judgment that stopped an item born before it

    ended: list[EndedStep] = field(default_factory=list)
    tasks: dict[TaskKind, list[ItemState]] = field(default_factory=dict)
    next_step_on: date | None = None
    next_step: Step | None = None

    def may_change(self, day: date) -> None:
        """Note a date at which the answer may differ from today's, all facts unchanged."""
        if day > self.on and (self.next_change is None or day < self.next_change):
            self.next_change = day

    def waits_for(self, step: Step, day: date) -> None:
        if self.next_step_on is None or day < self.next_step_on:
            self.next_step_on, self.next_step = day, step

    def asks(self, kind: TaskKind, item: ItemState) -> None:
        self.tasks.setdefault(kind, []).append(item)

    def is_silent_after(self, fact_on: date, working_days: int) -> bool:
        """Say whether the day lies in the full working days of silence that follow a fact, or in the closed days after them."""
        return fact_on <= self.on < self.first_day_after(fact_on, working_days)

    def first_day_after(self, fact_on: date, working_days: int) -> date:
        return self.calendar.add(fact_on, working_days + 1)

    def next_overdue_on(self) -> date | None:
        """Return the day after the next due date: balances of late items change with it."""
        return min((claim.item.due_date for claim in self.to_come), default=None)

    def balance_may_change(self) -> None:
        if due := self.next_overdue_on():
            self.may_change(due + DAY)


def tasks_of(morning: Morning) -> tuple[Task, ...]:
    return tuple(
        Task(kind, tuple(item.id for item in items), abs(sum((item.open_amount for item in items), Decimal(0))), items[0].currency)
        for kind, items in morning.tasks.items()
    )
