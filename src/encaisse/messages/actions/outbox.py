"""Into the outbox, and out of it by a person's decision."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from encaisse.audit.actions import write_audits
from encaisse.audit.rules import Deed
from encaisse.db.clock import now
from encaisse.files.actions import keep, keep_many, link_many
from encaisse.files.rules import Sha256
from encaisse.kit.actor import Actor, Permission
from encaisse.messages import queries
from encaisse.messages.actions.contacts import note_contacts
from encaisse.messages.actions.joint import keep_joined, touch_all
from encaisse.messages.models import Attachment as AttachmentRow
from encaisse.messages.models import Message
from encaisse.messages.rules import Channel, MessageState, Outgoing, check_outgoing, check_unknown, check_withdrawable
from encaisse.messages.rules.reading import mail_id_of

MEDIA_TYPES = {
    Channel.EMAIL: "message/rfc822",
    Channel.SMS: "text/plain; charset=utf-8",
    Channel.LETTER: "application/pdf",
    Channel.REGISTERED_LETTER: "application/pdf",
    Channel.FAX: "message/rfc822",
}


def queue_message(actor: Actor, outgoing: Outgoing) -> int:
    """Put one frozen message in the outbox; the same key again returns the same message and changes nothing."""
    return queue_messages(actor, [outgoing])[0]


@transaction.atomic
def queue_messages(actor: Actor, outgoings: Sequence[Outgoing]) -> list[int]:
    """Put frozen messages in the outbox; their bytes are on the disk for good before the commit that names them."""
    actor.must(Permission.ACTION_SEND_TEMPLATE)
    known = queries.queued_ids(actor, outgoings)
    fresh = [outgoing for outgoing in outgoings if key_of(outgoing) not in known]
    for outgoing in fresh:
        check_outgoing(outgoing)
    if fresh:
        Message.objects.bulk_create(rows(actor, fresh), ignore_conflicts=True)
        known |= queries.queued_ids(actor, fresh)
        keep_attachments(actor, {known[key_of(outgoing)]: outgoing for outgoing in fresh})
        keep_joined({known[key_of(outgoing)]: outgoing for outgoing in fresh})
        touch_all([outgoing.customer_id for outgoing in fresh], [known[key_of(outgoing)] for outgoing in fresh])
        write_audits(actor, [deed("messages.queue", known[key_of(outgoing)], outgoing) for outgoing in fresh])
    return [known[key_of(outgoing)] for outgoing in outgoings]


def key_of(outgoing: Outgoing) -> tuple[int, str]:
    return outgoing.customer_id, outgoing.idempotency_key


def rows(actor: Actor, outgoings: Sequence[Outgoing]) -> list[Message]:
    hashes: dict[int, Sha256] = {}
    for channel in {outgoing.channel for outgoing in outgoings}:
        places = [place for place, outgoing in enumerate(outgoings) if outgoing.channel is channel]
        kept = keep_many(actor, [outgoings[place].content for place in places], MEDIA_TYPES[channel])
        hashes |= dict(zip(places, kept, strict=True))
    links = [(hashes[place], outgoing.creditor_id, outgoing.customer_id) for place, outgoing in enumerate(outgoings)]
    links += [(hashes[place], each.creditor_id, each.customer_id) for place, outgoing in enumerate(outgoings) for each in outgoing.joined]
    link_many(actor, links, role="message")
    return [row(actor, outgoing, hashes[place]) for place, outgoing in enumerate(outgoings)]


def keep_attachments(actor: Actor, queued: Mapping[int, Outgoing]) -> None:
    """Keep what goes beside each message (an e-mail carries it inside its bytes as well)."""
    attached = [
        AttachmentRow(message_id=message_id, blob_id=keep(actor, each.content, each.media_type), position=position, name=each.name)
        for message_id, outgoing in queued.items()
        for position, each in enumerate(outgoing.attachments)
    ]
    AttachmentRow.objects.bulk_create(attached, ignore_conflicts=True)


def row(actor: Actor, outgoing: Outgoing, sha256: Sha256) -> Message:
    code, language, version = outgoing.template
    return Message(
        creditor_id=outgoing.creditor_id,
        customer_id=outgoing.customer_id,
        party_id=outgoing.party_id,
        channel=outgoing.channel.value,
        recipient=outgoing.recipient,
        address_digest=outgoing.address_digest,
        sender=outgoing.sender,
        idempotency_key=outgoing.idempotency_key,
        rendered_id=sha256,
        subject=outgoing.subject,
        template_code=code,
        template_language=language,
        template_version=version,
        dated_on=outgoing.dated_on,
        not_before=outgoing.not_before or now(),
        not_after=outgoing.not_after,
        is_contact=outgoing.is_contact,
        legal=outgoing.legal,
        queued_by=actor.user_id,
        mail_id=mail_id_of(outgoing.content) if outgoing.channel in {Channel.EMAIL, Channel.FAX} else "",
        reply_token=outgoing.reply_token,
        return_path=outgoing.return_path,
    )


def deed(did: str, message_id: int, about: Outgoing | Message) -> Deed:
    return Deed(did, "message", message_id, about.creditor_id, about.customer_id, {"channel": str(about.channel)})


def withdraw_message(actor: Actor, message_id: int, reason: str = "") -> None:
    """Take back a message that has not left."""
    withdraw_messages(actor, [message_id], reason)


@transaction.atomic
def withdraw_messages(actor: Actor, message_ids: Iterable[int], reason: str = "") -> None:
    """Take back messages that have not left; all of them, or none."""
    actor.must(Permission.ACTION_SEND_TEMPLATE)
    messages = queries.locked_messages(actor, message_ids)
    for message in messages:
        check_withdrawable(MessageState(message.state), Channel(message.channel), is_handed=message.claimed_by is not None)
    for message in messages:
        message.state, message.settled_at, message.detail = MessageState.WITHDRAWN.value, now(), reason
    Message.objects.bulk_update(messages, ["state", "settled_at", "detail"])
    touch_all([message.customer_id for message in messages], [message.pk for message in messages])
    write_audits(actor, [deed("messages.withdraw", message.pk, message) for message in messages])


@transaction.atomic
def settle_unknown(actor: Actor, message_id: int, was_sent: bool) -> None:
    """Decide what became of a message nobody knows about: it left, or it is sent again with the same Message-ID."""
    actor.must(Permission.ACTION_SEND_TEMPLATE)
    [message] = queries.locked_messages(actor, [message_id])
    check_unknown(MessageState(message.state))
    if was_sent:
        message.state, message.settled_at = MessageState.SENT.value, now()
        note_contacts([message], result="sent", at=message.claimed_at or now())
    else:
        message.state, message.claimed_at, message.claimed_by, message.not_before = MessageState.READY.value, None, None, now()
    message.save(update_fields=["state", "settled_at", "claimed_at", "claimed_by", "not_before"])
    touch_all([message.customer_id], [message.pk])
    write_audits(actor, [deed("messages.settle_sent" if was_sent else "messages.settle_again", message.pk, message)])
