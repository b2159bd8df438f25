"""A creditor's mailbox: where replies come, how it is reached, when it is asked again after a failure, and the address of each message."""

import base64
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.rules.gateways import SAFE_URL, UnsafeUrl
from encaisse.messages.rules.mail import LONGEST_ADDRESS, LONGEST_LOCAL_PART, check_address
from encaisse.messages.rules.servers import ON_THIS_MACHINE, OAuth2, SecretInTheOpen, Server, SignIn
from encaisse.messages.rules.servers import Security as Wire

TOKEN_BYTES = 16
TOKEN = re.compile(r"\+([a-z2-7]{26})@")
TOKEN_LETTERS = 26
LONGEST_WAIT = timedelta(hours=1)
REFUSED_WAIT = timedelta(minutes=15)  # a password refused again and again locks mailboxes


class Security(StrEnum):
    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}


class Fault(StrEnum):
    """Why a mailbox could not be read."""

    UNREACHABLE = "unreachable"
    NOT_TRUSTED = "not_trusted"
    PASSWORD = "password"  # noqa: S105 - the word of the state
    FOLDER = "folder"
    NO_TOKEN = "no_token"  # noqa: S105 - the word of the state
    TOKEN = "token"  # noqa: S105 - the word of the state
    BROKEN_OFF = "broken_off"
    NONE = ""


class MailboxState(StrEnum):
    NEW = "new"
    READING = "reading"
    FAILING = "failing"
    PAUSED = "paused"
    BY_PROVIDER = "by_provider"


class LocalPartTooLong(Refusal):
    sentence = gettext_noop(
        "“%(address)s” is too long to carry the mark of each message: at most %(longest)s characters before the @. Choose a shorter one."
    )


class NoHost(Refusal):
    sentence = gettext_noop("Say which server holds the mailbox, for example imap.example.com.")


class NoPassword(Refusal):
    sentence = gettext_noop("Give the password of the mailbox: none is kept for it yet.")


class NoRefreshToken(Refusal):
    sentence = gettext_noop("Signing in by OAuth2 needs the token address, the client id and the refresh token. Give what is missing.")


class MailboxFault(Refusal):
    """A mailbox that could not be read, in a sentence of its own kind."""

    fault = Fault.BROKEN_OFF


class ServerUnreachable(MailboxFault):
    fault = Fault.UNREACHABLE
    sentence = gettext_noop("The mail server %(host)s does not answer on port %(port)s. Check its name, its port and the network.")


class ServerNotTrusted(MailboxFault):
    fault = Fault.NOT_TRUSTED
    sentence = gettext_noop("The mail server %(host)s could not be trusted: %(detail)s. Check its name, its port and its certificate.")


class PasswordRefused(MailboxFault):
    fault = Fault.PASSWORD
    sentence = gettext_noop(
        "The mail server %(host)s refuses this user or this password. Check them; some providers want an application password."
    )


class NoTokenGiven(MailboxFault):
    fault = Fault.NO_TOKEN
    sentence = gettext_noop(
        "No token was given to sign in: %(detail)s. Ask for the consent again at the provider, and paste the new refresh token."
    )


class TokenAddressSilent(MailboxFault):
    fault = Fault.NO_TOKEN
    sentence = gettext_noop("The token address %(url)s does not answer. Check it, and the network: no token could be asked for.")


class TokenTurnedDown(MailboxFault):
    fault = Fault.TOKEN
    sentence = gettext_noop(
        "The mail server %(host)s refuses the token: check that the consent covers IMAP, and that the user is the mailbox itself."
    )


class FolderUnknown(MailboxFault):
    fault = Fault.FOLDER
    sentence = gettext_noop("The mailbox has no folder “%(folder)s”. Most have one called INBOX.")


class BrokenOff(MailboxFault):
    fault = Fault.BROKEN_OFF
    sentence = gettext_noop("The mail server %(host)s broke off: %(detail)s. The mailbox is read again by itself.")


