"""A deposit on a customer's portal and what follows from it: a refusal opens the dispute it is about; an answer becomes a reply."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.db.clock import now
from encaisse.disputes.actions import open_dispute
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries as dunning_queries
from encaisse.dunning.actions import DepositWord
from encaisse.dunning.rules.deposits import DepositResult
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import NotFound
from encaisse.messages.actions import ToldElsewhere, bring_answer_in
from encaisse.workbench.rules.deposits import EmptyAnswer, check_answered_on

ASKED = frozenset({"claimed", "also_due"})


@transaction.atomic
def note_deposit_with_outcome(actor: Actor, action_id: int, word: DepositWord, *, item_ids: Sequence[int] = (), on: date) -> int | None:
    """Note a deposit; of one that the portal refused, open the dispute with the department in charge. Return the dispute."""
    listed = dunning_queries.action_items(actor, [action_id]).get(action_id, [])
    action = dunning_queries.action(actor, action_id)
    dunning.note_deposit(actor, action_id, word, on=on)
    if word.result is not DepositResult.REFUSED:
        return None
    asked = [item.item_id for item in listed if item.section in ASKED and item.customer_id == action.customer_id]
    about = [item_id for item_id in asked if item_id in item_ids] or asked
    customer = customers.customer(actor, action.customer_id)
    calendar = creditors.calendar(actor, customer.region)
    return open_dispute(actor, amounts=dict.fromkeys(about), reason=word.reason, on=on, calendar=calendar, comment=word.comment)


@transaction.atomic
def note_ticket_answer(actor: Actor, deposit_id: int, *, text: str, answered_on: date) -> int:
    """Bring in what the portal answers to a ticket; return the reply, which is dealt with by one of the six keys."""
    if not text.strip():
        raise EmptyAnswer
    deposit = dunning_queries.deposit(actor, deposit_id)
    if deposit is None:
        raise NotFound(what="deposit")
    creditor = creditors.creditor(actor, customers.customer(actor, deposit.customer_id).creditor_id)
    zone = ZoneInfo(creditor.timezone)
    today = now().astimezone(zone).date()
    check_answered_on(answered_on, deposited_on=deposit.on, today=today)
    at = now() if answered_on == today else datetime.combine(answered_on, time(12), zone)
    subject = " ".join(part for part in (deposit.ticket_number and f"[{deposit.ticket_number}]", deposit.subject) if part)
    told = ToldElsewhere(place=deposit.portal, subject=subject, text=text.strip(), at=at)
    return bring_answer_in(actor, deposit.customer_id, told, channel="portal")
