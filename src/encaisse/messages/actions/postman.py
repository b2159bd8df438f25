"""The one place that hands messages to the world: by mail servers, SMS gateways, a postal provider's folder; or to the trap.

Connections to mail servers are kept open, one for each server and sender.
"""

import contextlib
import logging
import smtplib
from dataclasses import dataclass, field, replace
from datetime import date

from django.conf import settings

from encaisse.db.clock import now
from encaisse.kit.actor import Actor
from encaisse.messages import queries
from encaisse.messages.actions.contacts import day_of
from encaisse.messages.actions.postal import drop
from encaisse.messages.actions.smtp import ACCEPTED, connected, speak
from encaisse.messages.actions.tokens import TokenRefused, with_token
from encaisse.messages.actions.wire import attempted, words_of
from encaisse.messages.rules import LETTERS, Attempt, Channel, Outcome
from encaisse.messages.rules.fax import NO_FAX, fax_address
from encaisse.messages.rules.gateways import NO_GATEWAY, Adapter, Gateway, request_of
from encaisse.messages.rules.postal import NO_PROVIDER, Dropped, LetterRoute, address_lines
from encaisse.messages.rules.servers import Server

CONSOLE = logging.getLogger("encaisse.sms")


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is handed over: to whom, from whom, for which creditor, and the key that names it for good."""

    creditor_id: int
    channel: str
    sender: str
    recipient: str
    content: bytes
    key: str = ""
    return_path: str = ""
    dated_on: date | None = None


@dataclass(slots=True)
class Postman:
    """Hands messages over, and says what the other side answered. Keeps one connection for each server and sender."""

    actor: Actor
    servers: dict[int, Server] = field(default_factory=dict)
    gateways: dict[int, Gateway | None] = field(default_factory=dict)
    routes: dict[int, LetterRoute] = field(default_factory=dict)
    connections: dict[tuple[str, int, str], smtplib.SMTP] = field(default_factory=dict)

    def hand_over(self, parcel: Parcel) -> Attempt:
        if settings.OUTBOUND != "live":
            return Attempt(Outcome.TRAPPED)
        if parcel.channel == Channel.SMS:
            return self.text(parcel)
        if parcel.channel == Channel.FAX:
            return self.fax(parcel)
        if parcel.channel in LETTERS:
            return self.hand_to_post(parcel)
        return self.post(parcel)

    def text(self, parcel: Parcel) -> Attempt:
        """Hand an SMS to the gateway of its creditor."""
        gateway = self.gateway(parcel.creditor_id)
        if gateway is None:
            return Attempt(Outcome.REFUSED, NO_GATEWAY)
        text = parcel.content.decode()
        if gateway.adapter is Adapter.CONSOLE:
            CONSOLE.warning("SMS to %s from %s: %s", parcel.recipient, gateway.sender_name, text)
            return Attempt(Outcome.TRAPPED)
        values = {"to": parcel.recipient, "text": text, "sender": gateway.sender_name, "id": parcel.key}
        return attempted(request_of(gateway.call, values), gateway.call)

    def fax(self, parcel: Parcel) -> Attempt:
        """Mail the pages to the fax gateway of their creditor, at the address that names the number."""
        pattern = queries.fax_pattern(self.actor, parcel.creditor_id)
        if not pattern:
            return Attempt(Outcome.REFUSED, NO_FAX)
        return self.post(replace(parcel, recipient=fax_address(pattern, parcel.recipient)))

    def hand_to_post(self, parcel: Parcel) -> Attempt:
        """Put a letter in the folder of its creditor's postal provider."""
        route = self.route(parcel.creditor_id)
        if not route.by_provider:
            return Attempt(Outcome.REFUSED, NO_PROVIDER)
        return drop(
            self.actor,
            Dropped(
                reference=parcel.key, kind=parcel.channel, recipient=address_lines(parcel.recipient), pdf=parcel.content, route=route,
                dated_on=parcel.dated_on or day_of(now()),
            )
        )  # fmt: skip

    def route(self, creditor_id: int) -> LetterRoute:
        if creditor_id not in self.routes:
            self.routes[creditor_id] = queries.letter_route(self.actor, creditor_id)
        return self.routes[creditor_id]

    def gateway(self, creditor_id: int) -> Gateway | None:
        if creditor_id not in self.gateways:
            self.gateways[creditor_id] = queries.sms_gateway(self.actor, creditor_id)
        return self.gateways[creditor_id]

    def post(self, parcel: Parcel) -> Attempt:
        """Hand an e-mail to the mail server of its creditor."""
        server = self.server(parcel.creditor_id)
        key = (server.host, server.port, parcel.sender)
        try:
            connection = self.connection(server, key)
        except (OSError, smtplib.SMTPException, TokenRefused) as fault:
            return Attempt(Outcome.UNREACHABLE, words_of(fault))
        sender = parcel.return_path or server.bounce_address or parcel.sender
        attempt = speak(connection, sender=sender, recipient=parcel.recipient, content=parcel.content)
        if attempt.outcome is not Outcome.ACCEPTED:
            self.drop(key)
        return attempt

    def server(self, creditor_id: int) -> Server:
        if creditor_id not in self.servers:
            self.servers[creditor_id] = queries.mail_server(self.actor, creditor_id)
        return self.servers[creditor_id]

    def connection(self, server: Server, key: tuple[str, int, str]) -> smtplib.SMTP:
        """Return a connection that answers: the one kept, or a new one."""
        if kept := self.connections.get(key):
            with contextlib.suppress(OSError, smtplib.SMTPException):
                if kept.rset()[0] == ACCEPTED:
                    return kept
            self.drop(key)
        self.connections[key] = connected(with_token(self.actor, server))
        return self.connections[key]

    def drop(self, key: tuple[str, int, str]) -> None:
        if dropped := self.connections.pop(key, None):
            with contextlib.suppress(OSError, smtplib.SMTPException):
                dropped.quit()

    def close(self) -> None:
        for key in list(self.connections):
            self.drop(key)
