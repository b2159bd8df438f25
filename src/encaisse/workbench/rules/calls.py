"""What a call gave, in two keys, and what must be said of it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from encaisse.dunning.rules.calls import CallResult
from encaisse.kit.refusals import Refusal, gettext_noop

# The outcomes of the call scripts that are results by themselves; any other means that somebody was reached.
RESULTS: dict[str, CallResult] = {
    "NO_ANSWER": CallResult.NO_ANSWER,
    "VOICEMAIL": CallResult.VOICEMAIL,
    "CALLBACK": CallResult.CALL_BACK,
    "WRONG_NUMBER": CallResult.WRONG_NUMBER,
    "THIRD_PARTY": CallResult.SWITCHBOARD,
    "ID_NOT_CONFIRMED": CallResult.SWITCHBOARD,
}


class ReachedWithoutReason(Refusal):
    sentence = gettext_noop("Somebody was reached: note what they promised, or why the invoices are not paid. One of the two is enough.")


class PromiseWithoutDay(Refusal):
    sentence = gettext_noop("A promise has a day: enter when the customer said they will pay.")


class DisputeWithoutItems(Refusal):
    sentence = gettext_noop("This reason contests invoices: tick the ones the customer contests.")


class CopiesOfNothing(Refusal):
    sentence = gettext_noop("Tick the invoices the customer wants a copy of.")


class AmountOverManyItems(Refusal):
    sentence = gettext_noop(
        "A contested amount concerns one invoice and %(count)s are ticked. Tick one, or leave the amount empty to contest them whole."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A call as its caller tells it. `disputes` says that the reason contests the ticked items, `copies` that they are to be sent again."""

    result: CallResult
    reason: str = ""
    comment: str = ""
    call_back_at: datetime | None = None
    promised_for: date | None = None
    promised_amount: Decimal | None = None
    given_by: str = ""
    disputes: bool = False
    disputed_amount: Decimal | None = None
    copies: bool = False
    item_ids: tuple[int, ...] = ()
    is_incoming: bool = False
    seconds: int | None = None


def check_outcome(outcome: Outcome) -> None:
    """Refuse a call closed as reached without a reason or a promise, and halves of promises and disputes."""
    if outcome.promised_amount is not None and outcome.promised_for is None:
        raise PromiseWithoutDay
    if outcome.result is CallResult.REACHED and not (outcome.reason or outcome.promised_for):
        raise ReachedWithoutReason
    if outcome.disputes and not outcome.item_ids:
        raise DisputeWithoutItems
    if outcome.copies and not outcome.item_ids:
        raise CopiesOfNothing
    if outcome.disputes and outcome.disputed_amount is not None and len(outcome.item_ids) > 1:
        raise AmountOverManyItems(count=len(outcome.item_ids))


def result_of(outcome_code: str) -> CallResult | None:
    """Return the result a branch of a script stands for; a branch without outcome stands for none yet."""
    return RESULTS.get(outcome_code, CallResult.REACHED) if outcome_code else None
