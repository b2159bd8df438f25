"""Taking in structured invoices: each completes the document the accounts know, or makes it; one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from django.db import transaction

from encaisse.creditors import queries as creditors
from encaisse.creditors.queries import CreditorCard
from encaisse.db import run_sql
from encaisse.files.actions import keep_many
from encaisse.files.rules import Sha256
from encaisse.intake.actions.buyers import owners_of
from encaisse.intake.actions.einvoice_documents import facts_of, particulars_of
from encaisse.intake.actions.kept import already_imported, close_import, earlier_import, open_import
from encaisse.intake.actions.tables import sha256_of
from encaisse.intake.models import Import
from encaisse.intake.queries.bundles import BundledFile, bundled_files
from encaisse.intake.rules.einvoices import EInvoice, read_einvoice
from encaisse.intake.rules.einvoices.findings import invoice_findings, numbers_elsewhere, refused_file, unlike
from encaisse.intake.rules.einvoices.matching import Known, differences, due_date_to_complete, same_document
from encaisse.intake.rules.einvoices.reading import is_pdf
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.numbers import compact_number
from encaisse.intake.rules.progress import Watch, nobody_watches
from encaisse.intake.rules.refusals import NothingToImport
from encaisse.intake.rules.report import FoundSoFar, ImportReport
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import Refusal
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_facts
from encaisse.ledger.rules.evidence import FileFacts

EINVOICE = "einvoice"
SOURCE = "Factures électroniques"
PDF_TYPE, XML_TYPE = "application/pdf", "application/xml"


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file read: the invoice it holds and its kept bytes."""

    position: int
    name: str
    sha256: Sha256
    invoice: EInvoice
    role: str


@dataclass(slots=True)
class Outcome:
    """What an import of structured invoices did so far."""

    found: FoundSoFar = field(default_factory=FoundSoFar)
    document_ids: dict[int, int] = field(default_factory=dict)  # position → document
    created: int = 0
    completed: set[int] = field(default_factory=set)


@transaction.atomic
def import_einvoices(
    actor: Actor, creditor_id: int, file: BinaryIO, *, name: str, on: date, source_name: str = "", watch: Watch = nobody_watches
) -> ImportReport:
    """Take in a structured invoice, or a ZIP of them. The same file again changes nothing."""
    actor.must(Permission.IMPORT_RUN)
    creditor = creditors.creditor(actor, creditor_id)
    source_id = ledger.source(actor, creditor_id, kind=EINVOICE, name=source_name or SOURCE)
    run_sql("intake.lock_source", source_id=source_id)
    sha256 = sha256_of(file)
    if earlier := earlier_import(source_id, EINVOICE, sha256):
        return already_imported(earlier)
    kept = open_import(actor, creditor_id=creditor_id, source_id=source_id, kind=EINVOICE, name=name, sha256=sha256)
    outcome = Outcome()
    taken, seen = read_all(actor, creditor, bundled_files(file, name=name), outcome, watch=watch)
    if not seen:
        raise NothingToImport(name=name)
    watch("recording", 0, 1)
    report = record(actor, creditor, kept, taken, outcome, on=on)
    watch("recording", 1, 1)
    return close_import(actor, kept, report_of(kept, report, rows=seen, taken=taken))


def read_all(
    actor: Actor, creditor: CreditorCard, files: Iterable[BundledFile], outcome: Outcome, *, watch: Watch
) -> tuple[list[TakenFile], int]:
    """Read each file and keep its bytes; what cannot be read, or is not this creditor's, is a finding."""
    taken: list[TakenFile] = []
    seen = 0
    for each in files:
        seen += 1
        watch("reading", each.position, each.total)
        try:
            invoice = read_einvoice(each.content, name=each.name)
        except Refusal as refusal:
            outcome.found.add(refused_file(refusal, position=each.position, name=each.name))
            continue
        if foreign := unlike(invoice, siren=creditor.siren, creditor=creditor.name, position=each.position, name=each.name):
            outcome.found.add(foreign)
            continue
        media_type, role = (PDF_TYPE, "invoice") if is_pdf(each.content) else (XML_TYPE, "einvoice")
        [sha256] = keep_many(actor, [each.content], media_type)
        taken.append(TakenFile(each.position, each.name, sha256, invoice, role))
    return taken, seen


