"""Addresses in one writing, so that the same mailbox is recognised wherever it is met: contact caps count on it."""

import re
from collections.abc import Callable

from encaisse.kit.phones import NotAPhoneNumber, normalised_phone
from encaisse.kit.refusals import Refusal, gettext_noop

MAILBOX = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")
Postal = tuple[str, ...]


class AddressUnusable(Refusal):
    sentence = gettext_noop("“%(address)s” is not an address that can be reached by %(channel)s. Correct it or leave it out.")


class ChannelUnknown(Refusal):
    sentence = gettext_noop("“%(channel)s” is not a channel of addresses. Choose one of: %(known)s.")


def normalised_email(address: str) -> str:
    """Return a mailbox in small letters, its domain in ASCII (IDNA)."""
    mailbox = address.strip().removeprefix("mailto:").lower()
    if not MAILBOX.fullmatch(mailbox):
        raise AddressUnusable(address=address, channel="email")
    local, _, domain = mailbox.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise AddressUnusable(address=address, channel="email") from None


def phone_of(channel: str) -> Callable[[str], str]:
    def normalised(number: str) -> str:
        try:
            return normalised_phone(number)
        except NotAPhoneNumber:
            raise AddressUnusable(address=number, channel=channel) from None

    return normalised


def normalised_postal(address: str) -> str:
    lines = (" ".join(words.split()) for words in address.replace("\r", "\n").split("\n"))
    kept = "\n".join(words for words in lines if words)
    if not kept:
        raise AddressUnusable(address=address, channel="postal")
    return kept


NORMALISED: dict[str, Callable[[str], str]] = {
    "email": normalised_email,
    "phone": phone_of("phone"),
    "mobile": phone_of("mobile"),
    "fax": phone_of("fax"),
    "postal": normalised_postal,
}


def normalised_address(channel: str, address: str) -> str:
    """Return an address in the one writing of its channel; refuse what cannot be one."""
    if channel not in NORMALISED:
        raise ChannelUnknown(channel=channel, known=", ".join(NORMALISED))
    return NORMALISED[channel](address)
