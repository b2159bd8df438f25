"""A step of the set-up left out, or taken up again."""

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.kit.actor import Actor
from encaisse.workbench.models import StepLeft
from encaisse.workbench.rules.onboarding import SetUp, check_may_leave


@transaction.atomic
def leave_step(actor: Actor, creditor_id: int, step: SetUp) -> None:
    """Go on without a step; its consequence was said."""
    creditors.may_edit(actor, creditor_id)
    check_may_leave(step)
    StepLeft.objects.get_or_create(creditor_id=creditor_id, step=step.value, defaults={"left_by": actor.user_id})
    write_audit(
        actor,
        did="set_up.leave_step",
        subject_kind="creditor",
        subject_id=creditor_id,
        creditor_id=creditor_id,
        change={"step": step.value},
    )


@transaction.atomic
def take_up_step(actor: Actor, creditor_id: int, step: SetUp) -> None:
    """Let a step wait again."""
    creditors.may_edit(actor, creditor_id)
    StepLeft.objects.filter(creditor_id=creditor_id, step=step.value).delete()
    write_audit(
        actor, did="set_up.take_up_step", subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id,
        change={"step": step.value},
    )  # fmt: skip
