"""The stop switch: for everything, or for one creditor."""

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Permission
from encaisse.messages.models import Switch


@transaction.atomic
def stop_sending(actor: Actor, creditor_id: int | None = None, reason: str = "") -> None:
    """Stop every message that has not left yet."""
    actor.must(Permission.MESSAGE_APPROVE)
    stopped = Switch(creditor_id=creditor_id, reason=reason, stopped_at=now(), stopped_by_name=actor.name[:120])
    Switch.objects.bulk_create([stopped], ignore_conflicts=True)
    write_audit(actor, did="messages.stop", subject_kind="switch", subject_id=None, creditor_id=creditor_id, change={"reason": reason})


@transaction.atomic
def resume_sending(actor: Actor, creditor_id: int | None = None) -> None:
    """Let messages leave again."""
    actor.must(Permission.MESSAGE_APPROVE)
    Switch.objects.filter(creditor_id=creditor_id, resumed_at=None).update(resumed_at=now(), resumed_by_name=actor.name[:120])
    write_audit(actor, did="messages.resume", subject_kind="switch", subject_id=None, creditor_id=creditor_id)