FAULTS: dict[Fault, type[MailboxFault]] = {
    Fault.UNREACHABLE: ServerUnreachable,
    Fault.NOT_TRUSTED: ServerNotTrusted,
    Fault.PASSWORD: PasswordRefused,
    Fault.FOLDER: FolderUnknown,
    Fault.NO_TOKEN: NoTokenGiven,
    Fault.TOKEN: TokenTurnedDown,
    Fault.BROKEN_OFF: BrokenOff,
}


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """What a person says of a mailbox. Without a host, mail comes from a provider's webhook."""

    address: str
    host: str = ""
    port: int = 0
    security: Security = Security.TLS
    user: str = ""
    folder: str = "INBOX"
    takes_bounces: bool = True
    is_paused: bool = False
    sign_in: SignIn = SignIn.PASSWORD
    token_url: str = ""
    client_id: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """What opens a mailbox: its password; or a refresh token, and the token it gave last."""

    secret: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    token_until: datetime | None = None


def as_server(settings: MailboxSettings, key: Key) -> Server:
    """Return a mailbox as tokens are asked for it: in the way mail servers do."""
    client = OAuth2(settings.token_url, settings.client_id, key.client_secret, settings.scope)
    return Server(
        settings.host, settings.port, Wire(settings.security.value), SignIn.OAUTH2, settings.user, key.secret, client, key.token,
        key.token_until,
    )  # fmt: skip


def is_same_door(kept: MailboxSettings, settings: MailboxSettings) -> bool:
    """Say whether what opens a mailbox was given for this very server and token address: a secret goes nowhere else."""
    return (kept.host, kept.sign_in, kept.token_url) == (settings.host, settings.sign_in, settings.token_url)


def check_mailbox(settings: MailboxSettings, *, by_provider: bool, has_password: bool) -> None:
    check_address(settings.address)
    if len(settings.address.partition("@")[0]) + 1 + TOKEN_LETTERS > LONGEST_LOCAL_PART:
        raise LocalPartTooLong(address=settings.address, longest=LONGEST_LOCAL_PART - 1 - TOKEN_LETTERS)
    if len(settings.address) + 1 + TOKEN_LETTERS > LONGEST_ADDRESS:
        raise LocalPartTooLong(address=settings.address, longest=LONGEST_LOCAL_PART - 1 - TOKEN_LETTERS)
    if by_provider:
        return
    if not settings.host.strip():
        raise NoHost
    if settings.sign_in is SignIn.OAUTH2:
        check_tokens(settings, has_secret=has_password)
    elif not has_password:
        raise NoPassword


def check_tokens(settings: MailboxSettings, *, has_secret: bool) -> None:
    if not (settings.token_url and settings.client_id and has_secret):
        raise NoRefreshToken
    if not SAFE_URL.fullmatch(settings.token_url):
        raise UnsafeUrl(url=settings.token_url)
    if settings.security is Security.NONE and settings.host not in ON_THIS_MACHINE:
        raise SecretInTheOpen(host=settings.host)


def wait_after(fault: Fault, failures: int) -> timedelta:
    """Return how long to leave a mailbox alone: longer after each failure, and long at once when the password or the token is refused."""
    start = REFUSED_WAIT if fault in {Fault.PASSWORD, Fault.NO_TOKEN, Fault.TOKEN} else timedelta(minutes=1)
    waited = start
    for _ in range(min(failures - 1, 10)):
        waited *= 2
    return min(waited, LONGEST_WAIT)


def token_of(digest: bytes) -> str:
    """Write the beginning of a keyed digest as the part of an address: small letters and digits, nothing to guess."""
    return base64.b32encode(digest[:TOKEN_BYTES]).decode().rstrip("=").lower()


def marked(address: str, token: str) -> str:
    """Return the mailbox's address that answers one message."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}"


def tokens_in(addresses: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.group(1) for address in addresses if (found := TOKEN.search(address.lower()))))
