"""The words of the lines of a day: what kind of work, about whom, and why it is there."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from encaisse.dunning.queries import ActionView, SignalView, TextRow
from encaisse.workbench.queries.deposits import ToDeposit
from encaisse.workbench.queries.lines import Figure, Kind, LateDispute, Line, Reply
from encaisse.workbench.queries.replies import ReplyToAnswer
from encaisse.workbench.rules.agenda import CallToMake
from encaisse.workbench.templatetags.words import CHANNELS, DEPARTMENTS, Words
from encaisse.workbench.templatetags.workbench import reason_name, reason_words, signal_words

register = template.Library()

KINDS: Mapping[Kind, Words] = {
    Kind.PINNED: _("Pinned"),
    Kind.CALL_BACK: _("Call back"),
    Kind.REPLY: _("Reply"),
    Kind.BROKEN_PROMISE: _("Broken promise"),
    Kind.DEPOSIT: _("To deposit on a portal"),
    Kind.CALL: _("Call"),
    Kind.APPROVAL: _("To approve"),
    Kind.LATE_DISPUTE: _("Late dispute"),
    Kind.TASK: _("Task"),
}


@register.filter
def kind_name(kind: Kind) -> Words:
    return KINDS[kind]


@register.filter
def line_code(line: Line) -> str:
    """Return the code of the customer a line is about; a batch is about many."""
    return "" if isinstance(line.about, Figure) else line.about.code


@register.filter
def line_name(line: Line) -> str:
    if isinstance(line.about, Figure):
        return ngettext("%(count)s message", "%(count)s messages", line.about.count) % {"count": line.about.count}
    return line.about.name


@register.filter
def line_words(line: Line) -> str:
    """Say why a line is there."""
    match line.about:
        case ReplyToAnswer() as mail:
            return mail.excerpt or mail.subject
        case SignalView() | TextRow() as waiting:
            return signal_words(waiting) if isinstance(waiting, SignalView) else f"{channel_words('portal')} · {waiting.subject}"
        case Figure(channel=code):
            return channel_words(code)
        case LateDispute(reason=reason, department=department):
            return f"{reason_name(reason)} · {DEPARTMENTS.get(department, department)}"
        case ToDeposit(action=ActionView(reason=reason, channel=code)) | ActionView(reason=reason, channel=code):
            return f"{channel_words(code)} · {reason_words(reason)}"
        case Reply(detail=reason) | CallToMake(reason=reason):
            return reason_words(reason)


def channel_words(code: str) -> str:
    return str(CHANNELS.get(code, ("", code))[1])
