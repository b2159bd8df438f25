"""Sending oneself the message a customer would get, before any customer does."""

import secrets
from datetime import date

from encaisse.db.clock import now
from encaisse.dunning import queries
from encaisse.kit.actor import Actor
from encaisse.kit.phones import NotAPhoneNumber, is_mobile, normalised_phone
from encaisse.messages import actions as outbox
from encaisse.messages import queries as messages_queries
from encaisse.messages import rules as messages
from encaisse.messages.rules import Attempt, Channel, Envelope, Outcome
from encaisse.messages.rules.fax import NoFaxGateway, fax_address, fax_bytes
from encaisse.messages.rules.sms import check_sms
from encaisse.messages.rules.trials import NoOwnFax, NoOwnMobile, marked_text
from encaisse.people.queries import own_card


def send_mail_trial(actor: Actor, creditor_id: int, *, on: date) -> Attempt:
    """Send oneself the e-mail: same text, same sender, same server."""
    me, key = own_card(actor), f"trial-{secrets.token_hex(8)}"
    trial = queries.trial(actor, creditor_id, Channel.EMAIL, on=on, language="en" if me.language == "en" else "fr")
    address = trial.sender_address
    reply_to = trial.content.sender.reply_to or address
    envelope = Envelope(sender=(trial.sender_name, address), to=(me.name, me.email), reply_to=reply_to, key=key, dated=now())
    content = messages.email_bytes(trial.rendered, envelope)
    return outbox.send_trial(actor, outbox.Parcel(creditor_id, Channel.EMAIL.value, address, me.email, content, key))


def send_sms_trial(actor: Actor, creditor_id: int, *, mobile: str, on: date) -> Attempt:
    """Send an SMS to one's own mobile, by the gateway of the creditor. One's own hours are one's own business."""
    if not is_mobile(mobile):
        raise NoOwnMobile(number=mobile)
    try:
        number = normalised_phone(mobile)
    except NotAPhoneNumber:
        raise NoOwnMobile(number=mobile) from None
    trial = queries.trial(actor, creditor_id, Channel.SMS, on=on)
    text = marked_text(messages.sms_text(trial.unmarked), trial.content.language)
    check_sms(text)
    key = f"trial-{secrets.token_hex(8)}"
    return outbox.send_trial(actor, outbox.Parcel(creditor_id, Channel.SMS.value, "", number, text.encode(), key))


def send_fax_trial(actor: Actor, creditor_id: int, *, number: str, on: date) -> Attempt:
    """Send a letter to one's own fax, by the gateway of the creditor: the same pages, marked as a trial."""
    try:
        fax = normalised_phone(number)
    except NotAPhoneNumber:
        raise NoOwnFax(number=number) from None
    pattern = messages_queries.fax_pattern(actor, creditor_id)
    if not pattern:
        raise NoFaxGateway
    trial, key = queries.trial(actor, creditor_id, Channel.FAX, on=on), f"trial-{secrets.token_hex(8)}"
    content = fax_bytes(
        messages.letter_pdf(trial.rendered, trial.content), subject=trial.rendered.subject,
        sender=(trial.sender_name, trial.sender_address), address=fax_address(pattern, fax), key=key, dated=now(),
    )  # fmt: skip
    return outbox.send_trial(actor, outbox.Parcel(creditor_id, Channel.FAX.value, trial.sender_address, fax, content, key))


def try_letter(actor: Actor, creditor_id: int, *, on: date) -> bytes:
    """Draw a letter as it would be printed, marked as a trial, and remember that somebody looked at one."""
    trial = queries.trial(actor, creditor_id, Channel.LETTER, on=on)
    content = messages.letter_pdf(trial.rendered, trial.content)
    outbox.note_trial(actor, creditor_id, Channel.LETTER.value, Attempt(Outcome.ACCEPTED))
    return content
