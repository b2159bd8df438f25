"""What a customer answered by SMS: taken in by messages; words that are no STOP become a task for the collector (rule 16)."""

from django.db import transaction

from encaisse.creditors import queries as creditors
from encaisse.dunning.actions.signals import raise_signal
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.kit.actor import Actor
from encaisse.messages import actions as messages
from encaisse.messages.actions import TakenAnswer
from encaisse.messages.rules.sms_answers import SmsAnswer


@transaction.atomic
def hear_sms(actor: Actor, creditor_id: int, answer: SmsAnswer) -> TakenAnswer | None:
    """Take an answer in, and ask a person to read what is no STOP."""
    taken = messages.take_sms_answer(actor, creditor_id, answer)
    if taken and taken.customer_id is not None and not taken.is_stop:
        on = creditors.today_of(actor, creditor_id)
        raise_signal(actor, taken.customer_id, TaskKind.SMS_ANSWERED, on=on, comment=" ".join(answer.text.split()))
    return taken
