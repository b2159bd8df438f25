"""Rule 18: what a new version changes for each customer: where it stands, and what comes next under the old and the new one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from encaisse.dunning.rules.decisions import Act, Decision, Hold
from encaisse.dunning.rules.scenario import Level, Scenario, Step


class Shift(StrEnum):
    SAME = "same"
    EARLIER = "earlier"
    LATER = "later"
    OTHER_STEP = "other_step"
    NEW_ACTION = "new_action"
    NO_ACTION = "no_action"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next for a payer: an action on the day, a step on a date to come, or a reason why none."""

    verdict: str
    reason: str
    on: date | None = None
    step: Step | None = None
    level: Level | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class WhoChanges:
    """One payer: the step it stands at (the furthest of its items), and what comes next under both versions."""

    payer_id: int
    reached: Level | None
    stands_at: Step | None
    old: Next
    new: Next
    overdue_amount: Decimal = Decimal(0)

    @property
    def shift(self) -> Shift:
        return shift_of(self.old, self.new)

    @property
    def changes(self) -> bool:
        return self.shift not in {Shift.SAME, Shift.HELD}


def next_of(decision: Decision, scenario: Scenario, *, on: date) -> Next:
    verdict = type(decision).__name__.lower()
    if isinstance(decision, Act):
        return Next(verdict, decision.reason.value, on, decision.step, decision.level, decision.channel.value)
    if isinstance(decision, Hold):
        return Next(verdict, decision.reason.value, decision.until)
    step = next((each for each in scenario.steps if each.key == decision.step_key), None)
    return Next(verdict, decision.reason.value, decision.until, step, step.level if step else None, step.channel.value if step else "")


def shift_of(old: Next, new: Next) -> Shift:  # noqa: PLR0911 - one answer per kind
    """Say how the next action moves; an account held for a fact is held under both versions."""
    if old.verdict == new.verdict == "hold" and old.reason == new.reason:
        return Shift.HELD
    if old.step is None and new.step is None:
        return Shift.SAME
    if old.step is None:
        return Shift.NEW_ACTION
    if new.step is None:
        return Shift.NO_ACTION
    if (old.step.key, old.level, old.channel) != (new.step.key, new.level, new.channel):
        return Shift.OTHER_STEP
    if old.on is None or new.on is None or old.on == new.on:
        return Shift.SAME if said(old.step) == said(new.step) else Shift.OTHER_STEP
    return Shift.EARLIER if new.on < old.on else Shift.LATER


def said(step: Step) -> tuple[object, ...]:
    return step.template, step.sender_role, step.mode, step.copies, step.with_statement, step.with_terms


def totals(rows: Iterable[WhoChanges]) -> dict[Shift, tuple[int, Decimal]]:
    """Count the payers and add their overdue up, by how they change."""
    counts: Counter[Shift] = Counter()
    amounts: dict[Shift, Decimal] = {}
    for row in rows:
        counts[row.shift] += 1
        amounts[row.shift] = amounts.get(row.shift, Decimal(0)) + row.overdue_amount
    return {shift: (counts[shift], amounts[shift]) for shift in Shift if shift in counts}
