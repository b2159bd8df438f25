"""A person complains of a message, or asks for no more: kept as a fact, and their address is left alone from then on."""

from datetime import datetime

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.customers.actions import object as objects_to
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Permission
from encaisse.messages.actions.joint import creditors_of, touch_all
from encaisse.messages.models import Complaint
from encaisse.messages.queries import received as queries
from encaisse.messages.rules.bounces import told_by_provider
from encaisse.messages.rules.complaints import ComplaintKind


@transaction.atomic
def note_complaint(actor: Actor, *, kind: ComplaintKind, recipient: str, mail_id: str, words: str, at: datetime) -> int | None:
    """Keep a complaint about the message a provider names, else about the latest to the address it names; told twice, it is one."""
    actor.must(Permission.INTEGRATION_MANAGE)
    told = told_by_provider(recipient=recipient, mail_id=mail_id, words=words, reason="")
    answered = queries.message_answered(actor, (), told.about)
    message = answered[0] if answered else queries.message_sent_to(actor, queries.digest_of(actor, recipient), at=at)
    if message is None:
        return None
    row, is_new = Complaint.objects.get_or_create(
        message=message, kind=kind.value,
        defaults={
            "creditor_id": message.creditor_id, "customer_id": message.customer_id, "recipient": recipient[:254] or message.recipient[:254],
            "words": words[:400], "told_by": actor.name[:60], "happened_at": min(at, now()),
        },
    )  # fmt: skip
    if is_new:
        for creditor_id in creditors_of(message.pk, message.creditor_id):
            for address_id in queries.addresses_of_digest(actor, creditor_id, bytes(message.address_digest)):
                objects_to(actor, address_id, at=row.happened_at, how=kind.value)
        touch_all([message.customer_id], [message.pk])
        write_audit(
            actor, did="messages.complained", subject_kind="message", subject_id=message.pk, creditor_id=message.creditor_id,
            customer_id=message.customer_id, change={"kind": kind.value},
        )  # fmt: skip
    return row.pk
