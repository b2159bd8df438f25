"""An answer to an SMS comes in, once: STOP ends the SMS to that number, anything else is a reply (rule 16)."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.customers import queries as customers
from encaisse.customers.actions import object as object_to
from encaisse.customers.actions import touch
from encaisse.customers.rules.objections import Use
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Permission
from encaisse.messages import queries
from encaisse.messages.actions.channels import tell
from encaisse.messages.actions.contacts import ContactFact, record_contact
from encaisse.messages.models import SmsAnswer as AnswerRow
from encaisse.messages.models import SmsDoor
from encaisse.messages.queries.sms_answers import digest_of_secret, mobiles_of_number
from encaisse.messages.rules.sms import is_stop
from encaisse.messages.rules.sms_answers import SHORTEST_SECRET, SmsAnswer

RESULT = "sms"
STOP = "stop"


@dataclass(frozen=True, slots=True)
class TakenAnswer:
    """What was taken in: of which customer, when somebody is known at the number."""

    customer_id: int | None
    is_stop: bool


@transaction.atomic
def open_sms_door(actor: Actor, creditor_id: int) -> str:
    """Give the gateway of a creditor a secret, shown this once; one given before opens nothing any more."""
    queries.may_connect(actor, creditor_id)
    secret = secrets.token_urlsafe(SHORTEST_SECRET)
    values = {
        "secret_digest": digest_of_secret(actor, secret), "made_at": now(), "made_by_name": actor.name[:120], "last_used_at": None,
    }  # fmt: skip
    SmsDoor.objects.update_or_create(creditor_id=creditor_id, defaults=values)
    tell(actor, "messages.sms_door_opened", creditor_id)
    return secret


@transaction.atomic
def close_sms_door(actor: Actor, creditor_id: int) -> None:
    queries.may_connect(actor, creditor_id)
    SmsDoor.objects.filter(creditor_id=creditor_id).delete()
    tell(actor, "messages.sms_door_closed", creditor_id)


@transaction.atomic
def take_sms_answer(actor: Actor, creditor_id: int, answer: SmsAnswer, *, at: datetime | None = None) -> TakenAnswer | None:
    """Take one answer in, None when it was there already. STOP objects to SMS: that mobile is texted no more, and may be called."""
    actor.must(Permission.INTEGRATION_MANAGE)
    arrived_at, stops = at or now(), is_stop(answer.text)
    known = mobiles_of_number(actor, creditor_id, answer.number)
    customer_id = known[0][1] if known else None
    row, is_new = AnswerRow.objects.get_or_create(
        creditor_id=creditor_id, identity=answer.identity,
        defaults={"customer_id": customer_id, "number": answer.number, "text": answer.text, "is_stop": stops, "arrived_at": arrived_at},
    )  # fmt: skip
    SmsDoor.objects.filter(creditor_id=creditor_id).update(last_used_at=arrived_at)
    if not is_new:
        return None
    for address_id, _customer in known if stops else []:
        object_to(actor, address_id, at=arrived_at, how=STOP, use=Use.SMS)
    if customer_id is not None:
        answered(actor, creditor_id, customer_id, answer, arrived_at)
    touch({customer for _, customer in known})
    write_audit(
        actor, did="messages.sms_answered", subject_kind="sms_answer", subject_id=row.pk, creditor_id=creditor_id, customer_id=customer_id,
        change={"stop": stops},
    )  # fmt: skip
    return TakenAnswer(customer_id, stops)


def answered(actor: Actor, creditor_id: int, customer_id: int, answer: SmsAnswer, at: datetime) -> None:
    customer = customers.customer(actor, customer_id)
    fact = ContactFact(
        creditor_id=creditor_id, customer_id=customer_id, party_id=customer.party_id, channel="sms", direction="in", result=RESULT,
        is_contact=True, happened_at=at, address_digest=customers.digest_of("mobile", answer.number),
    )  # fmt: skip
    record_contact(actor, fact)
