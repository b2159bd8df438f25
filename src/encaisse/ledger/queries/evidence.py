"""Evidence of documents: the files that show them, when and how they were sent, what their structured invoice says."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F

from encaisse.customers.queries import in_scope, scope_parameters
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.models import Dispatch, InvoiceFile, InvoiceParticulars
from encaisse.ledger.queries.items import about


@dataclass(frozen=True, slots=True)
class InvoiceFileRow:
    """A file that shows a document; its bytes are `files.queries.content(actor, sha256)`."""

    id: int
    document_id: int
    sha256: str
    name: str
    media_type: str
    size: int
    role: str
    matched_by: str
    attached_at: datetime
    attached_by_name: str

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"


@dataclass(frozen=True, slots=True)
class DispatchRow:
    id: int
    document_id: int
    sent_on: date
    channel: str
    recipient: str
    reference: str
    proof_sha256: str | None
    proof_name: str
    recorded_at: datetime
    recorded_by_name: str


@dataclass(frozen=True, slots=True)
class ParticularsRow:
    document_id: int
    form: str
    profile: str
    type_code: str
    total_amount: Decimal
    prepaid_amount: Decimal
    net_amount: Decimal | None
    buyer_reference: str
    order_reference: str
    contract_reference: str
    payment_reference: str
    terms: str
    due_date: date | None
    preceding: list[str]


@dataclass(frozen=True, slots=True)
class NumberedDocument:
    """A document found by its number; its due date when it has one only, its total before deposits when that is known."""

    document_id: int
    customer_id: int
    number: str
    issued_on: date
    currency: str
    amount: Decimal
    item_id: int | None
    due_date: date | None
    due_date_source: str | None
    total_amount: Decimal | None


def numbered_documents(actor: Actor, creditor_id: int, numbers: Iterable[str], *, staged: bool = False) -> list[NumberedDocument]:
    """Return the documents of a creditor that bear one of the compact numbers (capitals, no separators, no leading zeros).

    Each call reads every number of the creditor, unless they were staged for the whole import (`stage_numbers`).
    """
    wanted = sorted(set(numbers))
    ids = [row.document_id for row in run_sql("ledger.staged_numbers", numbers=wanted)] if staged else None
    scope = scope_parameters(actor, Permission.INVOICE_VIEW)
    rows = run_sql("ledger.numbered_documents", creditor_id=creditor_id, numbers=wanted, ids=ids, **scope)
    return [NumberedDocument(*row) for row in rows]


def invoice_files(actor: Actor, document_ids: Iterable[int]) -> dict[int, list[InvoiceFileRow]]:
    """Return the files that show documents, by document: what a person reads first, then structured invoices and the rest."""
    rows = InvoiceFile.objects.filter(
        about(in_scope(actor, Permission.INVOICE_VIEW)), document_id__in=list(document_ids), detached_at__isnull=True
    )
    rows = rows.annotate(sha256=F("blob_id"), media_type=F("blob__media_type"), size=F("blob__size"))
    found: dict[int, list[InvoiceFileRow]] = defaultdict(list)
    for row in rows.order_by("document_id", "attached_at", "pk").values(*InvoiceFileRow.__dataclass_fields__):
        found[row["document_id"]].append(InvoiceFileRow(**row))
    order = {role: place for place, role in enumerate(InvoiceFile.Role.values)}
    return {document_id: sorted(files, key=lambda file: order[file.role]) for document_id, files in found.items()}


def dispatches(actor: Actor, document_ids: Iterable[int]) -> dict[int, list[DispatchRow]]:
    """Return when and how documents were sent, by document; the latest first."""
    rows = Dispatch.objects.filter(
        about(in_scope(actor, Permission.INVOICE_VIEW)), document_id__in=list(document_ids), withdrawn_at__isnull=True
    )
    found: dict[int, list[DispatchRow]] = defaultdict(list)
    rows = rows.annotate(proof_sha256=F("proof_id")).order_by("-sent_on", "-pk")
    for row in rows.values(*DispatchRow.__dataclass_fields__):
        found[row["document_id"]].append(DispatchRow(**row))
    return dict(found)


def particulars(actor: Actor, document_ids: Iterable[int]) -> dict[int, ParticularsRow]:
    """Return what the structured invoices of documents say, by document."""
    rows: Any = InvoiceParticulars.objects.filter(about(in_scope(actor, Permission.INVOICE_VIEW)), document_id__in=list(document_ids))
    return {row["document_id"]: ParticularsRow(**row) for row in rows.values(*ParticularsRow.__dataclass_fields__)}
