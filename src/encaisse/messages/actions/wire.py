"""HTTP spoken by ourselves, to know at every moment whether the other side may have understood: what is not certain is not tried again."""

import contextlib
import http.client
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from encaisse.kit.refusals import gettext_noop
from encaisse.messages.rules import Attempt, Outcome
from encaisse.messages.rules.gateways import Call, Request, attempt_of

SECONDS = 15
LONGEST = 64 * 1024
TROUBLES: tuple[tuple[type[Exception], str], ...] = (
    (socket.gaierror, gettext_noop("no server of this name is known")),
    (ConnectionRefusedError, gettext_noop("the server refuses the connection")),
    (TimeoutError, gettext_noop("the server does not answer in time")),
    (ssl.SSLCertVerificationError, gettext_noop("the certificate of the server is not trusted")),
)


@dataclass(frozen=True, slots=True)
class Answer:
    code: int
    content: bytes


def exchange(request: Request, *, seconds: int = SECONDS) -> Answer | Attempt:
    """Ask once. An attempt in place of an answer says what is known: nothing left, or nobody knows. Redirections are not followed."""
    parts = urlsplit(request.url)
    connection = connection_to(parts.scheme, parts.hostname or "", parts.port, seconds)
    with contextlib.closing(connection):
        try:
            connection.connect()
        except (OSError, http.client.HTTPException) as fault:
            return Attempt(Outcome.UNREACHABLE, words_of(fault))
        try:
            path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
            connection.request(request.method, path, body=request.body or None, headers=dict(request.headers))
            response = connection.getresponse()
            return Answer(response.status, response.read(LONGEST))
        except (OSError, http.client.HTTPException) as fault:
            return Attempt(Outcome.UNKNOWN, words_of(fault))


def connection_to(scheme: str, host: str, port: int | None, seconds: int) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=seconds)


def words_of(fault: Exception) -> str:
    """Say what a machine says of the network in words that a catalogue knows; what is rarer stays as the machine says it."""
    for kind, words in TROUBLES:
        if isinstance(fault, kind):
            return words
    return str(fault) or type(fault).__name__


def attempted(request: Request, call: Call) -> Attempt:
    """Ask once, and say what became of what was asked."""
    answer = exchange(request)
    return answer if isinstance(answer, Attempt) else attempt_of(answer.code, answer.content, call)
