"""The one place that speaks to the world: SMTP, over connections kept open per sender; or the trap, where nothing leaves."""

import contextlib
import smtplib
from dataclasses import dataclass, field

from django.conf import settings

from encaisse.messages.rules import Attempt, Channel, Outcome

ACCEPTED, GO_AHEAD, TEMPORARY = 250, 354, 400
PERMANENT = 500


@dataclass(slots=True)
class Postman:
    """Hands messages over, and says what the other side answered. Keeps one connection for each sender."""

    connections: dict[str, smtplib.SMTP] = field(default_factory=dict)

    def hand_over(self, channel: str, *, sender: str, recipient: str, content: bytes) -> Attempt:
        if settings.OUTBOUND != "live":
            return Attempt(Outcome.TRAPPED)
        if channel != Channel.EMAIL:
            return Attempt(Outcome.REFUSED, "No provider is set up for this channel.")
        try:
            connection = self.connection(sender)
        except (OSError, smtplib.SMTPException) as fault:
            return Attempt(Outcome.UNREACHABLE, str(fault))
        attempt = speak(connection, sender=sender, recipient=recipient, content=content)
        if attempt.outcome is not Outcome.ACCEPTED:
            self.drop(sender)
        return attempt

    def connection(self, sender: str) -> smtplib.SMTP:
        """Return a connection that answers: the one kept, or a new one."""
        if kept := self.connections.get(sender):
            with contextlib.suppress(OSError, smtplib.SMTPException):
                if kept.rset()[0] == ACCEPTED:
                    return kept
            self.drop(sender)
        self.connections[sender] = connected()
        return self.connections[sender]

    def drop(self, sender: str) -> None:
        if dropped := self.connections.pop(sender, None):
            with contextlib.suppress(OSError, smtplib.SMTPException):
                dropped.quit()

    def close(self) -> None:
        for sender in list(self.connections):
            self.drop(sender)


def connected() -> smtplib.SMTP:
    """Open a connection as the installation says: TLS from the start, STARTTLS, or plain on one's own machine."""
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    connection = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT or 30)
    if settings.EMAIL_USE_TLS:
        connection.starttls()
    if settings.EMAIL_HOST_USER:
        connection.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    connection.ehlo_or_helo_if_needed()
    return connection


def speak(connection: smtplib.SMTP, *, sender: str, recipient: str, content: bytes) -> Attempt:
    """Offer one message. Until its last dot nothing has left; after it, silence means that nobody knows."""
    try:
        for code, answer in (connection.mail(sender), connection.rcpt(recipient), connection.docmd("DATA")):
            if code not in {ACCEPTED, 251, GO_AHEAD}:
                return refused(code, answer)
    except (OSError, smtplib.SMTPException) as fault:
        return Attempt(Outcome.UNREACHABLE, str(fault))
    try:
        connection.send(dotted(content))
        code, answer = connection.getreply()
    except (OSError, smtplib.SMTPException) as fault:
        return Attempt(Outcome.UNKNOWN, str(fault))
    if code != ACCEPTED:
        return refused(code, answer)
    return Attempt(Outcome.ACCEPTED, provider_id=answer.decode(errors="replace")[:250])


def refused(code: int, answer: bytes) -> Attempt:
    words = f"{code} {answer.decode(errors='replace')}"
    return Attempt(Outcome.PUT_OFF if TEMPORARY <= code < PERMANENT else Outcome.REFUSED, words)


def dotted(content: bytes) -> bytes:
    """Return the bytes as DATA wants them: dots doubled at the start of a line, and the final dot."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n")
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b"\r\n.\r\n"
