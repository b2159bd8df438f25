"""What people did: calls made, tasks finished, signals dealt with. A person reached ends the step; an attempt is only counted."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from encaisse.audit.actions import write_audit, write_audits
from encaisse.creditors import queries as creditors
from encaisse.customers import actions as customer_actions
from encaisse.customers import queries as customers
from encaisse.customers.models import Health
from encaisse.db.clock import now
from encaisse.dunning import queries
from encaisse.dunning.actions.approve import deed
from encaisse.dunning.actions.signals import raise_signal
from encaisse.dunning.actions.steps import end_steps_of
from encaisse.dunning.models import ActionState, PlannedAction, Signal
from encaisse.dunning.rules.calls import CONTACTS, CallResult, NotToCall, check_call
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.dunning.rules.tasks import check_task
from encaisse.dunning.rules.values import StepEnd
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.messages.actions import ContactFact, record_contact


@transaction.atomic
def note_call(
    actor: Actor,
    action_id: int,
    *,
    result: CallResult,
    on: date,
    comment: str = "",
    call_back_at: datetime | None = None,
    at: datetime | None = None,
) -> None:
    """Note what a planned call gave. Reached: its step ends as done; no answer: the call stays, one attempt more.

    What one call gave for several companies is noted `at` one instant: it is one contact.
    """
    actor.must(Permission.ACTION_CREATE)
    action = one_locked(actor, action_id)
    check_call(result, state=action.state, has_hour=call_back_at is not None)
    changed: dict[str, object] = {"attempts": F("attempts") + 1, "result": result.value, "call_back_at": call_back_at}
    if result is CallResult.REACHED:
        changed |= {"state": ActionState.DONE, "ended_on": on}
        end_steps_of([action.pk], how=StepEnd.DONE, on=on)
    if result is CallResult.CALL_BACK:
        changed |= {"approved_by": actor.user_id or 0, "approved_at": now()}  # the customer gave an hour: the run leaves it alone
    PlannedAction.objects.filter(pk=action.pk).update(**changed)
    called = customers.number_to_call(actor, action.customer_id, on=on)
    if result is CallResult.WRONG_NUMBER:
        number_is_wrong(actor, action, called, on=on)
    record_contact(actor, call_made(actor, action, result, called, at=creditors.instant_on(actor, action.creditor_id, on, at=at)))
    if comment:
        customer_actions.write_note(actor, action.customer_id, comment)
    customer_actions.touch([action.customer_id])
    write_audits(actor, [deed(action, "call.noted", result=result.value)])


def call_made(actor: Actor, action: PlannedAction, result: CallResult, called: customers.Reach | None, *, at: datetime) -> ContactFact:
    """Return the contact a call made: with the customer, and at the number it rang where it is known."""
    customer = customers.customer(actor, action.customer_id)
    return ContactFact(
        creditor_id=action.creditor_id, customer_id=action.customer_id, party_id=customer.party_id, channel="call", direction="out",
        result=result.value, is_contact=result in CONTACTS, happened_at=at, address_digest=called.address.digest if called else None,
    )  # fmt: skip


def number_is_wrong(actor: Actor, action: PlannedAction, called: customers.Reach | None, *, on: date) -> None:
    """Lower the health of the number, ask for another and take the call back: the step is open again, on the next channel (rule 19)."""
    if called:
        customer_actions.set_health(actor, called.address.id, health=Health.DEAD, on=on, reason="wrong number")
        raise_signal(actor, action.customer_id, TaskKind.FIND_A_CONTACT, on=on, comment=called.address.address)
    PlannedAction.objects.filter(pk=action.pk).update(state=ActionState.WITHDRAWN)


@transaction.atomic
def finish_task(actor: Actor, action_id: int, *, on: date, comment: str = "") -> None:
    """Note that a task (sales, check, block request, hand-over) was done: its step ends. A visit ends by its result only."""
    actor.must(Permission.ACTION_CREATE)
    action = one_locked(actor, action_id)
    if action.state not in {ActionState.APPROVED, ActionState.TO_APPROVE}:
        raise NotToCall(state=action.state)
    check_task(action.channel, waits_for_approval=action.state == ActionState.TO_APPROVE)
    end_steps_of([action.pk], how=StepEnd.DONE, on=on)
    PlannedAction.objects.filter(pk=action.pk).update(state=ActionState.DONE, ended_on=on, result="done")
    if comment:
        customer_actions.write_note(actor, action.customer_id, comment)
    customer_actions.touch([action.customer_id])
    write_audits(actor, [deed(action, "task.finished")])


@transaction.atomic
def finish_signal(actor: Actor, signal_id: int, *, comment: str = "") -> None:
    """Note that a person dealt with what a run had noticed."""
    actor.must(Permission.CUSTOMER_VIEW)
    signal = Signal.objects.select_for_update().filter(pk=signal_id, done_at__isnull=True).first()
    if signal is None:
        raise NotFound(what="task")
    customers.customer(actor, signal.customer_id)
    signal.done_at, signal.done_by, signal.comment = now(), actor.user_id, comment[:200]
    signal.save(update_fields=["done_at", "done_by", "comment"])
    customer_actions.touch([signal.customer_id])
    write_audit(
        actor, did="signal.finished", subject_kind="signal", subject_id=signal.pk, creditor_id=signal.creditor_id,
        customer_id=signal.customer_id, change={"kind": signal.kind},
    )  # fmt: skip


def one_locked(actor: Actor, action_id: int) -> PlannedAction:
    found = queries.locked_actions(actor, [action_id])
    if not found:
        raise NotFound(what="action")
    return found[0]
