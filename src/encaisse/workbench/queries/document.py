"""One document as its page shows it: facts, due dates, what paid it, evidence, steps taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from encaisse.dunning import queries as dunning
from encaisse.dunning.queries import StepTaken, StoppedEInvoice
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import NotFound
from encaisse.ledger import queries as ledger
from encaisse.ledger.queries import (
    AllocationRow,
    DeliveryRow,
    DispatchRow,
    DocumentCard,
    FactorCard,
    InvoiceFileRow,
    OpenItemRow,
    ParticularsRow,
)
from encaisse.ledger.rules.life_cycle import BESIDE


@dataclass(frozen=True, slots=True)
class DocumentPage:
    card: DocumentCard
    lines: list[OpenItemRow]
    allocations: list[AllocationRow]
    files: list[InvoiceFileRow]
    dispatches: list[DispatchRow]
    states: list[DeliveryRow]
    particulars: ParticularsRow | None
    steps: list[StepTaken]
    stopped: StoppedEInvoice | None = None
    payee: FactorCard | None = None
    """The factor to whom it is assigned, and alone is paid."""
    factors: tuple[FactorCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the sending and the files of one document, in short."""

    files: int = 0
    sent_on: date | None = None
    channel: str = ""
    state: int | None = None
    reason_code: str = ""


def document_page(actor: Actor, document_id: int) -> DocumentPage:
    """Return everything known of one document."""
    card = ledger.document(actor, document_id)
    lines = ledger.due_lines_of(actor, document_id)
    return DocumentPage(
        card=card, lines=lines, allocations=ledger.allocations_of(actor, document_id),
        files=ledger.invoice_files(actor, [document_id]).get(document_id, []),
        dispatches=ledger.dispatches(actor, [document_id]).get(document_id, []),
        states=ledger.delivery_states(actor, [document_id]).get(document_id, []),
        particulars=ledger.particulars(actor, [document_id]).get(document_id), steps=dunning.steps_taken(actor, [row.id for row in lines]),
        stopped=next(iter(dunning.e_invoices_stopped(actor, [document_id])), None),
        payee=ledger.payees_of_documents(actor, [document_id]).get(document_id),
        factors=tuple(each for each in ledger.factors(actor) if each.creditor_id == card.creditor_id),
    )  # fmt: skip


def evidence_of(actor: Actor, document_ids: Iterable[int]) -> dict[int, Evidence]:
    """Return, by document, how many files show it and how it was last sent."""
    ids = list(document_ids)
    files, sent, states = ledger.invoice_files(actor, ids), ledger.dispatches(actor, ids), ledger.delivery_states(actor, ids)
    found = {}
    for pk in files.keys() | sent.keys() | states.keys():
        last = sent.get(pk, [None])[0]
        step = next((each for each in states.get(pk, ()) if each.code not in BESIDE), None)
        found[pk] = Evidence(
            len(files.get(pk, [])), last.sent_on if last else None, last.channel if last else "", step.code if step else None,
            step.reason_code if step else "",
        )  # fmt: skip
    return found


def evidence_file(actor: Actor, document_id: int, sha256: str) -> tuple[str, str]:
    """Return the name and hash of a file or proof of a document in sight; nothing else is served."""
    shown = [(file.sha256, file.name) for file in ledger.invoice_files(actor, [document_id]).get(document_id, [])]
    proofs = [(row.proof_sha256, row.proof_name) for row in ledger.dispatches(actor, [document_id]).get(document_id, [])]
    for kept, name in (*shown, *proofs):
        if kept == sha256:
            return name.rsplit("/", 1)[-1] or sha256[:12], sha256
    raise NotFound(what="file")
