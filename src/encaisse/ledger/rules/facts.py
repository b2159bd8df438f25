"""What the ledger is told: documents with their due dates, allocations. And what it refuses to be told."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from encaisse.kit.money import check_currency, check_precision
from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.kit.terms import SaleDates, due_lines, known_terms

NOTHING = Decimal(0)
# A customer of these kinds is never dunned by itself: a person decides first, under « À qualifier ».
DOUBT_OF_KIND = {"miscellaneous": "collective", "affiliate": "affiliate", "employee": "employee"}


class PartsDoNotSum(Refusal):
    sentence = gettext_noop(
        "The due dates of %(number)s sum to %(parts)s %(currency)s, and the document to %(amount)s %(currency)s: correct one of them."
    )


class DueDateUnchanged(Refusal):
    sentence = gettext_noop("%(item)s is already due on %(due_date)s. Choose another day.")


class NothingToReturn(Refusal):
    sentence = gettext_noop("%(item)s is not a payment: only a payment can be returned. Choose the payment that the bank sent back.")


class AlreadyReturned(Refusal):
    sentence = gettext_noop("%(item)s was already returned on %(returned_on)s.")


class CustomersDiffer(Refusal):
    sentence = gettext_noop("Only items of one customer and one currency are settled together. Choose them again.")


@dataclass(frozen=True, slots=True)
class PartFacts:
    """One due date of a document; the amount has the document's sign. Where it comes from: given, terms or default."""

    due_date: date
    amount: Decimal
    origin: str = "given"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document as its source gives it. Debits are positive, credits negative. Without parts, its terms say when it is due."""

    customer_id: int
    kind: str
    number: str
    issued_on: date
    amount: Decimal
    source_key: str
    currency: str = "EUR"
    title: str = ""
    performed_on: date | None = None
    net_amount: Decimal | None = None
    order_reference: str = ""
    about_document_id: int | None = None
    doubt: str = ""
    salesperson_id: int | None = None
    terms_code: str = ""
    parts: tuple[PartFacts, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class AllocationFacts:
    debit_id: int
    credit_id: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """A due date as it will be kept, and where it comes from: given, terms (of the document or customer), default (the creditor's)."""

    part_no: int
    due_date: date
    amount: Decimal
    origin: str


def check_document(document: DocumentFacts) -> None:
    check_currency(document.currency)
    check_precision(document.amount, document.currency)
    total = sum((part.amount for part in document.parts), NOTHING)
    if document.parts and total != document.amount:
        raise PartsDoNotSum(number=document.number, parts=total, amount=document.amount, currency=document.currency)


def parts_of(document: DocumentFacts, *, customer_terms: str, creditor_terms: str) -> list[Part]:
    """Return the due dates of a document: those given, or those of its terms; a credit is due at once."""
    if document.parts:
        return [Part(number, part.due_date, part.amount, part.origin) for number, part in enumerate(document.parts, start=1)]
    if document.amount <= 0:
        return [Part(1, document.issued_on, document.amount, "given")]
    own = next((code for code in (document.terms_code, customer_terms) if code in known_terms()), None)
    terms = known_terms()[own or creditor_terms]
    dates = SaleDates(document.issued_on, delivered_on=document.performed_on)
    due = due_lines(terms, dates, amount=document.amount, currency=document.currency)
    return [Part(each.part_no, each.due_date, each.amount, "terms" if own else "default") for each in due]
