"""The words of replies: what they say, how they were filed, what they are. Total over the values they name."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from encaisse.customers.rules import NewContact
from encaisse.messages.queries import IncomingRow
from encaisse.messages.rules.replies import HAS_LEFT, Filing, Nature
from encaisse.ui.formats import questioned
from encaisse.ui.templatetags.encaisse import chip
from encaisse.workbench.queries.file import People
from encaisse.workbench.templatetags.words import REPLY_KINDS, Words

register = template.Library()

FILINGS: Mapping[Filing, Words] = {
    Filing.TOKEN: _("by the address it answers"),
    Filing.THREAD: _("by the message it answers"),
    Filing.ADDRESS: _("by the address of its sender"),
    Filing.PERSON: _("by a person"),
    Filing.NONE: _("not yet"),
}
NATURES: Mapping[Nature, Words] = {
    Nature.REPLY: _("Reply by mail"),
    Nature.AUTO_REPLY: _("Automatic reply: it counts for nothing"),
    Nature.BOUNCE: _("Message that came back"),
    Nature.NOTICE: _("Notice of a mail server: it counts for nothing"),
    Nature.COLLEAGUE: _("Mail of a colleague to the customer"),
}


@register.filter
def reply_name(kind: str) -> Words:
    return REPLY_KINDS[str(kind)][0]


@register.filter
def reply_icon(kind: str) -> str:
    return REPLY_KINDS[str(kind)][1]


@register.filter
def reply_key(kind: str) -> str:
    return REPLY_KINDS[str(kind)][2]


@register.simple_tag
def reply_chip(closed_as: str) -> SafeString:
    """Show what a reply was dealt with as."""
    if closed_as == HAS_LEFT:
        return chip(_("Has left"), "", "user-off")
    if closed_as not in REPLY_KINDS:
        return chip(_("Not a customer’s"), "")
    name, drawn, _key, tone = REPLY_KINDS[closed_as]
    return chip(name, tone, drawn)


@register.simple_tag
def suggestion_chip(kind: str) -> SafeString:
    """Show what a reply probably says: a question, not a decision."""
    name, drawn, _key, _tone = REPLY_KINDS[kind]
    return chip(questioned(str(name)), "outline", drawn)


@register.filter
def stand_in_of(people: People, contact_id: int) -> NewContact | None:
    """Return the stand-in of a contact who is away, when they could be made a contact."""
    return people.stand_ins.get(contact_id)


@register.filter
def filing_name(mail: IncomingRow) -> Words:
    return FILINGS[mail.filed_by]


@register.filter
def nature_name(mail: IncomingRow) -> Words:
    return NATURES[mail.nature]
