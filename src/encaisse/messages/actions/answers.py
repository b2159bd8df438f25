"""What a customer answered elsewhere than by mail, on their portal under a ticket: a person brings it in, and it counts as a reply."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.customers import queries as customers
from encaisse.customers.actions import touch
from encaisse.db.clock import now
from encaisse.files.actions import keep, link
from encaisse.files.rules import Sha256
from encaisse.kit.actor import Actor, Permission
from encaisse.messages.actions.counting import count_reply, language_of
from encaisse.messages.models import Incoming
from encaisse.messages.rules.incoming import LONGEST_TEXT, read_incoming
from encaisse.messages.rules.replies import Filing, Nature
from encaisse.messages.rules.suggestions import suggest


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldElsewhere:
    """An answer as a person brings it: where it stood, about what, in which words."""

    place: str
    subject: str
    text: str
    at: datetime


@transaction.atomic
def bring_answer_in(actor: Actor, customer_id: int, told: ToldElsewhere, *, channel: str) -> int:
    """Keep an answer read elsewhere as a reply of the customer, to be dealt with by one key; the same words again are the same reply."""
    actor.must(Permission.ACTION_CREATE)
    customer = customers.customer(actor, customer_id)
    content = as_mail(told)
    mail = read_incoming(content)
    known = Incoming.objects.filter(creditor_id=customer.creditor_id, customer_id=customer.id, identity=mail.identity).first()
    if known is not None:
        return known.pk
    said = suggest(told.subject, told.text, language=language_of(customer.id))
    row = Incoming.objects.create(
        creditor_id=customer.creditor_id, customer_id=customer.id, identity=mail.identity,
        content_id=keep(actor, content, "message/rfc822"), size=len(content), nature=Nature.REPLY.value, filed_by=Filing.PERSON.value,
        sender_name=told.place[:120], subject=told.subject[:250], text=told.text[:LONGEST_TEXT], suggested_kind=said.kind.value,
        suggested_confidence=said.confidence, suggested_by=said.by, arrived_at=min(told.at, now()),
    )  # fmt: skip
    link(actor, Sha256(row.content_id), creditor_id=row.creditor_id, customer_id=customer.id, role="incoming")
    count_reply(actor, row, channel=channel)
    touch([customer.id])
    write_audit(
        actor, did="messages.bring_in", subject_kind="incoming", subject_id=row.pk, creditor_id=row.creditor_id, customer_id=customer.id,
        change={"place": told.place, "subject": told.subject},
    )  # fmt: skip
    return row.pk


def as_mail(told: ToldElsewhere) -> bytes:
    """Write an answer down as a mail would have brought it, so that it is read, kept and shown like any other."""
    mail = EmailMessage()
    mail["Subject"] = " ".join(told.subject.split())
    mail["X-Answered-On"] = " ".join(told.place.split())
    mail.set_content(told.text)
    return mail.as_bytes()
