"""Where facts come from, and until which day they are true."""

from datetime import date, datetime

from django.db import transaction
from django.db.models.functions import Now

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.creditors.actions import decide_again
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger.models import Source
from encaisse.ledger.rules.freshness import check_fresh_days


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


@transaction.atomic
def set_threshold(actor: Actor, source_id: int, *, fresh_days: int, is_retired: bool = False) -> None:
    """Say how many working days old a source may be before nothing curative relies on it, and whether it is still fed."""
    actor.must(Permission.SETTINGS_EDIT)
    check_fresh_days(fresh_days)
    row = Source.objects.select_for_update().filter(pk=source_id).first()
    if row is None:
        raise NotFound(what="source")
    creditors.creditor(actor, row.creditor_id)
    before = {"fresh_days": row.fresh_days, "is_retired": row.is_retired}
    after = {"fresh_days": fresh_days, "is_retired": is_retired}
    change = {name: {"from": before[name], "to": value} for name, value in after.items() if before[name] != value}
    if not change:
        return
    Source.objects.filter(pk=source_id).update(**after)
    decide_again(actor, row.creditor_id)
    write_audit(
        actor, did="ledger.set_threshold", subject_kind="source", subject_id=source_id, creditor_id=row.creditor_id,
        change={"name": row.name, **change},
    )  # fmt: skip


def locked_source(actor: Actor, source_id: int) -> Source:
    """Return a source, locked: facts of one source come in one after the other."""
    actor.must(Permission.IMPORT_RUN)
    row = Source.objects.select_for_update().filter(pk=source_id).first()
    if row is None:
        raise NotFound(what="source")
    creditors.creditor(actor, row.creditor_id)
    return row
