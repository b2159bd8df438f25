"""Is this the invoice the accounts already know? One document, however many ways it came in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encaisse.intake.rules.einvoices.values import EInvoice
from encaisse.intake.rules.numbers import compact_number


@dataclass(frozen=True, slots=True)
class Known:
    """A document already in the ledger."""

    document_id: int
    customer_id: int
    number: str
    issued_on: date
    currency: str
    amount: Decimal
    item_id: int | None = None  # of the only due date; None when it has several
    due_date: date | None = None
    due_date_source: str = ""
    total_amount: Decimal | None = None  # the total before deposits, when its structured invoice was read before


@dataclass(frozen=True, slots=True)
class Difference:
    """What the accounts and the structured invoice say differently of one document."""

    code: str  # amount_differs | date_differs | due_date_differs | customer_differs
    accounts: str
    einvoice: str


def same_document(invoice: EInvoice, known: Iterable[Known], *, customer_id: int | None) -> Known | None:
    """Return the document that is this invoice: same number and side, and the same day or the same amount; the closest first."""
    alike = [each for each in known if is_alike(invoice, each, customer_id=customer_id)]
    return max(alike, key=lambda each: closeness(invoice, each, customer_id=customer_id), default=None)


def is_alike(invoice: EInvoice, known: Known, *, customer_id: int | None) -> bool:
    if compact_number(known.number) != compact_number(invoice.number) or known.currency != invoice.currency:
        return False
    if (known.amount < 0) != (invoice.kind == "credit_note"):
        return False
    same_day, same_amount = known.issued_on == invoice.issued_on, has_amount(known, invoice)
    # Another customer's document must agree in everything: numbers alone repeat.
    return same_day or same_amount if known.customer_id == customer_id else same_day and same_amount


def has_amount(known: Known, invoice: EInvoice) -> bool:
    """Tell whether the amounts agree: what is due, or the total before deposits, by which the accounts may have booked it."""
    return bool({known.amount, known.total_amount} & {invoice.owed, invoice.signed(invoice.total_amount)})


def closeness(invoice: EInvoice, known: Known, *, customer_id: int | None) -> tuple[bool, bool, bool]:
    return known.customer_id == customer_id, has_amount(known, invoice), known.issued_on == invoice.issued_on


def differences(invoice: EInvoice, known: Known, *, customer_id: int | None) -> list[Difference]:
    """List what the accounts and the invoice say differently; neither is written over."""
    found = []
    if not has_amount(known, invoice):
        found.append(Difference("amount_differs", f"{known.amount:.2f}", f"{invoice.owed:.2f}"))
    if known.issued_on != invoice.issued_on:
        found.append(Difference("date_differs", known.issued_on.isoformat(), invoice.issued_on.isoformat()))
    if invoice.due_date and known.due_date and known.due_date != invoice.due_date and known.due_date_source in {"given", "person"}:
        found.append(Difference("due_date_differs", known.due_date.isoformat(), invoice.due_date.isoformat()))
    if customer_id is not None and known.customer_id != customer_id:
        found.append(Difference("customer_differs", "", invoice.buyer.name))
    return found


def due_date_to_complete(invoice: EInvoice, known: Known) -> date | None:
    """Return the due date that the invoice gives and the accounts had to reckon, when they differ."""
    if invoice.due_date is None or known.item_id is None or known.due_date_source not in {"terms", "default"}:
        return None
    return invoice.due_date if known.due_date != invoice.due_date else None
