import re
from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from encaisse.dunning.rules.einvoices import SUBMITTED, held_by, reason_of
from encaisse.ledger.rules.evidence import DispatchChannel
from encaisse.ledger.rules.life_cycle import SETTLED, STEPS
from encaisse.workbench.templatetags.workbench import reason_name

register = template.Library()
DISPATCH_CHANNELS: Mapping[DispatchChannel, Promise | str] = {
    DispatchChannel.EMAIL: _("E-mail"),
    DispatchChannel.POST: _("Post"),
    DispatchChannel.PORTAL: _("Customer portal"),
    DispatchChannel.EINVOICING: _("E-invoicing platform"),
    DispatchChannel.HAND: _("By hand"),
}
MATCHED_BY = {"hand": _("added by hand"), "name": _("by its name"), "text": _("by its text"), "content": _("structured invoice")}
HOW = {
    "done": _("done"), "replaced": _("replaced"), "not_applicable": _("not applicable"), "not_done": _("not done"),
    "already_reached": _("reached before Encaisse"),
}  # fmt: skip
DUE_DATE_SOURCES = {
    "given": _("stated on the invoice or by the accounts"), "terms": _("reckoned from its terms"),
    "default": _("reckoned from the terms of the customer or the creditor"), "person": _("changed by a person"),
}  # fmt: skip


@register.filter
def dispatch_channel(code: str) -> Promise | str:
    return DISPATCH_CHANNELS[DispatchChannel(code)]


@register.filter
def matched_words(code: str) -> Promise | str:
    return MATCHED_BY.get(code, code)


@register.filter
def life_cycle(code: int) -> Promise | str:
    return _(STEPS[code]) if code in STEPS else str(code)


@register.filter
def platform_hold(code: int | None, reason_code: str = "") -> Promise | str:
    """Name the state that keeps an e-invoice from being chased; nothing when none does."""
    if code is None or held_by(code, reason_code) is None:
        return ""
    return _("Not transmitted") if code == SUBMITTED else life_cycle(code)


@register.filter
def life_cycle_told(detail: str) -> str:
    """Say a step of the timeline, told by its code and reasons, in words."""
    code, _space, reasons = detail.partition(" ")
    words = life_cycle(int(code)) if code.isdigit() else code
    return " · ".join(filter(None, (str(words), reasons.strip(), "" if code == str(SETTLED) else code)))


@register.filter
def platform_reason(codes: str) -> str:
    """Say why the platform told it, in the words of our own reasons; the code is kept, it is what the customer sees."""
    ours = reason_of(codes)
    return f"{reason_name(ours)} ({codes})" if ours else codes


CODES = re.compile(r"\(([A-Z_]+(?: [A-Z_]+)*)\)")


@register.filter
def platform_reasons(comment: str) -> str:
    """Say what a task tells of e-invoices with the reasons of the platform in our words: « FA12 (Quantité, QTE_ERR) »."""

    def worded(found: re.Match[str]) -> str:
        ours = reason_of(found[1])
        return f"({reason_name(ours)}, {found[1]})" if ours else found[0]

    return CODES.sub(worded, comment)


@register.filter
def step_end(how: str) -> Promise | str:
    return HOW.get(how, how)


@register.filter
def due_date_origin(source: str) -> Promise | str:
    return DUE_DATE_SOURCES.get(source, source)
