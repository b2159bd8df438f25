"""In whose name a message leaves: a person, their stand-in, a team or the company; and how they sign."""

from dataclasses import dataclass, replace

from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.rules.mail import check_address, check_header
from encaisse.messages.rules.values import Language, SenderBlock
from encaisse.people.rules import Person

FOR = {"fr": "pour", "en": "for"}


class MailNotSent(Refusal):
    sentence = gettext_noop("The mail to %(address)s could not leave: %(reason)s. Check the installation’s mail server, then ask again.")


class NothingToVerify(Refusal):
    sentence = gettext_noop("This address is already in use, or is no longer asked for. Ask for a new link on your page of sender.")


@dataclass(frozen=True, slots=True)
class Identity:
    """The name and address a person or a team chose to write under."""

    display_name: str
    address: str
    reply_to: str = ""
    is_verified: bool = False


def check_identity(identity: Identity) -> None:
    check_header("From", identity.display_name)
    check_address(identity.address)
    if identity.reply_to:
        check_address(identity.reply_to)


def written_by(sender: SenderBlock, identity: Identity | None) -> SenderBlock:
    """Give a sender the address they chose, once somebody who reads it has said so."""
    if identity is None or not identity.is_verified:
        return sender
    return replace(sender, email=identity.address, reply_to=identity.reply_to, display_name=identity.display_name)


def signed_by(person: Person, identity: Identity | None, *, title: str = "", phone: str = "", email: str = "") -> SenderBlock:
    """Return a colleague as a sender: what their card lacks is what is given, their verified address goes before that of the card."""
    block = SenderBlock(person.name, person.title or title, person.phone or phone, person.email or email, own_lines=person.signature)
    return written_by(block, identity)


def standing_in(sender: SenderBlock, absent: str, language: Language) -> SenderBlock:
    """Say for whom a stand-in writes: « Paul Renard, pour Jeanne Petit »."""
    return replace(sender, on_behalf=f"{FOR[language]} {absent}")


def from_name(sender: SenderBlock, company: str) -> str:
    """Return the name a mail program shows."""
    shown = sender.display_name or sender.name
    if sender.on_behalf:
        shown = f"{shown} ({sender.on_behalf})"
    return shown if company.casefold() in shown.casefold() else f"{shown} – {company}"
