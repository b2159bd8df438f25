"""Writes of evidence: files that show documents, their sendings, what their structured invoices say."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.customers.queries import in_scope
from encaisse.db import execute_sql, run_sql
from encaisse.db.clock import now
from encaisse.files.actions import link_many
from encaisse.files.rules import Sha256
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger import queries
from encaisse.ledger.models import Dispatch, Document, InvoiceFile, InvoiceParticulars
from encaisse.ledger.rules.evidence import AlreadyTold, DispatchFacts, FileFacts, ParticularsFacts, check_dispatch

# The longest text of each kind that the tables keep.
NAME, RECIPIENT, REFERENCE = 200, 254, 120


@transaction.atomic
def attach_files(actor: Actor, files: Sequence[FileFacts], *, permission: Permission = Permission.ACTION_CREATE) -> int:
    """Attach kept files to documents; the same file again changes nothing. Returns how many are new."""
    documents = documents_in_scope(actor, {file.document_id for file in files}, permission)
    shown = InvoiceFile.objects.filter(document_id__in=documents, detached_at__isnull=True).values_list("document_id", "blob_id")
    known = set(shown)
    fresh = {(file.document_id, file.sha256): file for file in files if (file.document_id, file.sha256) not in known}
    rows = [file_row(actor, file, documents[file.document_id]) for file in fresh.values()]
    shown_again = InvoiceFile.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["customer_id", "document_id", "blob"],
        update_fields=["detached_at", "name", "role", "matched_by", "attached_by", "attached_by_name"],
    )
    link_many(actor, [(Sha256(row.blob_id), row.creditor_id, row.customer_id) for row in shown_again], role="invoice")
    write_deed(
        actor, "ledger.attach_files", [documents[file.document_id] for file in fresh.values()], {"files": sorted(map(name_of, fresh))}
    )
    return len(fresh)


def name_of(key: tuple[int, str]) -> str:
    return key[1]


def file_row(actor: Actor, file: FileFacts, document: Document) -> InvoiceFile:
    return InvoiceFile(
        creditor_id=document.creditor_id, customer_id=document.customer_id, document_id=document.pk, blob_id=file.sha256,
        name=file.name[-NAME:], role=file.role, matched_by=file.matched_by, attached_by=actor.user_id, attached_by_name=actor.name[:120],
    )  # fmt: skip


@transaction.atomic
def detach_file(actor: Actor, file_id: int, *, permission: Permission = Permission.ACTION_CREATE) -> None:
    """Take back a file attached by mistake; its bytes and the trace stay."""
    row = InvoiceFile.objects.select_for_update().filter(queries.about(in_scope(actor, permission)), pk=file_id).first()
    if row is None:
        raise NotFound(what="file")
    row.detached_at = now()
    row.save(update_fields=["detached_at"])
    write_audit(
        actor, did="ledger.detach_file", subject_kind="document", subject_id=row.document_id, creditor_id=row.creditor_id,
        customer_id=row.customer_id, change={"file": row.blob_id},
    )  # fmt: skip


@transaction.atomic
def record_dispatch(actor: Actor, told: DispatchFacts, *, on: date) -> int:
    """Write down one sending of a document, as a person tells it."""
    document = documents_in_scope(actor, [told.document_id], Permission.ACTION_CREATE)[told.document_id]
    check_dispatch(told, number=document.number, issued_on=document.issued_on, on=on)
    found, is_new = Dispatch.objects.get_or_create(**dispatch_key(told, document), withdrawn_at=None, defaults=dispatch_rest(actor, told))
    if not is_new:
        raise AlreadyTold(number=document.number, sent_on=told.sent_on)
    if told.proof_sha256:
        link_many(actor, [(Sha256(told.proof_sha256), document.creditor_id, document.customer_id)], role="dispatch proof")
    write_deed(actor, "ledger.record_dispatch", [document], {"channel": told.channel.value, "sent_on": told.sent_on})
    return found.pk


@transaction.atomic
def record_dispatches(actor: Actor, told: Iterable[DispatchFacts]) -> int:
    """Write down many sendings at once; those already told are left as they are. Returns how many are new."""
    wanted = list(told)
    documents = documents_in_scope(actor, {each.document_id for each in wanted}, Permission.IMPORT_RUN)
    before = Dispatch.objects.filter(document_id__in=documents, withdrawn_at__isnull=True).values_list(*DISPATCH_KEY)
    known = set(before)
    fresh = {key: each for each in wanted if (key := tuple(dispatch_key(each, documents[each.document_id]).values())) not in known}
    Dispatch.objects.bulk_create(
        Dispatch(**dispatch_key(each, documents[each.document_id]), **dispatch_rest(actor, each)) for each in fresh.values()
    )
    proofs = [(Sha256(each.proof_sha256), documents[each.document_id]) for each in fresh.values() if each.proof_sha256]
    link_many(actor, [(sha256, document.creditor_id, document.customer_id) for sha256, document in proofs], role="dispatch proof")
    write_deed(actor, "ledger.record_dispatch", [documents[each.document_id] for each in fresh.values()], {})
    return len(fresh)


DISPATCH_KEY = ("creditor_id", "customer_id", "document_id", "sent_on", "channel", "recipient", "reference")


def dispatch_key(told: DispatchFacts, document: Document) -> dict[str, Any]:
    """Return what tells one sending from another."""
    return {
        "creditor_id": document.creditor_id, "customer_id": document.customer_id, "document_id": document.pk, "sent_on": told.sent_on,
        "channel": told.channel.value, "recipient": told.recipient[:RECIPIENT], "reference": told.reference[:REFERENCE],
    }  # fmt: skip


def dispatch_rest(actor: Actor, told: DispatchFacts) -> dict[str, Any]:
    return {
        "proof_id": told.proof_sha256, "proof_name": told.proof_name[-NAME:], "recorded_by": actor.user_id,
        "recorded_by_name": actor.name[:120],
    }  # fmt: skip


@transaction.atomic
def withdraw_dispatch(actor: Actor, dispatch_id: int) -> None:
    """Take back a sending written down by mistake; the trace stays."""
    row = Dispatch.objects.select_for_update().filter(queries.about(in_scope(actor, Permission.ACTION_CREATE)), pk=dispatch_id).first()
    if row is None or row.withdrawn_at is not None:
        raise NotFound(what="sending")
    row.withdrawn_at, row.withdrawn_by_name = now(), actor.name[:120]
    row.save(update_fields=["withdrawn_at", "withdrawn_by_name"])
    write_audit(
        actor, did="ledger.withdraw_dispatch", subject_kind="document", subject_id=row.document_id, creditor_id=row.creditor_id,
        customer_id=row.customer_id, change={"channel": row.channel, "sent_on": row.sent_on},
    )  # fmt: skip


@transaction.atomic
def record_particulars(actor: Actor, told: Iterable[ParticularsFacts]) -> int:
    """Keep what structured invoices say of their documents, once; the documents' empty net amount and order are completed."""
    facts = {each.document_id: each for each in told}
    documents = documents_in_scope(actor, facts, Permission.IMPORT_RUN)
    known = set(InvoiceParticulars.objects.filter(document_id__in=documents).values_list("document_id", flat=True))
    fresh = [each for each in facts.values() if each.document_id not in known]
    InvoiceParticulars.objects.bulk_create(particulars_row(each, documents[each.document_id]) for each in fresh)
    completed = [document for each in fresh if complete(document := documents[each.document_id], each)]
    Document.objects.bulk_update(completed, ["net_amount", "order_reference"])
    write_deed(actor, "ledger.record_particulars", [documents[each.document_id] for each in fresh], {"completed": len(completed)})
    return len(fresh)


