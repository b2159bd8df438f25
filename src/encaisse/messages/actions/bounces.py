"""A message of ours came back: it is marked, it was no contact, and its address is known to reach less well, or no more."""

from datetime import datetime, timedelta

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.customers.actions import set_health
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Permission
from encaisse.messages.actions.joint import creditors_of, touch_all
from encaisse.messages.models import ContactEvent, Message
from encaisse.messages.queries import received as queries
from encaisse.messages.rules.bounces import Bounce, health_after, told_by_provider
from encaisse.messages.rules.replies import BounceKind

LATELY = timedelta(days=90)


def mark_bounced(actor: Actor, message: Message, bounce: Bounce, *, at: datetime) -> None:
    """Mark a message as come back; told twice, the first word stands."""
    marked = Message.objects.filter(pk=message.pk, bounced_at=None).update(
        bounced_at=at, bounce_kind=bounce.kind.value, bounce_detail=bounce.detail[:400]
    )
    if not marked:
        return
    ContactEvent.objects.filter(message_id=message.pk, direction="out").update(is_contact=False, result="bounced")
    lower_health(actor, message, bounce, at=at)
    touch_all([message.customer_id], [message.pk])
    write_audit(
        actor, did="messages.bounced", subject_kind="message", subject_id=message.pk, creditor_id=message.creditor_id,
        customer_id=message.customer_id, change={"kind": bounce.kind.value, "code": bounce.code},
    )  # fmt: skip


@transaction.atomic
def note_undelivered(actor: Actor, *, recipient: str, mail_id: str, words: str, reason: str, at: datetime) -> None:
    """Mark the message a provider could not deliver: the one it names, else the latest to the address it names."""
    actor.must(Permission.INTEGRATION_MANAGE)
    bounce = told_by_provider(recipient=recipient, mail_id=mail_id, words=words, reason=reason)
    answered = queries.message_answered(actor, (), bounce.about)
    message = answered[0] if answered else queries.message_sent_to(actor, queries.digest_of(actor, bounce.recipient), at=at)
    if message is not None:
        mark_bounced(actor, message, bounce, at=min(at, now()))


def lower_health(actor: Actor, message: Message, bounce: Bounce, *, at: datetime) -> None:
    digest = bytes(message.address_digest)
    soft = queries.soft_bounces(actor, digest, since=at - LATELY) if bounce.kind is BounceKind.SOFT else 0
    health = health_after(bounce.kind, soft_count=soft)
    if health is None:
        return
    for creditor_id in creditors_of(message.pk, message.creditor_id):
        for address_id in queries.addresses_of_digest(actor, creditor_id, digest):
            set_health(actor, address_id, health=health, on=at.date(), reason=f"came back {bounce.code}".strip())
