"""The words of visits: what they gave, how money was handed over. Total over the values they name."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from encaisse.dunning.rules.visits import VisitResult
from encaisse.workbench.rules.visits import MEANS, Means
from encaisse.workbench.templatetags.words import Words

register = template.Library()

# words, icon
VISIT_RESULTS: Mapping[VisitResult, tuple[Words, str]] = {
    VisitResult.PROMISED: (_("Promise"), "calendar-dollar"),
    VisitResult.PAID: (_("Paid on the spot"), "cash-banknote"),
    VisitResult.DISPUTED: (_("Contests"), "hand-stop"),
    VisitResult.REFUSED: (_("Refuses to pay"), "thumb-down"),
    VisitResult.SEEN: (_("Met, something else"), "user-check"),
    VisitResult.ABSENT: (_("Nobody there"), "user-off"),
    VisitResult.GONE: (_("Gone away"), "building-store"),
}


@register.filter
def visit_result(code: str) -> Words:
    return VISIT_RESULTS[VisitResult(code)][0] if code in set(VisitResult) else code


@register.filter
def visit_icon(code: str) -> str:
    return VISIT_RESULTS[VisitResult(code)][1] if code in set(VisitResult) else "briefcase"


@register.filter
def means_name(code: str) -> str:
    return gettext(MEANS[Means(code)]) if code in set(Means) else code
