from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from encaisse.dunning.rules.einvoices import HELD_BY, reason_of
from encaisse.ledger.rules.evidence import DispatchChannel
from encaisse.ledger.rules.life_cycle import SETTLED
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
# The life cycle of an e-invoice (XP Z12-012): what each code means to a collector.
LIFE_CYCLE = {
    200: _("Submitted"), 201: _("Issued"), 202: _("Received"), 203: _("Made available"), 204: _("Taken in charge"), 205: _("Approved"),
    206: _("Approved in part"), 207: _("Disputed"), 208: _("Suspended"), 209: _("Completed"), 210: _("Refused"),
    211: _("Payment sent"), 212: _("Paid"), 213: _("Rejected"), 220: _("Cancelled"), 221: _("Routing error"),
    224: _("Direct payment asked"),
    214: _("Endorsed"), 225: _("Factored"), 226: _("Factored, confidential"), 227: _("Change of account"), 228: _("Not factored"),
    501: _("Unacceptable"),
}  # fmt: skip
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
    return _("Settled with the customer") if code == SETTLED else LIFE_CYCLE.get(code, str(code))


@register.filter
def platform_hold(code: int | None) -> Promise | str:
    """Name the state that keeps an e-invoice from being chased; nothing when none does."""
    return life_cycle(code) if code in HELD_BY else ""


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


@register.filter
def step_end(how: str) -> Promise | str:
    return HOW.get(how, how)


@register.filter
def due_date_origin(source: str) -> Promise | str:
    return DUE_DATE_SOURCES.get(source, source)
