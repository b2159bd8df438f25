"""The words of deposits on customers' portals."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from encaisse.dunning.rules.deposits import DepositResult
from encaisse.ui.templatetags.encaisse import chip

register = template.Library()
Words = str | Promise
RESULTS: Mapping[DepositResult, tuple[Words, str, str]] = {
    DepositResult.DEPOSITED: (_("Deposited"), "world-upload", "good"),
    DepositResult.DOWN: (_("The portal does not work"), "world-off", "warn"),
    DepositResult.REFUSED: (_("The portal refuses it"), "ban", "bad"),
}


@register.filter
def deposit_icon(result: str) -> str:
    return RESULTS[DepositResult(result)][1]


@register.simple_tag
def deposit_chip(result: str) -> SafeString:
    words, icon_name, tone = RESULTS[DepositResult(result)]
    return chip(words, tone, icon_name)
