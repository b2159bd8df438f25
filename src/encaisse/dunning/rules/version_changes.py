"""What differs between two versions of a scenario, said step by step."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from encaisse.dunning.rules.scenario import Scenario, Step


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    LEVEL = "level"
    DAY = "day"
    INTERVAL = "interval"
    CHANNEL = "channel"
    TEMPLATE = "template"
    SENDER = "sender"
    MODE = "mode"
    MINIMUM = "minimum"
    CONDITIONS = "conditions"
    CONTACT = "contact"
    ENCLOSURES = "enclosures"
    ORDER = "order"
    SCENARIO_MINIMUM = "scenario_minimum"
    FIRST_CURATIVE = "first_curative"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` and `after` are the steps of both versions (empty for one added or removed, or for the whole line)."""

    kind: ChangeKind
    before: Step | None = None
    after: Step | None = None
    old: Scenario | None = None
    new: Scenario | None = None


ATTRIBUTES = (
    (ChangeKind.LEVEL, ("level",)),
    (ChangeKind.DAY, ("offset_days", "offset_from")),
    (ChangeKind.INTERVAL, ("interval_days",)),
    (ChangeKind.CHANNEL, ("channel",)),
    (ChangeKind.TEMPLATE, ("template",)),
    (ChangeKind.SENDER, ("sender_role",)),
    (ChangeKind.MODE, ("mode",)),
    (ChangeKind.MINIMUM, ("minimum_amount",)),
    (ChangeKind.CONDITIONS, ("conditions",)),
    (ChangeKind.CONTACT, ("is_contact",)),
    (ChangeKind.ENCLOSURES, ("copies", "with_statement", "with_terms")),
)


def changes(old: Scenario, new: Scenario) -> tuple[Change, ...]:
    """Return the differences between two versions, in the order of the new line; what was removed comes where it stood."""
    return tuple(differences(old, new))


def differences(old: Scenario, new: Scenario) -> Iterator[Change]:
    if old.minimum_amount != new.minimum_amount:
        yield Change(ChangeKind.SCENARIO_MINIMUM, old=old, new=new)
    if start_of(old) != start_of(new):
        yield Change(ChangeKind.FIRST_CURATIVE, old=old, new=new)
    known = {step.key: step for step in old.steps}
    kept = {step.key for step in new.steps}
    yield from (Change(ChangeKind.REMOVED, before=step) for step in old.steps if step.key not in kept)
    for step in new.steps:
        before = known.get(step.key)
        if before is None:
            yield Change(ChangeKind.ADDED, after=step)
        else:
            yield from changes_of(before, step)
    yield from changes_of_order(old, new)


def changes_of(before: Step, after: Step) -> Iterator[Change]:
    for kind, names in ATTRIBUTES:
        if any(getattr(before, name) != getattr(after, name) for name in names):
            yield Change(kind, before, after)


def changes_of_order(old: Scenario, new: Scenario) -> Iterator[Change]:
    """Yield the steps that passed another one: those that both versions have, in another order."""
    common = {step.key for step in old.steps} & {step.key for step in new.steps}
    was = [step for step in old.steps if step.key in common]
    now = [step for step in new.steps if step.key in common]
    for before, after in zip(was, now, strict=True):
        if before.key != after.key:
            yield Change(ChangeKind.ORDER, next(step for step in was if step.key == after.key), after)


def start_of(scenario: Scenario) -> str:
    place = scenario.first_curative_position
    return scenario.steps[place].key if place < len(scenario.steps) else ""
