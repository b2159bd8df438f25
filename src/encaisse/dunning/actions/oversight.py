"""A company supervised: everything waits for a person until one says otherwise; and its own caps, only ever stricter."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.db import execute_sql
from encaisse.db.clock import now
from encaisse.dunning.models import ActionState, ContactCap, PlannedAction, Supervision
from encaisse.dunning.rules.contact_caps import check_stricter
from encaisse.dunning.rules.scenario import WRITTEN, StepMode
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import Refusal, gettext_noop


class NotSupervised(Refusal):
    sentence = gettext_noop("Nothing of this company waits because of its supervision: it was ended already. Its scenarios say what waits.")


@transaction.atomic
def supervise(actor: Actor, creditor_id: int) -> None:
    """Let everything a company sends wait for a person from now on; what was about to leave by itself waits too. Twice is once."""
    actor.must(Permission.DUNNING_RUN)
    creditors.creditor(actor, creditor_id)
    _, is_new = Supervision.objects.get_or_create(creditor_id=creditor_id, ended_at=None, defaults={"begun_by": actor.user_id})
    if not is_new:
        return
    written = [channel.value for channel in WRITTEN]
    waiting = PlannedAction.objects.filter(creditor_id=creditor_id, state=ActionState.APPROVED, approved_by=None, channel__in=written)
    count = waiting.update(state=ActionState.TO_APPROVE, mode=StepMode.TO_APPROVE)
    write_audit(
        actor, did="dunning.supervise", subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id,
        change={"messages": count},
    )  # fmt: skip


@transaction.atomic
def end_supervision(actor: Actor, creditor_id: int) -> None:
    """Trust the scenarios again: what they call automatic leaves by itself from the next run on. What waits today still waits."""
    actor.must(Permission.SCENARIO_EDIT)
    creditors.creditor(actor, creditor_id)
    ended = Supervision.objects.filter(creditor_id=creditor_id, ended_at=None).update(ended_at=now(), ended_by=actor.user_id)
    if not ended:
        raise NotSupervised
    write_audit(actor, did="dunning.end_supervision", subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id)


@transaction.atomic
def set_caps(actor: Actor, creditor_id: int, *, for_consumers: bool, caps: Mapping[str, int], on: date) -> None:
    """Make a company's caps stricter than the product's; the product's own figure removes the change. The next run decides again."""
    creditors.may_edit(actor, creditor_id)
    for code, most in caps.items():
        cap = check_stricter(code, most, for_consumers=for_consumers)
        if most == cap.most:
            ContactCap.objects.filter(creditor_id=creditor_id, for_consumers=for_consumers, code=code).delete()
        else:
            ContactCap.objects.update_or_create(
                creditor_id=creditor_id, for_consumers=for_consumers, code=code, defaults={"most": most, "set_by": actor.user_id}
            )
    execute_sql("dunning.decide_all_again", creditor_id=creditor_id, on=on)
    write_audit(
        actor, did="dunning.set_caps", subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id,
        change={"for_consumers": for_consumers, **caps},
    )  # fmt: skip
