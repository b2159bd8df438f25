"""One document: its facts, its due dates, what paid it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q

from encaisse.customers.queries import in_scope
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger.models import Allocation, Document, OpenItem
from encaisse.ledger.queries.items import OpenItemRow, about, rows_of


@dataclass(frozen=True, slots=True)
class DocumentCard:
    id: int
    creditor_id: int
    customer_id: int
    kind: str
    number: str
    title: str
    issued_on: date
    performed_on: date | None
    currency: str
    gross_amount: Decimal
    net_amount: Decimal | None
    order_reference: str
    source_name: str


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """What was allocated between an item of the document and another one; an undo is negative."""

    allocated_on: date
    amount: Decimal
    other_id: int
    other_number: str
    other_title: str
    other_kind: str
    reason: str


def document(actor: Actor, document_id: int) -> DocumentCard:
    seen = Document.objects.filter(about(in_scope(actor, Permission.INVOICE_VIEW)), pk=document_id)
    row = seen.annotate(source_name=F("source__name")).values(*DocumentCard.__dataclass_fields__).first()
    if row is None:
        raise NotFound(what="document")
    return DocumentCard(**row)


def due_lines_of(actor: Actor, document_id: int) -> list[OpenItemRow]:
    """Return the due dates of a document, in order."""
    found = OpenItem.objects.filter(about(in_scope(actor, Permission.INVOICE_VIEW)), document_id=document_id)
    return rows_of(found.order_by("part_no"))


def allocations_of(actor: Actor, document_id: int) -> list[AllocationRow]:
    """Return what paid a document, or what it paid, the latest first."""
    lines = {row.id for row in due_lines_of(actor, document_id)}
    seen = about(in_scope(actor, Permission.INVOICE_VIEW))
    rows = Allocation.objects.filter(seen, Q(debit_id__in=lines) | Q(credit_id__in=lines)).order_by("-allocated_on", "-pk")
    found = list(rows.values_list("allocated_on", "amount", "debit_id", "credit_id", "reason"))
    others = {credit if debit in lines else debit for _, _, debit, credit, _ in found}
    named = OpenItem.objects.filter(seen, pk__in=others).values_list(
        "pk", "document_id", "document__number", "document__title", "document__kind"
    )
    names = {pk: (document_id, number, title, kind) for pk, document_id, number, title, kind in named}
    return [
        AllocationRow(day, amount, *names[other], reason)
        for day, amount, debit, credit, reason in found
        if (other := credit if debit in lines else debit) in names
    ]
