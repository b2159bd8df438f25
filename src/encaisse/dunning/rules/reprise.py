"""Rule 1: going live. What a person must set before anything leaves, and where each item then starts."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from encaisse.dunning.rules.progress import last_position_at
from encaisse.dunning.rules.scenario import Level, Scenario
from encaisse.dunning.rules.values import ItemState, StepEnd, ToQualify

OLD_AFTER_DAYS = 60
TO_SET = frozenset({ToQualify.DOUBTFUL, ToQualify.NO_DOCUMENT, ToQualify.PAST_LIMITATION})


class GoLiveFlag(StrEnum):
    """Why an item is on the go-live screen."""

    LONG_LATE = "long_late"
    DOUBTFUL = "doubtful"
    CARRIED_FORWARD = "carried_forward"
    PAST_LIMITATION = "past_limitation"


FLAGS = {
    ToQualify.DOUBTFUL: GoLiveFlag.DOUBTFUL,
    ToQualify.NO_DOCUMENT: GoLiveFlag.CARRIED_FORWARD,
    ToQualify.PAST_LIMITATION: GoLiveFlag.PAST_LIMITATION,
}


def go_live_flag(item: ItemState, *, on: date) -> GoLiveFlag | None:
    """Say why an item must be set by a person before going live, if it must."""
    if item.open_amount <= 0:
        return None
    if item.to_qualify is not None:
        return FLAGS.get(item.to_qualify)
    return GoLiveFlag.LONG_LATE if (on - item.due_date).days > OLD_AFTER_DAYS else None


class PlanTerms(NamedTuple):
    """A plan agreed before going live: how many monthly instalments, and when the first one falls due."""

    instalments: int
    first_on: date


class GoLiveChoice(StrEnum):
    START_AT_R1 = "start_at_r1"
    REACHED_R1 = "reached_r1"
    REACHED_R2 = "reached_r2"
    REACHED_R3 = "reached_r3"
    REACHED_FORMAL_NOTICE = "reached_formal_notice"
    REACHED_LEGAL = "reached_legal"
    PLAN = "plan"
    DISPUTE = "dispute"
    LEAVE_OUT = "leave_out"


REACHED = {
    GoLiveChoice.REACHED_R1: Level.R1,
    GoLiveChoice.REACHED_R2: Level.R2,
    GoLiveChoice.REACHED_R3: Level.R3,
    GoLiveChoice.REACHED_FORMAL_NOTICE: Level.FORMAL_NOTICE,
    GoLiveChoice.REACHED_LEGAL: Level.LEGAL,
}


class StartingPoint(NamedTuple):
    last_position: int
    last_level: Level
    last_ended_on: date
    how: StepEnd = StepEnd.ALREADY_REACHED


def starting_point(choice: GoLiveChoice, scenario: Scenario, *, ended_on: date) -> StartingPoint | None:
    """Return what to remember of an item at go-live; None when it starts at the first curative step, or does not start at all."""
    level = REACHED.get(choice)
    position = None if level is None else last_position_at(scenario, level)
    return None if level is None or position is None else StartingPoint(position, level, ended_on)
