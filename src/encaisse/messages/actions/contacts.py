"""Who was reached, when, by which channel: the facts that caps and the minimum gap read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.customers.actions import touch
from encaisse.db import run_sql
from encaisse.db.clock import HOME, now
from encaisse.kit.actor import Actor, Permission
from encaisse.messages.models import ContactEvent, JoinedCustomer, Message


@dataclass(frozen=True, slots=True)
class ContactFact:
    """A contact that is not a queued message: a call, a visit, a reply received."""

    creditor_id: int
    customer_id: int
    party_id: int
    channel: str
    direction: str
    result: str
    is_contact: bool
    happened_at: datetime | None = None
    address_digest: bytes | None = None


@transaction.atomic
def record_contact(actor: Actor, fact: ContactFact) -> int:
    """Note a contact; whether it counts depends on whether somebody was reached."""
    actor.must(Permission.ACTION_CREATE)
    happened_at = fact.happened_at or now()
    event = ContactEvent.objects.create(
        creditor_id=fact.creditor_id,
        customer_id=fact.customer_id,
        party_id=fact.party_id,
        channel=fact.channel,
        direction=fact.direction,
        result=fact.result,
        is_contact=fact.is_contact,
        happened_at=happened_at,
        happened_on=day_of(happened_at),
        address_digest=fact.address_digest,
    )
    touch_who_knows(event_ids=[event.pk])
    write_audit(
        actor,
        did="messages.contact",
        subject_kind="contact",
        subject_id=event.pk,
        creditor_id=fact.creditor_id,
        customer_id=fact.customer_id,
        change={"channel": fact.channel, "result": fact.result},
    )
    return event.pk


def note_contacts(messages: Sequence[Message], *, result: str, at: datetime, days: Mapping[int, date] = MappingProxyType({})) -> None:
    """Note that messages reached their customers; a message makes one contact with each, however often it is noted.

    `days`: the day of each, where it is not the one the message bears.
    """
    joined: dict[int, list[JoinedCustomer]] = {}
    for row in JoinedCustomer.objects.filter(message_id__in=[message.pk for message in messages]):
        joined.setdefault(row.message_id, []).append(row)
    events = [
        ContactEvent(
            creditor_id=reached.creditor_id,
            customer_id=reached.customer_id,
            party_id=reached.party_id,
            channel=message.channel,
            direction="out",
            result=result,
            is_contact=message.is_contact,
            happened_at=dated(at, days.get(message.pk, message.dated_on)),
            happened_on=days.get(message.pk, message.dated_on),
            address_digest=bytes(message.address_digest) or None,
            message=message,
        )
        for message in messages
        for reached in (message, *joined.get(message.pk, ()))
    ]
    ContactEvent.objects.bulk_create(events, ignore_conflicts=True)
    touch_who_knows(message_ids=[message.pk for message in messages])


def touch_who_knows(*, event_ids: Iterable[int] = (), message_ids: Iterable[int] = ()) -> None:
    """Have everybody decided again to whom contacts just made make a difference: caps count by person and by address (rule 6)."""
    known = run_sql("messages.who_knows", event_ids=list(event_ids), message_ids=list(message_ids))
    touch(row.customer_id for row in known)


def dated(at: datetime, on: date) -> datetime:
    """Return the instant on the day the message bears, which a demonstration may set in the past."""
    if day_of(at) == on:
        return at
    return datetime(on.year, on.month, on.day, 12, tzinfo=ZoneInfo(HOME))


def day_of(at: datetime) -> date:
    return at.astimezone(ZoneInfo(HOME)).date()
