"""Documents: found by number, their e-invoice states, the money received."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from encaisse.customers.queries import in_scope, scope_parameters
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.models import DeliveryState, Document, DocumentKind, ReturnedPayment
from encaisse.ledger.queries.items import about


@dataclass(frozen=True, slots=True)
class FoundDocument:
    id: int
    customer_id: int
    customer_code: str
    customer_name: str
    kind: str
    number: str
    issued_on: date
    currency: str
    gross_amount: Decimal


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    code: int
    reason_code: str
    happened_at: datetime
    recorded_at: datetime
    contested_amount: Decimal | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Money received: positive, however the ledger signs it."""

    document_id: int
    customer_id: int
    received_on: date
    recorded_at: datetime
    currency: str
    amount: Decimal
    number: str
    about_document_id: int | None


def find_documents(actor: Actor, number: str, *, limit: int = 20, creditor_id: int | None = None) -> list[FoundDocument]:
    """Return the documents whose number begins with what was typed, of one creditor or of all in reach."""
    typed = number.strip()
    if not typed:
        return []
    rows = run_sql(
        "ledger.find_documents", number=typed, limit=limit, creditor_id=creditor_id, **scope_parameters(actor, Permission.INVOICE_VIEW)
    )
    return [FoundDocument(*row) for row in rows]


def named_documents(actor: Actor, document_ids: Iterable[int]) -> dict[int, FoundDocument]:
    """Return documents by id, each with the name of its customer."""
    rows = run_sql("ledger.named_documents", ids=list(document_ids), **scope_parameters(actor, Permission.INVOICE_VIEW))
    return {row.id: FoundDocument(*row) for row in rows}


def delivery_states(actor: Actor, document_ids: Iterable[int]) -> dict[int, list[DeliveryRow]]:
    """Return the steps of e-invoices, the latest first."""
    rows = DeliveryState.objects.filter(about(in_scope(actor, Permission.INVOICE_VIEW)), document_id__in=list(document_ids))
    found: dict[int, list[DeliveryRow]] = defaultdict(list)
    columns = ("document_id", "code", "reason_code", "happened_at", "recorded_at", "contested_amount", "comment")
    for document_id, *step in rows.order_by("-happened_at", "-pk").values_list(*columns):
        found[document_id].append(DeliveryRow(*step))
    return dict(found)


def money_received(actor: Actor, customer_ids: Iterable[int], *, since: date, until: date, currency: str | None = None) -> list[ReceiptRow]:
    """Return the payments of customers from a day to another, both included; those that came back are left out."""
    seen = about(in_scope(actor, Permission.PAYMENT_VIEW))
    returned = ReturnedPayment.objects.filter(seen).values("credit_id")
    rows = Document.objects.filter(seen, kind=DocumentKind.PAYMENT, customer_id__in=list(customer_ids), issued_on__range=(since, until))
    rows = rows.filter(gross_amount__lt=0).exclude(items__in=returned)
    if currency is not None:
        rows = rows.filter(currency=currency)
    columns = ("pk", "customer_id", "issued_on", "recorded_at", "currency", "gross_amount", "number", "about_document_id")
    return [
        ReceiptRow(pk, customer_id, day, at, code, -amount, number, about_id)
        for pk, customer_id, day, at, code, amount, number, about_id in rows.order_by("issued_on", "pk").values_list(*columns)
    ]
