"""What a message written by hand does to the scenario: its address has its day; the planned step is carried by it, if ticked."""

from datetime import date

from django.db import transaction

from encaisse.audit.actions import write_audits
from encaisse.customers.actions import touch
from encaisse.db.clock import now
from encaisse.dunning import queries
from encaisse.dunning.actions.approve import deed
from encaisse.dunning.models import ActionState, AddressDay, PlannedAction
from encaisse.dunning.rules.approvals import AnotherRoleApproves, approvals_after, roles_missing
from encaisse.dunning.rules.by_hand import check_advance
from encaisse.kit.actor import Actor, Permission

BY_HAND = 0  # no planned action: somebody wrote by hand


@transaction.atomic
def take_address_by_hand(actor: Actor, digest: bytes, *, on: date) -> None:
    """Give the day of an address to a message written by hand: what was planned for it waits for another day."""
    actor.must(Permission.ACTION_SEND_TEMPLATE)
    if digest:
        AddressDay.objects.get_or_create(address_digest=digest, day=on, defaults={"planned_action_id": BY_HAND})


@transaction.atomic
def advance_by_hand(actor: Actor, customer_id: int, message_id: int, *, on: date) -> int:
    """Let a message stand for the planned step of the payer: the step ends once it has left, and is open again if it fails."""
    actor.must(Permission.MESSAGE_APPROVE)
    action = queries.step_to_advance(actor, customer_id)
    check_advance(action.level if action else None)
    assert action is not None  # noqa: S101 - refused above
    needed, given = action.reason.get("approvers", ()), action.reason.get("approved", ())
    alone = actor.works_alone or actor.is_system
    approved, is_complete = approvals_after(needed, given, [role.value for role in actor.roles], works_alone=alone)
    if not is_complete:
        raise AnotherRoleApproves(roles=", ".join(sorted(roles_missing(needed, approved))))
    others = PlannedAction.objects.filter(creditor_id=action.creditor_id, customer_id=action.customer_id, decided_on=on)
    if not others.exclude(pk=action.pk).exclude(state=ActionState.WITHDRAWN).exists():
        action.decided_on = on
    action.state, action.message_id, action.approved_by, action.approved_at = ActionState.SENDING, message_id, actor.user_id or 0, now()
    action.reason = {**action.reason, "approved": sorted(approved), "by_hand": True}
    action.save(update_fields=["state", "message_id", "approved_by", "approved_at", "decided_on", "reason"])
    touch([action.customer_id])
    write_audits(actor, [deed(action, "action.by_hand")])
    return action.pk
