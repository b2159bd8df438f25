"""« Relance commune »: the choice of a creditor, and what becomes of those who join when their leader's message does not leave."""

from django.db import transaction
from django.db.models import Q

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.dunning.models import ActionState, JointCreditor, PlannedAction
from encaisse.dunning.queries.joint import WAITING
from encaisse.dunning.rules.scenario import StepMode
from encaisse.kit.actor import Actor


@transaction.atomic
def set_joint(actor: Actor, creditor_id: int, *, joint: bool) -> None:
    """Share one message with the other creditors that chose it, or no longer; from the next run on. Twice is once."""
    creditors.may_edit(actor, creditor_id)
    if joint:
        _, is_new = JointCreditor.objects.get_or_create(pk=creditor_id, defaults={"set_by": actor.user_id})
    else:
        is_new = bool(JointCreditor.objects.filter(pk=creditor_id).delete()[0])
        own = PlannedAction.objects.filter(creditor_id=creditor_id, state__in=WAITING)
        stand_alone(Q(creditor_id=creditor_id) | Q(joins_id__in=own.values("pk")))
    if is_new:
        write_audit(
            actor, did="dunning.set_joint", subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id,
            change={"joint": joint},
        )  # fmt: skip


def stand_alone(which: Q) -> None:
    """Let drafts that joined a message speak for themselves; who approved them saw the joint message, so a person looks again."""
    found = PlannedAction.objects.filter(which, joins_id__isnull=False, state__in=WAITING, channel="email")
    ids = list(found.values_list("pk", flat=True))
    alone = PlannedAction.objects.filter(pk__in=ids)
    alone.filter(approved_by__isnull=False).exclude(mode=StepMode.AUTOMATIC).update(state=ActionState.TO_APPROVE)
    alone.update(joins_id=None, approved_by=None, approved_at=None, not_before=None)
