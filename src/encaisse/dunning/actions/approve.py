"""A person looks at what was drafted, then lets it leave or takes it back. One batch or one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Func, JSONField, Q, Value

from encaisse.audit.actions import write_audits
from encaisse.audit.rules import Deed
from encaisse.creditors import queries as creditors
from encaisse.db.clock import now
from encaisse.db.jobs import enqueue
from encaisse.dunning import queries
from encaisse.dunning.actions.addresses import free_addresses
from encaisse.dunning.actions.joint import stand_alone
from encaisse.dunning.actions.steps import leave_unsaid
from encaisse.dunning.models import ActionState, PlannedAction
from encaisse.dunning.rules import Reason
from encaisse.dunning.rules.approvals import ApprovedByAnother, NotToApprove, NotToWithdraw, approvals_after
from encaisse.kit.actor import Actor, Permission
from encaisse.messages import actions as messages
from encaisse.messages import queries as outbox
from encaisse.people import queries as people


@dataclass(frozen=True, slots=True)
class Approved:
    """How many actions may now leave, how many still wait for another role, and how many somebody else had dealt with already."""

    approved: int
    waiting_for_others: int
    already: int = 0


@transaction.atomic
def approve_actions(actor: Actor, action_ids: Sequence[int], *, on: date | None = None) -> Approved:
    """Approve drafts: each leaves at its creditor's sending slot of its own today (or of a day), and can be withdrawn until then.

    What a colleague dealt with in the meantime is left as they decided, so that two people with the same batch send nothing twice.
    """
    actor.must(Permission.MESSAGE_APPROVE)
    joining = {pk for ids in queries.joining(actor, action_ids).values() for pk in ids}
    seen = queries.locked_actions(actor, [*action_ids, *joining])
    asked = [action for action in seen if action.pk not in joining]
    # Whoever approves a joint message approves what it says for every creditor they may act for.
    asked += [action for action in seen if action.pk in joining and action.state == ActionState.TO_APPROVE]
    actions = [action for action in asked if action.state == ActionState.TO_APPROVE]
    if asked and not actions:
        raise nothing_left(actor, asked)
    slots = {creditor_id: slot(actor, creditor_id, on=on) for creditor_id in {action.creditor_id for action in actions}}
    complete = [approve(actor, action, slots[action.creditor_id]) for action in actions]
    PlannedAction.objects.filter(pk__in=joining, state=ActionState.APPROVED).update(approved_by=actor.user_id or 0, approved_at=now())
    write_audits(actor, [deed(action, "action.approved") for action in actions])
    enqueue("dunning.release", once="dunning.release")
    return Approved(sum(complete), len(complete) - sum(complete), len(asked) - len(actions))


def nothing_left(actor: Actor, actions: Sequence[PlannedAction]) -> NotToApprove | ApprovedByAnother:
    """Say why none of the drafts can be approved any more: who approved them and when, or what they have become."""
    first = actions[0]
    if first.approved_by and first.approved_at and first.state != ActionState.WITHDRAWN:
        card = people.people(actor, [first.approved_by]).get(first.approved_by)
        return ApprovedByAnother(name=card.name if card else "–", at=first.approved_at)
    return NotToApprove(state=first.state)


def approve(actor: Actor, action: PlannedAction, not_before: datetime | None) -> bool:
    roles = [role.value for role in actor.roles]
    given, is_complete = approvals_after(
        action.reason.get("approvers", ()), action.reason.get("approved", ()), roles, works_alone=actor.works_alone or actor.is_system
    )
    action.reason = {**action.reason, "approved": sorted(given)}
    if is_complete:
        action.state, action.approved_by, action.approved_at, action.not_before = (
            ActionState.APPROVED,
            actor.user_id or 0,
            now(),
            not_before,
        )
    action.save(update_fields=["reason", "state", "approved_by", "approved_at", "not_before"])
    return is_complete


def slot(actor: Actor, creditor_id: int, *, on: date | None) -> datetime | None:
    """Return the instant of today's sending slot, None when there is none or it has passed."""
    creditor = creditors.creditor(actor, creditor_id)
    if creditor.sending_slot is None:
        return None
    day = on or creditors.today_of(actor, creditor_id)
    at = datetime.combine(day, time(creditor.sending_slot.hour, creditor.sending_slot.minute), ZoneInfo(creditor.timezone))
    return at if at > now() else None


@transaction.atomic
def withdraw_actions(actor: Actor, action_ids: Sequence[int], *, why: str = "") -> int:
    """Take back what has not left; the run decides about these payers again on another day."""
    actor.must(Permission.MESSAGE_APPROVE)
    actions = queries.locked_actions(actor, action_ids)
    for action in actions:
        if action.state == ActionState.SENDING and action.message_id:
            copies = outbox.waiting_under(actor, action.customer_id, queries.copy_key(action.pk))
            messages.withdraw_messages(actor, [action.message_id, *copies], reason=why)
        elif action.state not in {ActionState.TO_APPROVE, ActionState.APPROVED}:
            raise NotToWithdraw(state=action.state)
    ids = [action.pk for action in actions]
    for creditor_id in sorted({action.creditor_id for action in actions}):
        own = PlannedAction.objects.filter(id__in=ids, creditor_id=creditor_id)
        told = told_beside("withdrawn", {"by": actor.name, "why": why, "at": now().isoformat()})
        own.update(state=ActionState.WITHDRAWN, result=why[:24], withdrawn_on=queries.day_of(actor, creditor_id), reason=told)
    free_addresses(ids)
    stand_alone(Q(joins_id__in=ids))
    leave_unsaid(ids, Reason.TAKEN_BACK)
    write_audits(actor, [deed(action, "action.withdrawn", why=why) for action in actions])
    return len(ids)


def told_beside(name: str, told: dict[str, str]) -> Func:
    """Keep what somebody said beside the reason of an action, which stays."""
    return Func(F("reason"), Value({name: told}, JSONField()), template="(%(expressions)s)", arg_joiner=" || ", output_field=JSONField())


def deed(action: PlannedAction, did: str, **change: str | bool) -> Deed:
    return Deed(
        did=did, subject_kind="action", subject_id=action.pk, creditor_id=action.creditor_id, customer_id=action.customer_id, change=change
    )
