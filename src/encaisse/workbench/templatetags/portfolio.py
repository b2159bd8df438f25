"""How the portfolio says where dunning stands. `{% load portfolio %}`."""

from collections.abc import Mapping
from decimal import Decimal

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from encaisse.dunning.queries import Standing
from encaisse.dunning.templatetags.dunning import channel_mark, channel_name, level_chip, level_name, reason_chip, reason_name
from encaisse.kit.money import decimals
from encaisse.ui.formats import day_text, number_text
from encaisse.ui.templatetags.encaisse import chip

register = template.Library()
Words = str | Promise

DOUBTS: Mapping[str, tuple[Words, str]] = {
    "no_document": (_("No original document"), "warn"),
    "carried_forward": (_("Carried forward without detail"), "warn"),
    "collective": (_("Collective customer"), "held"),
    "affiliate": (_("Group affiliate"), "info"),
    "employee": (_("Employee"), "info"),
    "bill_not_matured": (_("Bill not matured"), "info"),
    "doubtful": (pgettext_lazy("outlook", "Doubtful"), "bad"),
    "to_be_invoiced": (_("To be invoiced"), "info"),
    "factored": (_("Assigned to a factor"), "held"),
    "past_limitation": (_("Past limitation"), "bad"),
}


@register.filter
def doubt_name(doubt: str) -> Words:
    return DOUBTS[doubt][0]


@register.simple_tag
def doubt_chip(doubt: str) -> SafeString:
    return chip(*DOUBTS[doubt])


@register.simple_tag
def standing_mark(standing: Standing | None) -> SafeString:
    """Show the action under way, else why the customer is left alone and until when."""
    if standing is None or not standing.verdict:
        return SafeString("")
    if standing.state:
        return format_html("{} {}", channel_mark(standing.channel), level_chip(standing.level))
    until = format_html('<span class="under">{}</span>', day_text(standing.until_on)) if standing.until_on else ""
    return format_html("{}{}", reason_chip(standing.reason), until)


def standing_words(standing: Standing | None) -> str:
    """Say the same in plain words, for a spreadsheet."""
    if standing is None or not standing.verdict:
        return ""
    if standing.state and standing.level is not None:
        return f"{channel_name(standing.channel)} {level_name(standing.level)}"
    if standing.until_on is None:
        return str(reason_name(standing.reason))
    return gettext("%(reason)s, until %(day)s") % {"reason": reason_name(standing.reason), "day": day_text(standing.until_on)}


@register.filter
def minor(amount: Decimal, currency: str = "EUR") -> int:
    return int(amount * 10 ** decimals(currency))


@register.filter
def whole(amount: Decimal) -> str:
    """Write an amount without its cents, for the narrow columns of ages: the exact amount is beside and in the export."""
    return number_text(amount.quantize(Decimal(1))) if amount else "–"
