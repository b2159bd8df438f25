"""Writing a scenario: steps added, moved, duplicated and removed on a draft; a step keeps its key in every version."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from encaisse.dunning.rules.scenario import SPOKEN, WRITTEN, Channel, Level, OffsetFrom, Scenario, Step, StepMode
from encaisse.kit.refusals import Refusal, gettext_noop

NEXT_STEP_DAYS = 7
FIRST_OFFSET = 3
LONGEST_LINE = 40
NO_CONTACT = frozenset(Channel) - WRITTEN - SPOKEN - {Channel.PORTAL}


class StepGone(Refusal):
    sentence = gettext_noop("This step is no longer in the draft: somebody removed it. Reload the page.")


class TooManySteps(Refusal):
    sentence = gettext_noop("A scenario has %(most)s steps at most. Remove one first.")


def renumbered(scenario: Scenario, steps: Iterable[Step]) -> Scenario:
    """Return the scenario with other steps, numbered in their order; the first curative step is kept by its key, else found again."""
    numbered = tuple(replace(step, position=position) for position, step in enumerate(steps))
    kept = scenario.steps[scenario.first_curative_position].key if scenario.first_curative_position < len(scenario.steps) else ""
    first = next((step.position for step in numbered if step.key == kept), None)
    if first is None:
        first = next((step.position for step in numbered if step.level >= Level.R1), 0)
    return replace(scenario, steps=numbered, first_curative_position=first)


def place_of(scenario: Scenario, key: str) -> int:
    """Return where a step stands. Raises StepGone."""
    found = next((step.position for step in scenario.steps if step.key == key), None)
    if found is None:
        raise StepGone
    return found


def new_key(level: Level, channel: Channel, taken: Iterable[str]) -> str:
    """Name a new step by its level and channel: `r1.email`, then `r1.email.2`."""
    stem = {Level.PREVENTIVE: "prev", Level.FORMAL_NOTICE: "notice", Level.LEGAL: "legal"}.get(level, f"r{int(level)}")
    known, name, number = set(taken), f"{stem}.{channel.value}", 2
    while name in known:
        name, number = f"{stem}.{channel.value}.{number}", number + 1
    return name


def first_step() -> Step:
    return Step(
        position=0, key="r1.email", level=Level.R1, offset_days=FIRST_OFFSET, channel=Channel.EMAIL, template="REMIND1_EMAIL",
        mode=StepMode.TO_APPROVE,
    )  # fmt: skip


def with_step_after(scenario: Scenario, key: str, taken: Sequence[str] = ()) -> tuple[Scenario, str]:
    """Add a step after another (at the end without one): same level and channel, a week later, to approve. Returns its key too."""
    check_length(scenario)
    if not scenario.steps:
        return renumbered(scenario, [first_step()]), first_step().key
    place = place_of(scenario, key) if key else len(scenario.steps) - 1
    before = scenario.steps[place]
    after = scenario.steps[place + 1] if place + 1 < len(scenario.steps) else None
    fresh = copy_of(before, scenario, taken, offset_days=between(before, after), mode=StepMode.TO_APPROVE, conditions=())
    return renumbered(scenario, [*scenario.steps[: place + 1], fresh, *scenario.steps[place + 1 :]]), fresh.key


def between(before: Step, after: Step | None) -> int:
    """Return a day for a step put after another: a week later, or half way to the next one."""
    if after is None or after.offset_from is not before.offset_from:
        return before.offset_days + NEXT_STEP_DAYS
    return min(before.offset_days + NEXT_STEP_DAYS, (before.offset_days + after.offset_days) // 2)


def copy_of(step: Step, scenario: Scenario, taken: Sequence[str], **changes: object) -> Step:
    key = new_key(step.level, step.channel, [*taken, *(each.key for each in scenario.steps)])
    return replace(step, key=key, **changes)  # type: ignore[arg-type]


def duplicated(scenario: Scenario, key: str, taken: Sequence[str] = ()) -> tuple[Scenario, str]:
    """Put a copy of a step right after it, on the same day: it is then moved or changed. Returns its key too."""
    check_length(scenario)
    place = place_of(scenario, key)
    fresh = copy_of(scenario.steps[place], scenario, taken)
    return renumbered(scenario, [*scenario.steps[: place + 1], fresh, *scenario.steps[place + 1 :]]), fresh.key


def check_length(scenario: Scenario) -> None:
    if len(scenario.steps) >= LONGEST_LINE:
        raise TooManySteps(most=LONGEST_LINE)


def without_step(scenario: Scenario, key: str) -> Scenario:
    place = place_of(scenario, key)
    return renumbered(scenario, [*scenario.steps[:place], *scenario.steps[place + 1 :]])


def moved(scenario: Scenario, key: str, *, by: int) -> Scenario:
    """Move a step one place earlier (-1) or later (1): it takes the days of the one it passes, so that days keep growing."""
    place = place_of(scenario, key)
    other = place + by
    if not 0 <= other < len(scenario.steps):
        return scenario
    steps = list(scenario.steps)
    here, there = steps[place], steps[other]
    steps[other] = with_days_of(here, there)
    steps[place] = with_days_of(there, here)
    return renumbered(scenario, steps)


def with_days_of(step: Step, other: Step) -> Step:
    return replace(step, offset_days=other.offset_days, offset_from=other.offset_from)


def changed(scenario: Scenario, key: str, step: Step) -> Scenario:
    """Put another content in place of a step; it keeps its key and its place, or takes the place its day gives it."""
    place = place_of(scenario, key)
    steps = [*scenario.steps[:place], replace(step, key=key), *scenario.steps[place + 1 :]]
    return renumbered(scenario, in_order(steps))


def in_order(steps: Iterable[Step]) -> list[Step]:
    """Put steps in the order of their days: those that count from the due date, then those that count from the notice."""
    return sorted(steps, key=lambda step: (step.offset_from is OffsetFrom.NOTICE_RUN, step.offset_days))


def with_first_curative(scenario: Scenario, key: str) -> Scenario:
    return replace(scenario, first_curative_position=place_of(scenario, key))
