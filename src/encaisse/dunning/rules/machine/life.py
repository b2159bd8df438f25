"""What happens virtually to a payer: steps ended, contacts made, tasks given. The facts of the year stand beside, untouched."""

from dataclasses import dataclass, field
from datetime import date

from encaisse.dunning.rules.machine.year import PayerYear
from encaisse.dunning.rules.progress import position_after_change
from encaisse.dunning.rules.scenario import Level, Scenario
from encaisse.dunning.rules.values import ContactEvent, StepEnd

REACHED = frozenset({StepEnd.DONE, StepEnd.REPLACED, StepEnd.ALREADY_REACHED})


@dataclass(slots=True)
class Progress:
    """Where an item stands on the line it lives through."""

    position: int | None = None
    level: int | None = None
    ended_on: date | None = None
    how: StepEnd | None = None
    delivered: bool = False
    presented_on: date | None = None
    notice_delay_days: int = 8
    fixed_start: int | None = None

    def end(self, position: int, level: Level, how: StepEnd, on: date) -> None:
        if self.position is not None and position <= self.position:
            return
        stays_untouched = how is StepEnd.NOT_APPLICABLE and self.how is StepEnd.NOT_DONE
        self.position, self.ended_on, self.how = position, on, StepEnd.NOT_DONE if stays_untouched else how
        if how in REACHED:
            self.level = max(level, self.level or 0)


@dataclass(slots=True)
class Planned:
    """Something a person is about to do: a call not reached yet, sales on a task. `items`: item, position, how it ends when done."""

    key: str
    since: date
    level: Level
    items: tuple[tuple[int, int, StepEnd], ...] = ()


@dataclass(slots=True)
class Life:
    """The virtual side of a payer's year under one scenario."""

    year: PayerYear
    scenario: Scenario
    progress: dict[int, Progress] = field(default_factory=dict)
    contacts: list[ContactEvent] = field(default_factory=list)
    last_contact_on: date | None = None
    last_message_on: date | None = None
    acted_on: date | None = None
    sales_task_on: date | None = None
    sales_result_on: date | None = None
    credits_choice_on: date | None = None
    call: Planned | None = None
    sales: Planned | None = None
    presented: list[tuple[date, int]] = field(default_factory=list)
    promise_called: dict[int, date] = field(default_factory=dict)
    promise_told: dict[int, date] = field(default_factory=dict)
    plan_called: dict[int, date] = field(default_factory=dict)
    plan_noticed: dict[int, date] = field(default_factory=dict)
    plan_presented: dict[int, date] = field(default_factory=dict)
    plan_accelerated: dict[int, date] = field(default_factory=dict)

    @classmethod
    def begin(cls, year: PayerYear, scenario: Scenario, scenario_id: int | None = None) -> "Life":
        """Start where the items stood on the first day: what had been done then is done; a key speaks within its own scenario only."""
        life = cls(year, scenario)
        for item in year.items:
            start = item.start
            if start.step_key or start.level is not None or start.fixed_start is not None:
                own_key = start.step_key if start.scenario_id in {None, scenario_id} else None
                position = position_after_change(scenario, last_level=start.level, last_key=own_key)
                how = StepEnd(start.how) if start.how else None
                life.progress[item.id] = Progress(
                    position, start.level, start.ended_on, how, start.delivered, start.presented_on, start.notice_delay_days,
                    start.fixed_start,
                )  # fmt: skip
        return life

    def of(self, item_id: int) -> Progress:
        if item_id not in self.progress:
            self.progress[item_id] = Progress()
        return self.progress[item_id]

    def end(self, item_id: int, position: int, how: StepEnd, on: date) -> None:
        self.of(item_id).end(position, self.scenario.steps[position].level, how, on)
