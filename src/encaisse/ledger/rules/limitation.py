"""Limitation (prescription): the last day on which a claim may still be brought."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from encaisse.kit.data import shipped
from encaisse.kit.dates import add_months_clamped

# Months before the end at which someone is told.
ALERT_MONTHS = (1, 3, 6, 12)
# Article 2238 of the civil code: after a mediation, at least six months remain.
LEAST_AFTER_SUSPENSION = 6
# A cheque issued in France is presented within eight days.
CHEQUE_PRESENTATION_DAYS = 8


class Starts(StrEnum):
    """From which fact a limitation runs."""

    PERFORMANCE = "PERFORMANCE"
    DUE_DATE = "DUE_DATE"
    NEXT_YEAR = "NEXT_YEAR"
    PRESENTATION_END = "PRESENTATION_END"
    TITLE = "TITLE"


@dataclass(frozen=True, slots=True)
class LimitationRule:
    code: str
    names: Mapping[str, str]
    months: int
    starts: Starts
    basis: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Interruption:
    """A fact that makes the delay run anew: acknowledgement, part payment, signed plan, court claim, enforcement, claim filed.

    A reminder or a formal notice, even registered, interrupts nothing. A court claim (or a claim filed in insolvency) interrupts
    until it ends: `lasts` tells such a fact, and `ended_on` is None while it is pending.
    """

    happened_on: date
    lasts: bool = False
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Suspension:
    """A time during which the delay does not run: mediation, agreed small-claims procedure; None while it lasts."""

    from_on: date
    to_on: date | None


@cache
def limitation_rules() -> Mapping[str, LimitationRule]:
    return {
        row["code"]: LimitationRule(
            row["code"], {"fr": row["fr"], "en": row["en"]}, row["months"], Starts(row["starts"]), row["basis"], row["verified"]
        )
        for row in shipped("encaisse.ledger", "limitation")
    }


def limitation_start(rule: LimitationRule, *, invoiced_on: date, due_date: date, performed_on: date | None = None) -> date:
    """Return the day a limitation starts; prudently the performance of the service when known, else the invoice, never later."""
    performed = performed_on or invoiced_on
    if rule.starts is Starts.DUE_DATE:
        return due_date
    if rule.starts is Starts.NEXT_YEAR:
        return date(performed.year + 1, 1, 1)
    if rule.starts is Starts.PRESENTATION_END:
        return performed + timedelta(days=CHEQUE_PRESENTATION_DAYS)
    return performed


def last_day(rule: LimitationRule, start: date) -> date:
    """Return the last day of a limitation; one that starts on 1 January ends on 31 December."""
    end = add_months_clamped(start, rule.months)
    return end - timedelta(days=1) if rule.starts is Starts.NEXT_YEAR else end


def limitation_date(
    rule: LimitationRule, start: date, *, interruptions: Iterable[Interruption] = (), suspensions: Iterable[Suspension] = ()
) -> date | None:
    """Return the last day to sue, or None while a pending claim or mediation keeps the delay from running.

    A fact recorded after the last day revives nothing.
    """
    expires: date | None = last_day(rule, start)
    events: list[tuple[date, Interruption | Suspension]] = [(event.happened_on, event) for event in interruptions]
    events += [(event.from_on, event) for event in suspensions]
    for happened_on, event in sorted(events, key=lambda pair: pair[0]):
        if expires is None or happened_on > expires:
            break
        expires = restarted(rule, event) if isinstance(event, Interruption) else resumed(expires, event)
    return expires


def restarted(rule: LimitationRule, event: Interruption) -> date | None:
    anew = event.ended_on if event.lasts else event.happened_on
    if anew is None:
        return None
    return last_day(rule, date(anew.year + 1, 1, 1) if rule.starts is Starts.NEXT_YEAR else anew)


def resumed(expires: date, event: Suspension) -> date | None:
    if event.to_on is None:
        return None
    least = add_months_clamped(event.to_on, LEAST_AFTER_SUSPENSION)
    return max(expires + (event.to_on - event.from_on), least)


def is_past_limitation(expires: date | None, on: date) -> bool:
    return expires is not None and on > expires


def limitation_alert(expires: date | None, on: date) -> int | None:
    """Return the nearest of the alerts (1, 3, 6 or 12 months before the end) that a day has reached, or None."""
    if expires is None or on > expires:
        return None
    return next((months for months in ALERT_MONTHS if on >= add_months_clamped(expires, -months)), None)
