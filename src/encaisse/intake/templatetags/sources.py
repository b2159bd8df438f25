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


@register.filter
def source_kind(kind: str) -> str:
    return gettext(KINDS[kind]) if kind in KINDS else kind


@register.filter
def source_state(state: str) -> str:
    return gettext(STATES[state][0])


@register.filter
def source_tone(state: str) -> str:
    return STATES[state][1]
