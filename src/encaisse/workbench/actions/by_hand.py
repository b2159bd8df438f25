"""A message off the scenario (rule 21): a contact, whose level moves only if somebody ticked it."""

from datetime import date

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.dunning import actions as dunning
from encaisse.dunning.rules.deposits import LevelOfADeposit
from encaisse.kit.actor import Actor, Permission
from encaisse.messages import queries as outbox
from encaisse.messages import rules
from encaisse.messages.queries import ReplyAddress
from encaisse.messages.rules import Channel, Outgoing
from encaisse.workbench.actions.service import answered_at, envelope_of, hand_over
from encaisse.workbench.queries.by_hand import Composed, composed
from encaisse.workbench.rules.writing import Draft, NoHealthyAddress, check_reason


@transaction.atomic
def send_by_hand(actor: Actor, customer_id: int, draft: Draft, *, on: date) -> int:
    """Freeze a message written by hand and hand it over; going on despite a warning takes a reason, kept in the audit."""
    actor.must(Permission.ACTION_SEND_TEMPLATE)
    ready = composed(actor, customer_id, draft, on=on)
    if ready.recipient.is_portal:
        return put_among_deposits(actor, ready, draft, on=on)
    outgoing = outgoing_of(actor, ready, draft)
    if sent := outbox.queued_ids(actor, [outgoing]):  # the same form again: it left already
        return next(iter(sent.values()))
    check_reason(draft.reason, warnings=len(ready.warnings))
    message_id = hand_over(actor, outgoing)
    if ready.recipient.channel is not Channel.LETTER:
        dunning.take_address_by_hand(actor, outgoing.address_digest, on=on)
    if draft.advances:
        dunning.advance_by_hand(actor, customer_id, message_id, on=on)
    write_audit(
        actor, did="message.by_hand", subject_kind="message", subject_id=message_id, creditor_id=outgoing.creditor_id,
        customer_id=customer_id,
        change={
            "channel": ready.recipient.channel.value, "advances": draft.advances, "reason": draft.reason.strip(),
            "warnings": [warning.code for warning in ready.warnings],
        },
    )  # fmt: skip
    return message_id


def put_among_deposits(actor: Actor, ready: Composed, draft: Draft, *, on: date) -> int:
    """Let a text wait until somebody deposits it on the customer's portal, under its ticket."""
    check_reason(draft.reason, warnings=len(ready.warnings))
    if draft.advances:
        raise LevelOfADeposit
    customer_id, key = ready.writing.customer.id, f"by-hand-{draft.key}"
    return dunning.ask_for_deposit(actor, customer_id, subject=ready.rendered.subject, text=ready.rendered.text, key=key, on=on)


def outgoing_of(actor: Actor, ready: Composed, draft: Draft) -> Outgoing:
    """Make the frozen message: its bytes are what was looked at, whatever changes afterwards."""
    customer, content, key = ready.writing.customer, ready.writing.content, f"by-hand-{draft.key}"
    reach, channel = ready.recipient.reach, ready.recipient.channel
    recipient = reach.address.address if reach and channel is not Channel.LETTER else "\n".join((customer.name, *content.customer.address))
    if channel is Channel.LETTER and not content.customer.address:
        raise NoHealthyAddress(customer=customer.name)
    answered = answered_at(actor, ready.writing, key) if channel is Channel.EMAIL else ReplyAddress("", "", "")
    return Outgoing(
        creditor_id=customer.creditor_id, customer_id=customer.id, party_id=customer.party_id, channel=channel, recipient=recipient,
        address_digest=bytes(reach.address.digest) if reach else b"", sender=ready.writing.sender_address, idempotency_key=key,
        content=frozen(ready, recipient, key, reply_to=answered.address), subject=ready.rendered.subject,
        template=(ready.template.code, ready.template.language, ready.template.version), dated_on=content.today, is_contact=True,
        reply_token=answered.token, return_path=answered.return_path,
    )  # fmt: skip


def frozen(ready: Composed, recipient: str, key: str, *, reply_to: str) -> bytes:
    if ready.recipient.channel is Channel.SMS:
        return rules.sms_text(ready.rendered).encode()
    if ready.recipient.channel is Channel.LETTER:
        return rules.letter_pdf(ready.rendered, ready.writing.content)
    return rules.email_bytes(ready.rendered, envelope_of(ready.writing, recipient, key, reply_to=reply_to))
