"""Manual holds and exclusions always have a reason and an end: 30 days at most, then approved again. Rule 11."""

from datetime import date, timedelta
from enum import StrEnum

from encaisse.kit.refusals import Refusal, gettext_noop

LONGEST = timedelta(days=30)


class HoldReason(StrEnum):
    CUSTOMER_REQUEST = "customer_request"
    INTERNAL_CHECK = "internal_check"
    COMMERCIAL_TALKS = "commercial_talks"
    PAYMENT_ANNOUNCED = "payment_announced"
    WAITING_FOR_DOCUMENT = "waiting_for_document"
    MANAGEMENT_DECISION = "management_decision"
    OTHER = "other"


class HoldTooLong(Refusal):
    sentence = gettext_noop("A hold lasts 30 days at most: choose a day until %(last_day)s, then approve it again if it is still needed.")


class HoldInThePast(Refusal):
    sentence = gettext_noop("A hold ends today or later; %(until_on)s is past.")


class HoldWithoutWords(Refusal):
    sentence = gettext_noop("Say in a few words why this customer is held: “other” explains nothing to your colleagues.")


def check_hold(*, reason: HoldReason, comment: str, on: date, until_on: date) -> None:
    if until_on < on:
        raise HoldInThePast(until_on=until_on)
    if until_on > on + LONGEST:
        raise HoldTooLong(last_day=on + LONGEST)
    if reason is HoldReason.OTHER and not comment.strip():
        raise HoldWithoutWords
