"""Where facts come from, and until which day they are true."""

from datetime import date, datetime

from django.db import transaction
from django.db.models.functions import Now

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger.models import Source


@transaction.atomic
def source(actor: Actor, creditor_id: int, *, kind: str, name: str) -> int:
    """Return the source of a name, made when it is new."""
    actor.must(Permission.IMPORT_RUN)
    creditors.creditor(actor, creditor_id)
    found, is_new = Source.objects.get_or_create(creditor_id=creditor_id, name=name, defaults={"kind": kind})
    if is_new:
        write_audit(actor, did="ledger.source", subject_kind="source", subject_id=found.pk, creditor_id=creditor_id, change={"name": name})
    return found.pk


@transaction.atomic
def set_freshness(actor: Actor, source_id: int, *, true_until_on: date, received_at: datetime | None = None) -> None:
    """Say until which day a source tells the truth; an older file never makes it older."""
    row = locked_source(actor, source_id)
    until = max(row.true_until_on or true_until_on, true_until_on)
    Source.objects.filter(pk=source_id).update(true_until_on=until, received_at=received_at or Now())
    write_audit(
        actor, did="ledger.set_freshness", subject_kind="source", subject_id=source_id, creditor_id=row.creditor_id,
        change={"true_until_on": until},
    )  # fmt: skip


def locked_source(actor: Actor, source_id: int) -> Source:
    """Return a source, locked: facts of one source come in one after the other."""
    actor.must(Permission.IMPORT_RUN)
    row = Source.objects.select_for_update().filter(pk=source_id).first()
    if row is None:
        raise NotFound(what="source")
    creditors.creditor(actor, row.creditor_id)
    return row
