"""What must be said of a visit, by its result; and what its sheet holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from encaisse.dunning.rules.visits import VisitResult
from encaisse.kit.refusals import Refusal, gettext_noop

# Working days a payment handed over takes to reach the bank account: until then what was paid is noted, not claimed.
BANKED_WITHIN = 5


class Means(StrEnum):
    CHEQUE = "cheque"
    TRANSFER = "transfer"
    CARD = "card"
    CASH = "cash"


MEANS: Mapping[Means, str] = {
    Means.CHEQUE: gettext_noop("cheque"),
    Means.TRANSFER: gettext_noop("transfer ordered before the visitor"),
    Means.CARD: gettext_noop("card"),
    Means.CASH: gettext_noop("cash"),
}


class PaidWithoutAmount(Refusal):
    sentence = gettext_noop("Paid on the spot: enter the amount received and the means of payment, as on the receipt you left.")


class PromisedWithoutDay(Refusal):
    sentence = gettext_noop("A promise has a day: enter when the customer said they will pay.")


class ContestedWithoutReason(Refusal):
    sentence = gettext_noop("A dispute names its reason and its invoices: choose why, and tick what the customer contests.")


class NothingSaid(Refusal):
    sentence = gettext_noop("Somebody was met: note why the invoices are not paid, or a word of what was said.")


class ContestedOverMany(Refusal):
    sentence = gettext_noop(
        "A contested amount concerns one invoice and %(count)s are ticked. Tick one, or leave the amount empty to contest them whole."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitOutcome:
    """A visit as its visitor tells it."""

    result: VisitResult
    visited_on: date
    met: str = ""
    comment: str = ""
    reason: str = ""
    paid_amount: Decimal | None = None
    paid_by: Means | None = None
    promised_for: date | None = None
    promised_amount: Decimal | None = None
    disputed_amount: Decimal | None = None
    item_ids: tuple[int, ...] = ()


def check_visit_outcome(outcome: VisitOutcome) -> None:
    """Refuse a result told by halves."""
    match outcome.result:
        case VisitResult.PAID if outcome.paid_amount is None or outcome.paid_by is None:
            raise PaidWithoutAmount
        case VisitResult.PROMISED if outcome.promised_for is None:
            raise PromisedWithoutDay
        case VisitResult.DISPUTED if not outcome.reason or not outcome.item_ids:
            raise ContestedWithoutReason
        case VisitResult.DISPUTED if outcome.disputed_amount is not None and len(outcome.item_ids) > 1:
            raise ContestedOverMany(count=len(outcome.item_ids))
        case VisitResult.REFUSED | VisitResult.SEEN if not outcome.reason and not outcome.comment.strip():
            raise NothingSaid
