"""The words of an insolvency, total over its kinds."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from encaisse.proceedings.rules import InsolvencyKind

register = template.Library()

KINDS: Mapping[InsolvencyKind, Promise] = {
    InsolvencyKind.SAFEGUARD: _("Safeguard"),
    InsolvencyKind.RECEIVERSHIP: _("Receivership"),
    InsolvencyKind.LIQUIDATION: _("Liquidation"),
}


@register.filter
def insolvency_kind(kind: str) -> Promise:
    return KINDS[InsolvencyKind(kind)]
