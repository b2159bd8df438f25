"""« Échus sans action depuis N jours »: late customers whom nobody has spoken to, and who should."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from encaisse.kit.refusals import Refusal, gettext_noop

USUAL_DAYS = 30
MOST_DAYS = 365


class Deed(StrEnum):
    """What counts as something done about a customer: we wrote, called, noted, promised, a dispute moved, they replied, a task ended."""

    SENT = "sent"
    CALL = "call"
    REPLY = "reply"
    NOTE = "note"
    PROMISE = "promise"
    DISPUTE = "dispute"
    TASK = "task"


class Duty(StrEnum):
    """Who should act now."""

    DEPARTMENT = "department"  # an open dispute waits for its answer
    COLLECTOR = "collector"
    SALESPERSON = "salesperson"  # nobody collects, but somebody sells
    NOBODY = "nobody"  # to be given to somebody


class UnknownDays(Refusal):
    sentence = gettext_noop("Days without action are a number from 1 to %(most)s, not “%(days)s”.")


@dataclass(frozen=True, slots=True)
class LatePayer:
    """A payer with something overdue, and the days on which something was done about it."""

    payer_id: int
    oldest_due_date: date
    deeds_on: tuple[date, ...] = ()


def check_days(days: int) -> None:
    if not 1 <= days <= MOST_DAYS:
        raise UnknownDays(days=days, most=MOST_DAYS)


def is_idle(payer: LatePayer, *, on: date, days: int = USUAL_DAYS) -> bool:
    """Tell whether a payer has been late, and left alone, for so many days: who became late meanwhile has not waited as long."""
    since = on - timedelta(days=days)
    return payer.oldest_due_date <= since and all(deed <= since for deed in payer.deeds_on)


def idle_payers(payers: Iterable[LatePayer], *, on: date, days: int = USUAL_DAYS) -> set[int]:
    """Return the payers left alone, of a handful: the witness of the set-based list."""
    return {payer.payer_id for payer in payers if is_idle(payer, on=on, days=days)}


def who_acts(*, department: str, collector_id: int | None, salesperson_id: int | None) -> Duty:
    """Say who should act: the department whose answer is awaited, else the collector, else the salesperson, else nobody yet."""
    if department:
        return Duty.DEPARTMENT
    if collector_id is not None:
        return Duty.COLLECTOR
    return Duty.SALESPERSON if salesperson_id is not None else Duty.NOBODY
