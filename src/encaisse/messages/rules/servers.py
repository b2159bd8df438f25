"""Mail servers: where a creditor's e-mails leave from, and how one signs in there."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.rules.gateways import SAFE_URL, UnsafeUrl
from encaisse.messages.rules.mail import check_address

ON_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
LAST_PORT = 65_535
# A token about to run out is not started with.
EARLY = timedelta(minutes=2)


class Security(StrEnum):
    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


class SignIn(StrEnum):
    NONE = "none"
    PASSWORD = "password"  # noqa: S105 - the name of a way to sign in
    OAUTH2 = "oauth2"


class SecretInTheOpen(Refusal):
    sentence = gettext_noop("Signing in to %(host)s without encryption would show the password to anybody. Choose STARTTLS or TLS.")


class PasswordMissing(Refusal):
    sentence = gettext_noop("Give the user name and the password: signing in to %(host)s needs them.")


class TokenMissing(Refusal):
    sentence = gettext_noop(
        "Signing in to %(host)s by OAuth2 needs the user name, the token address, the client id and the refresh token. "
        "Give what is missing."
    )


@dataclass(frozen=True, slots=True)
class OAuth2:
    """Where a token is asked, and with what."""

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server. `secret` is the password, or the refresh token where one signs in by OAuth2."""

    host: str
    port: int
    security: Security
    sign_in: SignIn = SignIn.NONE
    user: str = ""
    secret: str = field(default="", repr=False)
    oauth2: OAuth2 | None = None
    token: str = field(default="", repr=False)
    token_until: datetime | None = None
    bounce_address: str = ""
    timeout: int = 30
    creditor_id: int | None = None


def check_server(server: Server) -> None:
    """Refuse what could not work, or would show a secret."""
    if server.bounce_address:
        check_address(server.bounce_address)
    if server.sign_in is SignIn.NONE:
        return
    if server.security is Security.NONE and server.host not in ON_THIS_MACHINE:
        raise SecretInTheOpen(host=server.host)
    if server.sign_in is SignIn.PASSWORD and not (server.user and server.secret):
        raise PasswordMissing(host=server.host)
    if client := server.oauth2:
        if not (server.user and server.secret and client.client_id and client.token_url):
            raise TokenMissing(host=server.host)
        if not SAFE_URL.fullmatch(client.token_url):
            raise UnsafeUrl(url=client.token_url)


def is_fresh(server: Server, at: datetime) -> bool:
    """Say whether the token kept is still good for a while."""
    return bool(server.token and server.token_until and at + EARLY < server.token_until)


def xoauth2(user: str, token: str) -> str:
    """Return what a mail server is told in place of a password."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01"
