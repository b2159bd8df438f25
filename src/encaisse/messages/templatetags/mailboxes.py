"""Words of mailboxes. `{% load mailboxes %}`."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from encaisse.kit.refusals import Refusal
from encaisse.messages.queries import MailboxCard
from encaisse.messages.rules.mailboxes import MailboxState
from encaisse.ui.formats import refusal_text
from encaisse.ui.templatetags.encaisse import chip

register = template.Library()

STATES: Mapping[MailboxState, tuple[str | Promise, str]] = {
    MailboxState.NEW: (_("Not read yet"), "info"),
    MailboxState.READING: (_("Read every minute"), "good"),
    MailboxState.FAILING: (_("Cannot be read"), "bad"),
    MailboxState.PAUSED: (_("Paused"), "held"),
    MailboxState.BY_PROVIDER: (_("Brought by a provider"), "info"),
}


@register.simple_tag
def mailbox_chip(card: MailboxCard) -> SafeString:
    name, tone = STATES[card.state]
    return chip(name, tone)


@register.filter
def refused(refusal: Refusal) -> str:
    """Say a refusal in the reader's language."""
    return refusal_text(refusal, gettext)