def record(actor: Actor, creditor: CreditorCard, kept: Import, taken: Sequence[TakenFile], outcome: Outcome, *, on: date) -> Outcome:
    """Find or make the document of each invoice, in the order of the files; then attach, complete, and say what differs."""
    numbers = {compact_number(each.invoice.number) for each in taken}
    known = [known_of(row) for row in ledger_facts.numbered_documents(actor, creditor.id, numbers)]
    owners = owners_of(actor, creditor.id, [each.invoice for each in taken], known)
    for each, owner in zip(taken, owners, strict=True):
        outcome.found.add(*(Finding(code, each.position, values) for code, values in owner.findings))
        outcome.found.add(*invoice_findings(each.invoice, position=each.position))
        same = same_document(each.invoice, known, customer_id=owner.customer_id)
        if same is None:
            outcome.found.add(*numbers_elsewhere(each.invoice, known, position=each.position))
            same = make_document(actor, kept, each, owner.customer_id, outcome)
            known.append(same)
        else:
            tell_differences(each, same, owner.customer_id, outcome)
        outcome.document_ids[each.position] = same.document_id
        if completed := complete(actor, each, same, outcome, on=on):
            known[known.index(same)] = completed
    attach(actor, taken, outcome)
    return outcome


def known_of(row: ledger_facts.NumberedDocument) -> Known:
    return Known(
        row.document_id, row.customer_id, row.number, row.issued_on, row.currency, row.amount, row.item_id, row.due_date,
        row.due_date_source or "", row.total_amount,
    )  # fmt: skip


def make_document(actor: Actor, kept: Import, each: TakenFile, customer_id: int, outcome: Outcome) -> Known:
    """Record an invoice the accounts do not know yet; they adopt it when they list it."""
    facts, reckoned = facts_of(each.invoice, customer_id)
    recorded = ledger.record_documents(actor, kept.creditor_id, kept.source_id, [facts])
    outcome.created += recorded.created
    if reckoned:
        outcome.found.add(Finding(reckoned, each.position, {"number": each.invoice.number, "terms": each.invoice.terms[:80]}))
    pk = recorded.document_ids[customer_id, facts.source_key]
    item = next((item for item in ledger_facts.open_items(actor, customer_id=customer_id) if item.document_id == pk), None)
    return Known(
        pk, customer_id, facts.number, facts.issued_on, facts.currency, facts.amount, item.id if item and len(facts.parts) <= 1 else None,
        item.due_date if item else None, item.due_date_source if item else "", each.invoice.signed(each.invoice.total_amount),
    )  # fmt: skip


def tell_differences(each: TakenFile, same: Known, customer_id: int, outcome: Outcome) -> None:
    for difference in differences(each.invoice, same, customer_id=customer_id):
        values = {"number": same.number, "accounts": difference.accounts, "einvoice": difference.einvoice}
        outcome.found.add(Finding(difference.code, each.position, values))


def complete(actor: Actor, each: TakenFile, same: Known, outcome: Outcome, *, on: date) -> Known | None:
    """Give the document the due date its invoice states, where it had to be reckoned."""
    due_date = due_date_to_complete(each.invoice, same)
    if due_date is None or same.item_id is None:
        return None
    if not ledger.complete_due_date(actor, same.item_id, to_date=due_date, reason=f"e-invoice {each.name}", on=on):
        return None
    outcome.completed.add(same.document_id)
    return replace(same, due_date=due_date, due_date_source="given")


def attach(actor: Actor, taken: Sequence[TakenFile], outcome: Outcome) -> None:
    """Link the files and keep what the invoices say beyond the accounts; the fullest of several speaks."""
    ids = outcome.document_ids
    files = [FileFacts(ids[each.position], each.sha256, each.name, each.role, matched_by="content") for each in taken]
    fresh = {file.document_id for file in files} - ledger_facts.invoice_files(actor, ids.values()).keys()
    ledger.attach_files(actor, files, permission=Permission.IMPORT_RUN)
    fullest = sorted(taken, key=lambda each: each.invoice.due_date is not None)
    told = {ids[each.position]: particulars_of(each.invoice, ids[each.position]) for each in fullest}
    ledger.record_particulars(actor, told.values())
    outcome.completed |= fresh


def report_of(kept: Import, outcome: Outcome, *, rows: int, taken: Sequence[TakenFile]) -> ImportReport:
    documents = set(outcome.document_ids.values())
    updated = len(outcome.completed) - outcome.created if len(outcome.completed) > outcome.created else 0
    owed = {outcome.document_ids[each.position]: each.invoice.owed for each in taken}
    return ImportReport(
        rows=rows, receivable_rows=len(taken), open_rows=len(documents), open_amount=sum(owed.values(), Decimal(0)),
        created=outcome.created, updated=updated, unchanged=max(len(documents) - outcome.created - updated, 0),
        findings=outcome.found.all(), import_id=kept.pk, source_id=kept.source_id,
    )  # fmt: skip