def particulars_row(told: ParticularsFacts, document: Document) -> InvoiceParticulars:
    values = {name: getattr(told, name) for name in ParticularsFacts.__dataclass_fields__}
    values |= {
        name: values[name][:REFERENCE]
        for name in ("profile", "buyer_reference", "order_reference", "contract_reference", "payment_reference")
    }
    return InvoiceParticulars(
        creditor_id=document.creditor_id, customer_id=document.customer_id, **{**values, "preceding": list(told.preceding)}
    )


def complete(document: Document, told: ParticularsFacts) -> bool:
    """Fill what the accounts did not say; never write over what they said."""
    before = document.net_amount, document.order_reference
    if document.net_amount is None:
        document.net_amount = told.net_amount
    if not document.order_reference:
        document.order_reference = told.order_reference[:80]
    return before != (document.net_amount, document.order_reference)


def documents_in_scope(actor: Actor, ids: Iterable[int], permission: Permission) -> dict[int, Document]:
    """Return documents by id, locked; refuse when one is out of the scope of a permission that acts."""
    actor.must(permission)
    wanted = set(ids)
    rows = Document.objects.select_for_update().filter(queries.about(in_scope(actor, permission)), pk__in=wanted).order_by("pk")
    found = {document.pk: document for document in rows}
    if wanted - found.keys():
        raise NotFound(what="document")
    return found


def stage_numbers(actor: Actor, creditor_id: int) -> frozenset[str]:
    """Read the numbers of a creditor's documents once, for the many look-ups of one import: they last as long as its transaction.

    Returns their shapes (every digit a 9): what has none of them need not be looked up.
    """
    actor.must(Permission.IMPORT_RUN)
    creditors.creditor(actor, creditor_id)
    execute_sql("ledger.stage_numbers", creditor_id=creditor_id)
    return frozenset(row.shape for row in run_sql("ledger.staged_shapes"))


def write_deed(actor: Actor, did: str, documents: Sequence[Document], change: dict[str, Any]) -> None:
    """Write the trace of one deed: about its document, or how many documents when there are several."""
    if not documents:
        return
    first = documents[0]
    one = len(documents) == 1
    write_audit(
        actor, did=did, subject_kind="document" if one else "documents", subject_id=first.pk if one else None,
        creditor_id=first.creditor_id, customer_id=first.customer_id if one else None,
        change=change if one else {**{name: len(value) if isinstance(value, list) else value for name, value in change.items()},
                                   "documents": len(documents)},
    )  # fmt: skip
