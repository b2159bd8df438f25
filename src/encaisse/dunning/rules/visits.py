"""What a visit gave, in one key, and what follows from it."""

from datetime import date, timedelta
from enum import StrEnum

from encaisse.dunning.rules.calls import NotToCall
from encaisse.kit.refusals import Refusal, gettext_noop

LATEST_NOTED = timedelta(days=30)


class VisitResult(StrEnum):
    PROMISED = "promised"
    PAID = "paid"
    DISPUTED = "disputed"
    REFUSED = "refused"
    SEEN = "seen"
    ABSENT = "absent"
    GONE = "gone"


# Only a person met is a contact and ends the step (rule 3); nobody there is an attempt.
MET = frozenset({VisitResult.PROMISED, VisitResult.PAID, VisitResult.DISPUTED, VisitResult.REFUSED, VisitResult.SEEN})


class VisitedOutOfTime(Refusal):
    sentence = gettext_noop("A visit is noted on its day or in the 30 days after, not before it is made. Correct the day.")


def check_visit(*, channel: str, state: str) -> None:
    """Refuse to note as a visit what is none, or what is over."""
    if channel != "visit" or state not in {"approved", "to_approve"}:
        raise NotToCall(state=state)


def check_visited_on(visited_on: date, *, today: date) -> None:
    if not today - LATEST_NOTED <= visited_on <= today:
        raise VisitedOutOfTime
