"""Deposits on customers' portals: a person pastes the text there, then says what came of it (rules 2, 3 and 19)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from encaisse.audit.actions import write_audits
from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.actions import leave_portal_aside, touch
from encaisse.db.clock import now
from encaisse.dunning import queries
from encaisse.dunning.actions.approve import deed
from encaisse.dunning.actions.steps import end_steps_of
from encaisse.dunning.models import ActionState, Deposit, PlannedAction
from encaisse.dunning.queries.deposits import PreparedDeposit, prepared_deposit
from encaisse.dunning.rules.deposits import DepositResult, NoLongerDue, check_deposit, ticket_number
from encaisse.dunning.rules.values import StepEnd
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.dates import working_days
from encaisse.kit.refusals import NotFound
from encaisse.messages.actions import ContactFact, record_contact

OPENS = time(9)


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositWord:
    """What a person says of a deposit."""

    result: DepositResult
    ticket: str = ""
    has_no_number: bool = False
    reason: str = ""
    comment: str = ""


@transaction.atomic
def note_deposit(actor: Actor, action_id: int, word: DepositWord, *, on: date) -> int:
    """Note what a deposit gave. Deposited: a message was sent, its step ends; down: it is tried again; refused: the step stays open."""
    actor.must(Permission.ACTION_CREATE)
    action = next(iter(queries.locked_actions(actor, [action_id])), None)
    if action is None:
        raise NotFound(what="action")
    ticket = ticket_number(word.ticket)
    check_deposit(
        word.result, channel=action.channel, state=action.state, ticket=ticket, has_no_number=word.has_no_number, reason=word.reason
    )
    prepared = prepared_deposit(actor, action.pk, on=on)
    match word.result:
        case DepositResult.DEPOSITED:
            deposited(actor, action, prepared, on=on)
        case DepositResult.DOWN:
            try_again(actor, action, on=on)
        case DepositResult.REFUSED:
            PlannedAction.objects.filter(pk=action.pk).update(state=ActionState.WITHDRAWN, result=DepositResult.REFUSED.value)
    deposit = Deposit.objects.create(
        creditor_id=action.creditor_id, customer_id=action.customer_id, planned_action_id=action.pk, portal=prepared.portal_name,
        result=word.result.value, ticket_number=ticket, reason=word.reason, comment=word.comment.strip()[:400],
        subject=prepared.subject[:250], text=prepared.text, happened_on=on, noted_by=actor.user_id, noted_by_name=actor.name[:120],
        noted_at=now(),
    )  # fmt: skip
    touch([action.customer_id])
    write_audits(actor, [deed(action, "deposit.noted", result=word.result.value, ticket=ticket, reason=word.reason)])
    return deposit.pk


def deposited(actor: Actor, action: PlannedAction, prepared: PreparedDeposit, *, on: date) -> None:
    """End the step as any message sent does, and count the contact."""
    if prepared.problem is not None:
        raise prepared.problem
    if not prepared.is_still_due:
        raise NoLongerDue
    end_steps_of([action.pk], how=StepEnd.DONE, on=on)
    PlannedAction.objects.filter(pk=action.pk).update(
        state=ActionState.DONE, ended_on=on, result=DepositResult.DEPOSITED.value, attempts=F("attempts") + 1
    )
    customer = customers.customer(actor, action.customer_id)
    record_contact(
        actor,
        ContactFact(
            creditor_id=action.creditor_id, customer_id=action.customer_id, party_id=customer.party_id, channel="portal", direction="out",
            result=DepositResult.DEPOSITED.value, is_contact=True, happened_at=creditors.instant_on(actor, action.creditor_id, on),
        ),
    )  # fmt: skip


def try_again(actor: Actor, action: PlannedAction, *, on: date) -> None:
    """Keep the task, for the next working morning: a portal that does not answer loses nothing and escalates nothing."""
    zone = ZoneInfo(creditors.creditor(actor, action.creditor_id).timezone)
    PlannedAction.objects.filter(pk=action.pk).update(
        attempts=F("attempts") + 1, result=DepositResult.DOWN.value,
        not_before=datetime.combine(working_days().add(on, 1), OPENS, zone),
    )  # fmt: skip


@transaction.atomic
def deposit_another_way(actor: Actor, action_id: int, *, until: date, on: date, reason: str) -> None:
    """Leave the portal aside until a day because a person says so: the task is taken back, its step goes by another channel tomorrow."""
    actor.must(Permission.ACTION_CREATE)
    action = next(iter(queries.locked_actions(actor, [action_id])), None)
    if action is None:
        raise NotFound(what="action")
    check_deposit(DepositResult.DOWN, channel=action.channel, state=action.state, ticket="", has_no_number=True, reason="")
    leave_portal_aside(actor, action.customer_id, until=until, on=on, reason=reason)
    PlannedAction.objects.filter(pk=action.pk).update(state=ActionState.WITHDRAWN, result="another way")
    write_audits(actor, [deed(action, "deposit.another_way", until=until.isoformat(), why=reason)])
