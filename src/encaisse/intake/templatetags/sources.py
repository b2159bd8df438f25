"""Words of sources: what kind of file feeds them, how they stand. `{% load sources %}`."""

from django import template
from django.utils.translation import gettext, gettext_noop

register = template.Library()
KINDS = {
    "fec": gettext_noop("General ledger (FEC)"), "csv": gettext_noop("CSV list"), "xlsx": gettext_noop("Excel list"),
    "bank": gettext_noop("Bank"), "einvoice": gettext_noop("Structured invoices (Factur-X, CII, UBL)"),
    "files": gettext_noop("Invoices as PDF (ZIP)"), "life_cycle": gettext_noop("Life of e-invoices (CDAR)"),
    "manual": gettext_noop("Entered by hand"), "demo": gettext_noop("Demonstration"),
}  # fmt: skip
STATES = {
    "fresh": (gettext_noop("fresh"), "good"), "old": (gettext_noop("too old to remind"), "warn"),
    "silent": (gettext_noop("no day"), ""), "retired": (gettext_noop("no longer fed"), "held"),
}  # fmt: skip

FEEDS = {
    "accounts": (
        gettext_noop("Accounts: ledger and lists of invoices"),
        gettext_noop("Without them nobody is reminded: what is due is not known."),
    ),
    "bank": (
        gettext_noop("Bank statements"),
        gettext_noop("None came: a payment is known when the accounts tell it, later than the bank does."),
    ),
    "e_invoices": (
        gettext_noop("Structured invoices (Factur-X, CII, UBL)"),
        gettext_noop("None came: due dates and order numbers are those of the accounts."),
    ),
    "life_cycle": (
        gettext_noop("Life of e-invoices (platforms)"),
        gettext_noop("Nothing came: a refusal or a dispute told on a platform is not known here."),
    ),
    "files": (
        gettext_noop("PDFs of invoices"),
        gettext_noop("None came: no copy can be enclosed nor sent in one click."),
    ),
}


@register.filter
def feed_name(feed: str) -> str:
    return gettext(FEEDS[feed][0])


@register.filter
def feed_silence(feed: str) -> str:
    """Say what is not known while nothing comes by a feed."""
    return gettext(FEEDS[feed][1])


@register.filter
def source_kind(kind: str) -> str:
    return gettext(KINDS[kind]) if kind in KINDS else kind


@register.filter
def source_state(state: str) -> str:
    return gettext(STATES[state][0])


@register.filter
def source_tone(state: str) -> str:
    return STATES[state][1]
