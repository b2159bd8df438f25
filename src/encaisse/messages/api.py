"""What a mail provider tells by its webhooks, in the words of django-anymail: mail that came in, messages that did not arrive.

The provider knocks at `/anymail/…` with the secret of the installation; it does what the mailbox does, by the same actions.
"""

from typing import Any

from anymail.signals import AnymailInboundEvent, AnymailTrackingEvent, inbound, tracking

from encaisse.db.clock import now
from encaisse.kit.actor import system_actor
from encaisse.messages.actions import Arrival, note_complaint, take_in
from encaisse.messages.actions.bounces import note_undelivered
from encaisse.messages.rules.bounces import UNDELIVERED
from encaisse.messages.rules.complaints import TOLD_AS

NAME = "encaisse.messages.api"


def listen() -> None:
    """Hear what providers tell; heard once, however often this is asked."""
    inbound.connect(mail_came, dispatch_uid=f"{NAME}.inbound", weak=False)
    tracking.connect(message_fared, dispatch_uid=f"{NAME}.tracking", weak=False)


def mail_came(sender: Any, event: AnymailInboundEvent, esp_name: str, **_: Any) -> None:  # noqa: ARG001 - the signal's own names
    """Take a mail in; the address its envelope names is kept with it, for the mark it carries."""
    mail = event.message
    if mail.envelope_recipient and "Delivered-To" not in mail:
        mail["Delivered-To"] = mail.envelope_recipient
    take_in(system_actor(name=esp_name), Arrival(content=mail.as_bytes(), arrived_at=event.timestamp or now()))


def message_fared(sender: Any, event: AnymailTrackingEvent, esp_name: str, **_: Any) -> None:  # noqa: ARG001 - as above
    """Mark a message that did not arrive, or that was complained of; that it was opened or clicked is not looked at."""
    if kind := TOLD_AS.get(event.event_type):
        note_complaint(
            system_actor(name=esp_name), kind=kind, recipient=event.recipient or "", mail_id=event.message_id or "",
            words=event.description or "", at=event.timestamp or now(),
        )  # fmt: skip
    if event.event_type in UNDELIVERED:
        note_undelivered(
            system_actor(name=esp_name), recipient=event.recipient or "", mail_id=event.message_id or "",
            words=" ".join(part for part in (event.mta_response, event.description) if part), reason=event.reject_reason or "",
            at=event.timestamp or now(),
        )  # fmt: skip
