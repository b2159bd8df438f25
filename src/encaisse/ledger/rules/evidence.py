"""How an invoice reached its customer: the channels, and what is refused of a sending."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from encaisse.kit.refusals import Refusal, gettext_noop


class DispatchChannel(StrEnum):
    """By which channel an invoice was sent."""

    EMAIL = "email"
    POST = "post"
    PORTAL = "portal"
    EINVOICING = "einvoicing"
    HAND = "hand"


class SentBeforeIssued(Refusal):
    sentence = gettext_noop("%(number)s was issued on %(issued_on)s: it cannot have been sent on %(sent_on)s. Correct the day.")


class SentLater(Refusal):
    sentence = gettext_noop("%(sent_on)s is yet to come: write down a sending once it is done.")


class AlreadyTold(Refusal):
    sentence = gettext_noop("%(number)s: this sending of %(sent_on)s is already written down.")


@dataclass(frozen=True, slots=True)
class DispatchFacts:
    """One sending of a document, as it is told."""

    document_id: int
    sent_on: date
    channel: DispatchChannel
    recipient: str = ""
    reference: str = ""
    proof_sha256: str | None = None
    proof_name: str = ""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One kept file that shows a document, and how it was recognised: by hand, by its name, its text or its content."""

    document_id: int
    sha256: str
    name: str
    role: str = "invoice"
    matched_by: str = "hand"


@dataclass(frozen=True, slots=True)
class ParticularsFacts:
    """What the structured invoice of a document says."""

    document_id: int
    form: str
    profile: str
    type_code: str
    total_amount: Decimal
    prepaid_amount: Decimal = Decimal(0)
    net_amount: Decimal | None = None
    buyer_reference: str = ""
    order_reference: str = ""
    contract_reference: str = ""
    payment_reference: str = ""
    terms: str = ""
    due_date: date | None = None
    preceding: tuple[str, ...] = ()


def check_dispatch(told: DispatchFacts, *, number: str, issued_on: date, on: date) -> None:
    """Refuse a sending before the invoice existed, or one that is yet to come."""
    if told.sent_on < issued_on:
        raise SentBeforeIssued(number=number, issued_on=issued_on, sent_on=told.sent_on)
    if told.sent_on > on:
        raise SentLater(sent_on=told.sent_on)
