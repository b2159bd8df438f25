"""Sendings of a list: each is written down on its invoice, with its proof; those already told are left as they are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from encaisse.creditors.queries import CreditorCard
from encaisse.customers import queries as customers
from encaisse.files.actions import keep
from encaisse.intake.actions.taking import Taking
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.numbers import compact_number
from encaisse.intake.rules.report import FoundSoFar, ImportReport
from encaisse.intake.rules.rows import Read
from encaisse.intake.rules.sendings import channel_named, meant
from encaisse.kit.actor import Actor
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_facts
from encaisse.ledger.queries import NumberedDocument
from encaisse.ledger.rules.evidence import DispatchFacts, SentBeforeIssued, SentLater, check_dispatch

NOBODY = -1  # the customer of a code nobody bears


@dataclass(frozen=True, slots=True)
class Sendings:
    """A list of sendings being taken in: the documents its rows name, the customers they give, what was found."""

    actor: Actor
    taking: Taking
    documents: Mapping[str, Sequence[NumberedDocument]]  # by compact number
    customers: Mapping[str, int]  # by code
    found: FoundSoFar

    def leave(self, code: str, row: Read, **values: object) -> None:
        self.found.add(Finding(code, row.line_no, values))


def take_dispatches(actor: Actor, taking: Taking) -> ImportReport:
    """Write down the sendings of a list; a row whose invoice, channel or day is not understood is a finding."""
    found = FoundSoFar()
    found.add(*taking.reader.findings)
    ids = customers.customer_ids_by_code(actor, taking.creditor.id, {row.text("code") for row in taking.rows if row.get("code")})
    sendings = Sendings(actor, taking, documents_by_number(actor, taking.creditor, taking.rows), ids, found)
    told = [facts for row in taking.rows if (facts := facts_of(sendings, row))]
    new = ledger.record_dispatches(actor, told)
    return ImportReport(
        rows=taking.reader.rows_seen, created=new, unchanged=len(told) - new, findings=found.all(), import_id=taking.kept.pk,
        source_id=taking.kept.source_id,
    )  # fmt: skip


def documents_by_number(actor: Actor, creditor: CreditorCard, rows: Sequence[Read]) -> dict[str, list[NumberedDocument]]:
    """Return the documents the rows name, by compact number."""
    found: dict[str, list[NumberedDocument]] = defaultdict(list)
    numbers = {compact_number(row.text("number")) for row in rows}
    for document in ledger_facts.numbered_documents(actor, creditor.id, numbers):
        found[compact_number(document.number)].append(document)
    return found


def facts_of(sendings: Sendings, row: Read) -> DispatchFacts | None:
    """Return one sending, or nothing and a finding that says why."""
    channel, document = channel_named(row.text("channel")), document_of(sendings, row)
    if channel is None:
        sendings.leave("unknown_channel", row, value=row.text("channel")[:40])
    if channel is None or document is None:
        return None
    facts = DispatchFacts(document.document_id, row.get("sent_on"), channel, row.text("recipient"), row.text("dispatch_reference"))
    try:
        check_dispatch(facts, number=document.number, issued_on=document.issued_on, on=sendings.taking.on)
    except (SentBeforeIssued, SentLater) as refusal:
        code = f"sending_{type(refusal).__name__.lower()}"
        sendings.leave(code, row, number=document.number, sent_on=facts.sent_on.isoformat(), issued_on=document.issued_on.isoformat())
        return None
    return with_proof(sendings, row, facts)


def document_of(sendings: Sendings, row: Read) -> NumberedDocument | None:
    """Return the invoice that a row means; none or several is a finding."""
    number, code = row.text("number"), row.text("code")
    named = sendings.documents.get(compact_number(number), ())
    document = meant(named, sendings.customers.get(code, NOBODY) if code else None)
    if document is None:
        sendings.leave("sending_of_several" if named and not code else "sending_of_unknown", row, number=number, count=len(named))
    return document


def with_proof(sendings: Sendings, row: Read, facts: DispatchFacts) -> DispatchFacts:
    """Add the proof that a row names, when its file came along; otherwise the sending is kept without it, and a finding says so."""
    name = row.text("proof")
    proof = sendings.taking.proofs.get(name.replace("\\", "/").rsplit("/", 1)[-1].lower())
    if proof is None:
        if name:
            sendings.leave("proof_missing", row, name=name[:120])
        return facts
    kept = keep(sendings.actor, proof.read_bytes(), media_type_of(name))
    return replace(facts, proof_sha256=kept, proof_name=name)


def media_type_of(name: str) -> str:
    endings = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
    return endings.get(name.rsplit(".", 1)[-1].lower(), "application/octet-stream")
