"""Files that wait for their invoice: kept by the import, then attached, left out or asked again by a person."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Q

from encaisse.audit.actions import write_audit
from encaisse.db.clock import now
from encaisse.files.actions import link_many
from encaisse.files.rules import Sha256
from encaisse.intake.models import Import, StrayFile
from encaisse.intake.queries.imports import in_reach
from encaisse.intake.rules.strays import check_decided, check_same_creditor, check_waiting
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_facts
from encaisse.ledger.rules.evidence import FileFacts

State = StrayFile.State
NAME = 200  # the longest name the table keeps


def decided_before(kept: Import) -> dict[tuple[str, str], str]:
    """Return the files of a source that a person decided, with what: they are not asked about again, whatever ZIP they come in."""
    rows = StrayFile.objects.filter(~Q(state=State.WAITING), of_import__source_id=kept.source_id).values_list("name", "blob_id", "state")
    return {(name, sha256): state for name, sha256, state in rows}


def forget_waiting(kept: Import) -> None:
    """Forget which files of an import wait: it is read again, and says so again of those that still do."""
    StrayFile.objects.filter(of_import=kept, state=State.WAITING).delete()


def keep_strays(actor: Actor, kept: Import, found: Sequence[tuple[int, str, str, Collection[int]]]) -> None:
    """Keep the files nobody could place: position, name, hash and the documents each fits. Each waits in its latest import alone."""
    same = {"name__in": [name[-NAME:] for _, name, _, _ in found], "blob_id__in": [sha256 for _, _, sha256, _ in found]}
    StrayFile.objects.filter(of_import__source_id=kept.source_id, state=State.WAITING, **same).exclude(of_import=kept).delete()
    rows = [
        StrayFile(
            creditor_id=kept.creditor_id, of_import=kept, position=position, name=name[-NAME:], blob_id=sha256, candidates=list(candidates)
        )
        for position, name, sha256, candidates in found
    ]  # fmt: skip
    StrayFile.objects.bulk_create(rows, ignore_conflicts=True)
    link_many(actor, [(Sha256(sha256), kept.creditor_id, None) for _, _, sha256, _ in found], role="stray file")


@transaction.atomic
def attach_stray(actor: Actor, stray_id: int, document_id: int) -> None:
    """Attach a file to the invoice a person chose."""
    row = locked(actor, stray_id)
    check_waiting(is_waiting=row.state == State.WAITING, name=row.name, who=row.decided_by_name)
    card = ledger_facts.document(actor, document_id)
    check_same_creditor(card.creditor_id, row.creditor_id, number=card.number)
    ledger.attach_files(actor, [FileFacts(document_id, row.blob_id, row.name)], permission=Permission.IMPORT_RUN)
    decide(actor, row, State.ATTACHED, document_id=document_id)


@transaction.atomic
def leave_out_stray(actor: Actor, stray_id: int, *, reason: str = "") -> None:
    """Say that a file shows no invoice of ours; its bytes stay, and it can be asked for again."""
    row = locked(actor, stray_id)
    check_waiting(is_waiting=row.state == State.WAITING, name=row.name, who=row.decided_by_name)
    decide(actor, row, State.LEFT_OUT, reason=reason)


@transaction.atomic
def ask_again_stray(actor: Actor, stray_id: int) -> None:
    """Take back what was decided of a file: it waits again, and no longer shows the invoice it was attached to."""
    row = locked(actor, stray_id)
    check_decided(is_waiting=row.state == State.WAITING, name=row.name)
    if row.document_id is not None:
        shown = ledger_facts.invoice_files(actor, [row.document_id]).get(row.document_id, [])
        for file in shown:
            if file.sha256 == row.blob_id:
                ledger.detach_file(actor, file.id, permission=Permission.IMPORT_RUN)
    decide(actor, row, State.WAITING)


def locked(actor: Actor, stray_id: int) -> StrayFile:
    actor.must(Permission.IMPORT_RUN)
    row = StrayFile.objects.select_for_update().filter(in_reach(actor), pk=stray_id).first()
    if row is None:
        raise NotFound(what="file")
    return row


def decide(actor: Actor, row: StrayFile, state: State, *, document_id: int | None = None, reason: str = "") -> None:
    """Write down what a person decided, and the trace."""
    row.state, row.document_id, row.reason = state, document_id, reason[:NAME]
    row.decided_at, row.decided_by_name = (None, "") if state == State.WAITING else (now(), actor.name[:120])
    row.save(update_fields=["state", "document_id", "reason", "decided_at", "decided_by_name"])
    write_audit(
        actor, did="intake.decide_stray", subject_kind="stray_file", subject_id=row.pk, creditor_id=row.creditor_id,
        change={"state": state.value, "document": document_id, "file": row.blob_id, "name": row.name, "reason": reason[:NAME]},
    )  # fmt: skip
