"""Deadlines of proceedings: how long one has, from which event, and when someone is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from encaisse.kit.dates import WorkingDays, add_months_clamped, procedural_deadline
from encaisse.kit.refusals import Refusal, gettext_noop

# Decree 2026-96: orders for payment made from that day are served within three months instead of six.
SHORTER_SERVICE_SINCE = date(2026, 9, 1)
ALERT_DAYS = (30, 15, 7, 2)
# The roll-over to a working day is never part of the plan.
SAFETY_DAYS = 7
# How the postcodes of the overseas departments and communities begin.
OVERSEAS = ("97", "98")


class Deadline(StrEnum):
    SERVE_ORDER = "SERVE_ORDER"
    OPPOSITION = "OPPOSITION"
    NO_OPPOSITION_NOTICE = "NO_OPPOSITION_NOTICE"
    CLAIM_FILING = "CLAIM_FILING"
    CLAIM_FILING_ABROAD = "CLAIM_FILING_ABROAD"
    RELIEF_FROM_FORECLOSURE = "RELIEF_FROM_FORECLOSURE"
    RECLAIM_OF_GOODS = "RECLAIM_OF_GOODS"
    ANSWER_TO_CONTEST = "ANSWER_TO_CONTEST"
    NOTIFY_ATTACHMENT = "NOTIFY_ATTACHMENT"
    CONTEST_ATTACHMENT = "CONTEST_ATTACHMENT"
    APPEAL = "APPEAL"
    APPEAL_OF_INTERIM_ORDER = "APPEAL_OF_INTERIM_ORDER"
    EXECUTE_PROTECTIVE_SEIZURE = "EXECUTE_PROTECTIVE_SEIZURE"
    ANSWER_TO_SMALL_CLAIM = "ANSWER_TO_SMALL_CLAIM"


@dataclass(frozen=True, slots=True)
class Delay:
    name: str
    months: int = 0
    days: int = 0


DELAYS: Mapping[Deadline, Delay] = {
    Deadline.SERVE_ORDER: Delay(gettext_noop("Service of the order for payment"), months=3),
    Deadline.OPPOSITION: Delay(gettext_noop("Opposition to the order for payment"), months=1),
    Deadline.NO_OPPOSITION_NOTICE: Delay(gettext_noop("Notice of opposition by the registry"), months=2),
    Deadline.CLAIM_FILING: Delay(gettext_noop("Filing of the claim in the insolvency"), months=2),
    Deadline.CLAIM_FILING_ABROAD: Delay(gettext_noop("Filing of the claim by a creditor abroad"), months=4),
    Deadline.RELIEF_FROM_FORECLOSURE: Delay(gettext_noop("Relief for a claim not filed in time"), months=6),
    Deadline.RECLAIM_OF_GOODS: Delay(gettext_noop("Reclaiming of goods under retention of title"), months=3),
    Deadline.ANSWER_TO_CONTEST: Delay(gettext_noop("Answer to a contested claim"), days=30),
    Deadline.NOTIFY_ATTACHMENT: Delay(gettext_noop("Notification of the attachment to the customer"), days=8),
    Deadline.CONTEST_ATTACHMENT: Delay(gettext_noop("Contest of the attachment"), months=1),
    Deadline.APPEAL: Delay(gettext_noop("Appeal against the judgment"), months=1),
    Deadline.APPEAL_OF_INTERIM_ORDER: Delay(gettext_noop("Appeal against the interim order"), days=15),
    Deadline.EXECUTE_PROTECTIVE_SEIZURE: Delay(gettext_noop("Execution of the protective seizure"), months=3),
    Deadline.ANSWER_TO_SMALL_CLAIM: Delay(gettext_noop("Answer to the small claims letter"), months=1),
}
EARLIER_SERVICE = Delay(DELAYS[Deadline.SERVE_ORDER].name, months=6)


def delay_of(deadline: Deadline, event: date) -> Delay:
    """Return the delay in force for an event: the law of its day."""
    if deadline is Deadline.SERVE_ORDER and event < SHORTER_SERVICE_SINCE:
        return EARLIER_SERVICE
    return DELAYS[deadline]


def raw_date(deadline: Deadline, event: date) -> date:
    """Return the day the delay ends before any roll-over."""
    delay = delay_of(deadline, event)
    return add_months_clamped(event, delay.months) + timedelta(days=delay.days)


def last_day(deadline: Deadline, event: date, *, calendar: WorkingDays | None = None) -> date:
    """Return the last day to act: a delay ending on a closed day ends on the next working day (article 642 CPC)."""
    delay = delay_of(deadline, event)
    return procedural_deadline(event, months=delay.months, days=delay.days, calendar=calendar)


def target_date(deadline: Deadline, event: date) -> date:
    """Return the day we plan for: a week before the raw date, and never before the event."""
    return max(raw_date(deadline, event) - timedelta(days=SAFETY_DAYS), event)


def claim_deadline(country: str, postcode: str) -> Deadline:
    """Return how long a creditor has to file its claim: two months from BODACC, four outside metropolitan France (article R622-24)."""
    is_metropolitan = country.upper() in {"", "FR"} and not postcode.strip().startswith(OVERSEAS)
    return Deadline.CLAIM_FILING if is_metropolitan else Deadline.CLAIM_FILING_ABROAD


def deadline_alert(last: date, on: date) -> int | None:
    """Return the nearest alert (2, 7, 15 or 30 days before) that a day has reached; None before, and once it has passed."""
    left = (last - on).days
    return next((days for days in reversed(ALERT_DAYS) if 0 <= left <= days), None)


class InsolvencyKind(StrEnum):
    """The collective proceedings of book VI of the commercial code."""

    SAFEGUARD = "safeguard"
    RECEIVERSHIP = "receivership"
    LIQUIDATION = "liquidation"


class JudgmentToCome(Refusal):
    sentence = gettext_noop("The judgment of %(judgment_on)s is still to come: note it once it has opened the proceedings.")


class PublishedBeforeJudgment(Refusal):
    sentence = gettext_noop(
        "A judgment is published after it was given: %(published_on)s comes before %(judgment_on)s. Correct one of them."
    )


class AlreadyInsolvent(Refusal):
    sentence = gettext_noop(
        "The judgment of %(judgment_on)s is noted already for this company. Take it back first if it was noted by mistake."
    )


class WithdrawnWithoutWords(Refusal):
    sentence = gettext_noop("Say why it is taken back: a mistake, the wrong company, proceedings that were closed.")


def check_judgment(judgment_on: date, *, published_on: date | None, on: date) -> None:
    if judgment_on > on:
        raise JudgmentToCome(judgment_on=judgment_on)
    if published_on is not None and published_on < judgment_on:
        raise PublishedBeforeJudgment(published_on=published_on, judgment_on=judgment_on)
