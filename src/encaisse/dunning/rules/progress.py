"""Rules 2, 7, 18, 19, 21, 22 and 25: how the steps of an item end, are undone, are carried over and are told apart."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from encaisse.dunning.rules.decisions import EndedStep
from encaisse.dunning.rules.morning import SALES_WINDOW
from encaisse.dunning.rules.scenario import Channel, Level, Scenario, StepMode
from encaisse.dunning.rules.values import Calendar, StepEnd

UNTOUCHED_DAYS = 5
BOUNCE_UNDOES = timedelta(days=3)


class PendingStep(NamedTuple):
    """A step planned for an item that a person has neither done nor refused yet."""

    item_id: int
    position: int
    level: int
    channel: Channel
    mode: StepMode
    planned_on: date


def end_untouched(pending: Iterable[PendingStep], calendar: Calendar, *, on: date) -> tuple[EndedStep, ...]:
    """End the calls and approvals nobody touched for 5 working days, dated from their planned date; never from level 4 on."""
    return tuple(
        EndedStep(each.item_id, each.position, ended_on, StepEnd.NOT_DONE)
        for each in pending
        if each.level < Level.FORMAL_NOTICE
        and each.mode is not StepMode.AUTOMATIC
        and (ended_on := untouched_on(each.channel, each.planned_on, calendar, on=on))
    )


def untouched_on(channel: Channel, planned_on: date, calendar: Calendar, *, on: date) -> date | None:
    """Return the day on which work that nobody touched ended, None while it may still be done: sales has its window whole."""
    if channel is Channel.SALES_TASK:
        ended_on = calendar.add(planned_on, SALES_WINDOW)
        return ended_on if on > ended_on else None
    ended_on = calendar.add(planned_on, UNTOUCHED_DAYS)
    return ended_on if on >= ended_on else None


def last_position_at(scenario: Scenario, level: int) -> int | None:
    """Return the position of the last step whose level is not above the level reached."""
    return max((step.position for step in scenario.steps if step.level <= level), default=None)


def position_after_change(scenario: Scenario, *, last_level: int | None, last_key: str | None = None) -> int | None:
    """Return the position after which an item goes on in another scenario, or another version: never down, never repeated.

    `last_key` is the key of the last step ended, given only when the version changed under the same scenario.
    """
    known = next((step.position for step in scenario.steps if step.key == last_key), None) if last_key else None
    if known is not None:
        below = last_position_at(scenario, (last_level or 0) - 1)
        return max(known, below if below is not None else known)
    return None if last_level is None else last_position_at(scenario, last_level)


def off_scenario_end(scenario: Scenario, item_id: int, *, ticked_level: Level | None, on: date) -> EndedStep | None:
    """Return the step a message written by hand stands for: none, unless the level was ticked."""
    position = None if ticked_level is None else last_position_at(scenario, ticked_level)
    return None if position is None else EndedStep(item_id, position, on, StepEnd.DONE)


def bounce_undoes(sent_on: date, bounced_on: date) -> bool:
    """Say whether a bounce came early enough to undo « done » and reopen the step on the next channel."""
    return sent_on <= bounced_on <= sent_on + BOUNCE_UNDOES


class Presentation(StrEnum):
    """What the post says of a registered letter."""

    POSTED = "posted"
    PRESENTED = "presented"
    DELIVERED = "delivered"
    REFUSED = "refused"
    UNCLAIMED = "unclaimed"
    UNKNOWN_ADDRESS = "unknown_address"
    REJECTED = "rejected"
    """A postal provider could not make or post it."""


CAME_BACK = frozenset({Presentation.UNKNOWN_ADDRESS, Presentation.REJECTED})


def stands_as_presented(outcome: Presentation) -> bool:
    """« Avisé et non réclamé » and a refusal stand as presented; an unknown address reopens the step."""
    return outcome is not Presentation.POSTED and outcome not in CAME_BACK


def idempotency_key(item_id: int, step_key: str, round_no: int) -> str:
    """Name one step of one due line, once per opening: a returned payment opens a new round."""
    return f"{item_id}:{step_key}:{round_no}"
