"""Service messages: a statement of account, a copy of invoices. They are no contacts: neither counted in the caps nor stopped by them."""

from datetime import date

from django.db import transaction

from encaisse.db.clock import now
from encaisse.db.jobs import enqueue
from encaisse.kit.actor import Actor, Permission
from encaisse.messages import actions as messages
from encaisse.messages import queries as outbox
from encaisse.messages import rules
from encaisse.messages.queries import ReplyAddress
from encaisse.messages.rules import Attachment, Channel, Outgoing
from encaisse.workbench.queries.statement import Statement, statement, statement_pdf
from encaisse.workbench.queries.writing import Writing
from encaisse.workbench.rules.writing import NoHealthyAddress

PDF = "application/pdf"


@transaction.atomic
def send_statement(actor: Actor, customer_id: int, *, on: date, channel: str, key: str) -> int:
    """Send the statement of account by e-mail, or put it with the letters to print; return the message."""
    actor.must(Permission.ACTION_SEND_TEMPLATE)
    shown = statement(actor, customer_id, on=on, channel=channel)
    pdf = statement_pdf(actor, shown)
    return hand_over(actor, statement_message(actor, shown, pdf, channel=channel, key=key))


def statement_message(actor: Actor, shown: Statement, pdf: bytes, *, channel: str, key: str) -> Outgoing:
    if channel == "email":
        return mail(
            actor, shown.writing, "STATEMENT_SEND", key=f"statement-{key}", attachments=(Attachment(f"{shown.name}.pdf", PDF, pdf),)
        )
    template = outbox.template(actor, "STATEMENT", shown.content.language)
    subject = rules.render(template, shown.content).subject
    return letter(shown.writing, template, subject, pdf, key=f"statement-{key}")


def hand_over(actor: Actor, outgoing: Outgoing) -> int:
    message_id = messages.queue_message(actor, outgoing)
    enqueue("messages.deliver", once="messages.deliver")
    return message_id


def mail(actor: Actor, writing: Writing, code: str, *, key: str, attachments: tuple[Attachment, ...]) -> Outgoing:
    """Freeze an e-mail of service; the same key gives the same message, sent once."""
    customer, content = writing.customer, writing.content
    if writing.reach is None:
        raise NoHealthyAddress(customer=customer.name)
    template = outbox.template(actor, code, content.language)
    rendered = rules.render(template, content)
    address = writing.reach.address
    answered = answered_at(actor, writing, key)
    envelope = envelope_of(writing, address.address, key, attachments, reply_to=answered.address)
    return Outgoing(
        creditor_id=customer.creditor_id, customer_id=customer.id, party_id=customer.party_id, channel=Channel.EMAIL,
        recipient=address.address, address_digest=bytes(address.digest), sender=writing.sender_address, idempotency_key=key,
        content=rules.email_bytes(rendered, envelope), subject=rendered.subject,
        template=(template.code, template.language, template.version), dated_on=content.today, is_contact=False, attachments=attachments,
        reply_token=answered.token, return_path=answered.return_path,
    )  # fmt: skip


def answered_at(actor: Actor, writing: Writing, key: str) -> ReplyAddress:
    """Return where a message is answered: at an address of its own of the creditor's mailbox, else at its sender's."""
    found = outbox.reply_address(actor, writing.customer.creditor_id, f"{writing.customer.id} {key}")
    return found or ReplyAddress("", writing.content.sender.reply_to or writing.sender_address, "")


def envelope_of(
    writing: Writing, recipient: str, key: str, attachments: tuple[Attachment, ...] = (), *, reply_to: str = ""
) -> rules.Envelope:
    address = writing.sender_address
    return rules.Envelope(
        sender=(writing.sender_name, address), to=(writing.content.contact.name, recipient), reply_to=reply_to or address, key=key,
        dated=now(), domain=address.rpartition("@")[2], about_customer=writing.customer.code, attachments=attachments,
    )  # fmt: skip


def letter(writing: Writing, template: rules.Template, subject: str, pdf: bytes, *, key: str) -> Outgoing:
    customer, content = writing.customer, writing.content
    if not content.customer.address:
        raise NoHealthyAddress(customer=customer.name)
    digest = bytes(writing.reach.address.digest) if writing.reach else b""
    return Outgoing(
        creditor_id=customer.creditor_id, customer_id=customer.id, party_id=customer.party_id, channel=Channel.LETTER,
        recipient="\n".join((customer.name, *content.customer.address)), address_digest=digest, sender=writing.sender_address,
        idempotency_key=key, content=pdf, subject=subject, template=(template.code, template.language, template.version),
        dated_on=content.today, is_contact=False,
    )  # fmt: skip
