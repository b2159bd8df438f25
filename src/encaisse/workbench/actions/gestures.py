"""What one gesture of a person does in several rooms, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.commitments.actions import make_promise
from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile
from encaisse.db.clock import now
from encaisse.disputes.actions import open_dispute
from encaisse.dunning import actions as dunning
from encaisse.dunning.rules.calls import CONTACTS, CallBackWithoutHour, CallResult
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.kit.actor import Actor, Permission
from encaisse.messages.actions import ContactFact, record_contact
from encaisse.workbench.actions.duplicates import send_duplicates
from encaisse.workbench.models import Call
from encaisse.workbench.queries.items import overdue
from encaisse.workbench.rules.calls import Outcome, check_outcome


@dataclass(frozen=True, slots=True)
class NotedCall:
    call_id: int
    promise_id: int | None
    dispute_id: int | None


@transaction.atomic
def note_call_with_outcome(actor: Actor, customer_id: int, outcome: Outcome, *, on: date, action_id: int | None = None) -> NotedCall:
    """Note a call, planned or not, and what came of it: the result, a promise, a dispute. All of it is kept, or nothing."""
    actor.must(Permission.ACTION_CREATE)
    customer = customers.customer(actor, customer_id)
    check_outcome(outcome)
    return note_for(actor, customer, outcome, on=on, action_id=action_id, made=Made(now()))


@dataclass(frozen=True, slots=True)
class Made:
    """When a call was made; of a common call, for how many accounts, and with which of them first."""

    at: datetime
    count: int = 1
    common_id: int | None = None

    @property
    def told(self) -> dict[str, int | None]:
        return {"accounts": self.count, "made_with": self.common_id} if self.count > 1 else {}


def note_for(actor: Actor, customer: CustomerFile, outcome: Outcome, *, on: date, action_id: int | None, made: Made) -> NotedCall:
    """Note what a call gave about one customer: the result, a promise, a dispute, the call itself, and send the copies asked for."""
    note_contact(actor, customer, outcome, on=on, action_id=action_id, at=made.at)
    promise_id = promised(actor, customer, outcome, on=on)
    dispute_id = disputed(actor, customer, outcome, on=on)
    call = Call.objects.create(
        creditor_id=customer.creditor_id, customer_id=customer.id, action_id=action_id, common_id=made.common_id,
        is_incoming=outcome.is_incoming,
        result=outcome.result.value, reason=outcome.reason, comment=outcome.comment.strip(), spoke_with=outcome.given_by[:120],
        call_back_at=outcome.call_back_at, promise_id=promise_id, dispute_id=dispute_id, seconds=outcome.seconds, called_on=on,
        called_at=made.at, called_by=actor.user_id, called_by_name=actor.name[:120],
    )  # fmt: skip
    write_audit(
        actor, did="call.told", subject_kind="call", subject_id=call.pk, creditor_id=customer.creditor_id, customer_id=customer.id,
        change={"result": outcome.result.value, "reason": outcome.reason, "action_id": action_id} | made.told,
    )  # fmt: skip
    if outcome.copies:
        send_duplicates(actor, customer.id, outcome.item_ids, on=on, key=f"call-{call.pk}")
    return NotedCall(call.pk, promise_id, dispute_id)


def note_contact(actor: Actor, customer: CustomerFile, outcome: Outcome, *, on: date, action_id: int | None, at: datetime) -> None:
    """Tell dunning what its call gave; without a planned call, tell messages that somebody was, or was not, reached."""
    if action_id is not None:
        dunning.note_call(actor, action_id, result=outcome.result, on=on, call_back_at=outcome.call_back_at, at=at)
        return
    if outcome.result is CallResult.CALL_BACK and outcome.call_back_at is None:
        raise CallBackWithoutHour
    direction = "in" if outcome.is_incoming else "out"
    called = None if outcome.is_incoming else customers.number_to_call(actor, customer.id, on=on)
    fact = ContactFact(
        creditor_id=customer.creditor_id, customer_id=customer.id, party_id=customer.party_id, channel="call", direction=direction,
        result=outcome.result.value, is_contact=outcome.result in CONTACTS,
        happened_at=creditors.instant_on(actor, customer.creditor_id, on, at=at), address_digest=called.address.digest if called else None,
    )  # fmt: skip
    record_contact(actor, fact)


def promised(actor: Actor, customer: CustomerFile, outcome: Outcome, *, on: date) -> int | None:
    """Make the promise of the call: on the ticked items, else on all that is overdue."""
    if outcome.promised_for is None:
        return None
    item_ids = outcome.item_ids or tuple(item.id for item in overdue(actor, customer.id, on=on))
    return make_promise(
        actor, item_ids=item_ids, amount=outcome.promised_amount, promised_for=outcome.promised_for, on=on, given_by=outcome.given_by,
        channel="call",
    )  # fmt: skip


def disputed(actor: Actor, customer: CustomerFile, outcome: Outcome, *, on: date) -> int | None:
    if not outcome.disputes:
        return None
    amounts: dict[int, Decimal | None] = dict.fromkeys(outcome.item_ids, outcome.disputed_amount)
    calendar = creditors.calendar(actor, customer.region)
    return open_dispute(actor, amounts=amounts, reason=outcome.reason, on=on, calendar=calendar, comment=outcome.comment)


@transaction.atomic
def hold_items(
    actor: Actor, customer_id: int, item_ids: Sequence[int], *, reason: HoldReason, until_on: date, on: date, comment: str = ""
) -> list[int]:
    """Hold some items of a customer, all or none of them; without items, the customer."""
    about: list[int | None] = [*item_ids] or [None]
    return [
        dunning.set_hold(actor, customer_id=customer_id, item_id=item_id, reason=reason, comment=comment, on=on, until_on=until_on)
        for item_id in about
    ]
