"""Supplier portals: what may be written of them. Who has the login may be known; the password never is."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from encaisse.kit.refusals import Refusal, gettext_noop

LONGEST_ASIDE = timedelta(days=30)
USUAL_ASIDE = 5  # working days a portal that is down is left aside, unless a person says otherwise
# The usual ones, with the page where their suppliers sign in; a customer may have a page of its own.
USUAL = {
    "Ariba": "https://supplier.ariba.com",
    "Basware": "https://portal.basware.com",
    "Chorus Pro": "https://portail.chorus-pro.gouv.fr",
    "Coupa": "https://supplier.coupahost.com",
    "Tradeshift": "https://go.tradeshift.com",
}
PASSWORD = re.compile(r"\b(?:mots? de passe|mdp|passwords?|pwd|passwd)\b\s*[:=]\s*\S", re.IGNORECASE)


class PortalWithoutName(Refusal):
    sentence = gettext_noop("Name the portal: Ariba, Coupa, Chorus Pro…")


class PortalNamedTwice(Refusal):
    sentence = gettext_noop("“%(name)s” is in the list already. Change it there.")


class NotAPortalAddress(Refusal):
    sentence = gettext_noop("“%(address)s” is no web address. It begins with https:// (or http://).")


class PasswordWritten(Refusal):
    sentence = gettext_noop("A password seems to be written here: it is never kept. Say who has the login instead.")


class AsideTooLong(Refusal):
    sentence = gettext_noop("A portal is left aside 30 days at most, until %(latest)s. Choose a day from tomorrow to then.")


class PortalRetired(Refusal):
    sentence = gettext_noop("“%(name)s” is no longer used. Choose another portal, or take it up again in the settings.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalTerms:
    """How one customer wants to be written to through a portal."""

    supplier_number: str = ""
    login_holder: str = ""
    address: str = ""
    instructions: str = ""


def check_portal(name: str, address: str, *words: str) -> None:
    if not name.strip():
        raise PortalWithoutName
    check_words(address, *words)


def check_words(address: str, *words: str) -> None:
    if address and not re.match(r"https?://[^\s/]+\.[^\s]+$", address, re.IGNORECASE):
        raise NotAPortalAddress(address=address)
    if any(PASSWORD.search(each) for each in words):
        raise PasswordWritten


def check_aside(until: date, *, on: date) -> None:
    if not on < until <= on + LONGEST_ASIDE:
        raise AsideTooLong(latest=on + LONGEST_ASIDE)


def usual_name(name: str) -> str:
    """Return a portal's name as it is usually written, whatever the case in which it was typed: « SAP Ariba » stays what it is."""
    return next((known for known in USUAL if known.casefold() == name.strip().casefold()), name.strip())
