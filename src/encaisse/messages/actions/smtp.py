"""Mail servers spoken to: one connection, one message, and what the other side answered."""

import smtplib

from encaisse.messages.actions.wire import words_of
from encaisse.messages.rules import Attempt, Outcome
from encaisse.messages.rules.servers import Security, Server, SignIn, xoauth2

ACCEPTED, GO_AHEAD, TEMPORARY = 250, 354, 400
PERMANENT = 500


def connected(server: Server) -> smtplib.SMTP:
    """Open a connection: TLS from the start, STARTTLS, or plain on one's own machine; and sign in as the server wants."""
    kind = smtplib.SMTP_SSL if server.security is Security.TLS else smtplib.SMTP
    connection = kind(server.host, server.port, timeout=server.timeout)
    if server.security is Security.STARTTLS:
        connection.starttls()
    if server.sign_in is SignIn.PASSWORD:
        connection.login(server.user, server.secret)
    elif server.sign_in is SignIn.OAUTH2:
        connection.ehlo_or_helo_if_needed()
        connection.auth("XOAUTH2", lambda challenge=None: xoauth2(server.user, server.token) if challenge is None else "")
    connection.ehlo_or_helo_if_needed()
    return connection


def speak(connection: smtplib.SMTP, *, sender: str, recipient: str, content: bytes) -> Attempt:
    """Offer one message. Until its last dot nothing has left; after it, silence means that nobody knows."""
    try:
        for code, answer in (connection.mail(sender), connection.rcpt(recipient), connection.docmd("DATA")):
            if code not in {ACCEPTED, 251, GO_AHEAD}:
                return refused(code, answer)
    except (OSError, smtplib.SMTPException) as fault:
        return Attempt(Outcome.UNREACHABLE, words_of(fault))
    try:
        connection.send(dotted(content))
        code, answer = connection.getreply()
    except (OSError, smtplib.SMTPException) as fault:
        return Attempt(Outcome.UNKNOWN, words_of(fault))
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
