"""How the portfolio words groupings, columns, what is said at a review and what moved. `{% load review_words %}`."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from encaisse.ui.formats import day_text, money_text
from encaisse.ui.templatetags.encaisse import chip
from encaisse.workbench.queries.idle import IdleRow
from encaisse.workbench.queries.reviews import ReviewView
from encaisse.workbench.rules.closes import Movement
from encaisse.workbench.rules.idle import Deed, Duty
from encaisse.workbench.rules.portfolio import Grouping, Shown
from encaisse.workbench.rules.reviews import Outlook
from encaisse.workbench.templatetags.words import AGES, DEPARTMENTS, REGION_NAMES, SEGMENTS

register = template.Library()
Words = str | Promise

GROUPINGS: Mapping[Grouping, Words] = {
    Grouping.COLLECTOR: _("By collector"),
    Grouping.SALESPERSON: _("By salesperson"),
    Grouping.GROUP: _("By group"),
    Grouping.SEGMENT: _("By segment"),
    Grouping.REGION: _("By region"),
    Grouping.CREDITOR: _("By company"),
}
COLUMN_NAMES: Mapping[Shown, Words] = {
    Shown.NEXT: _("Next"),
    Shown.COMMENT: _("Review comment"),
    Shown.OLDEST: _("Oldest"),
    Shown.OVERDUE: _("Overdue"),
    Shown.NOT_DUE: _("Not due"),
    Shown.AGES: _("Ages"),
    Shown.CREDIT: pgettext_lazy("column", "Credits"),
}
OUTLOOKS: Mapping[Outlook, tuple[Words, str]] = {
    Outlook.SURE: (pgettext_lazy("outlook", "Sure"), "good"),
    Outlook.WATCH: (pgettext_lazy("outlook", "To watch"), "warn"),
    Outlook.DOUBTFUL: (pgettext_lazy("outlook", "Doubtful"), "bad"),
}
DEEDS: Mapping[Deed, Words] = {
    Deed.SENT: _("Message sent"),
    Deed.CALL: _("Call"),
    Deed.REPLY: _("Reply received"),
    Deed.NOTE: _("Note"),
    Deed.PROMISE: _("Promise"),
    Deed.DISPUTE: _("Dispute"),
    Deed.TASK: _("Task done"),
}
PLACES: Mapping[str, Words] = {
    "not_due": _("Not due"),
    "overdue": _("Overdue"),
    "credit": pgettext_lazy("column", "Credits"),
    "open": _("Net outstanding"),
}
NOBODY: Mapping[Grouping, Words] = {
    Grouping.COLLECTOR: _("Without a collector"),
    Grouping.SALESPERSON: _("Without a salesperson"),
    Grouping.GROUP: _("Outside any group"),
}
MOVEMENTS: Mapping[Movement, Words] = {
    Movement.NEW: _("New"),
    Movement.SETTLED: _("Settled"),
    Movement.REDUCED: _("Partly paid or used"),
    Movement.GROWN: _("Grown"),
    Movement.SAME: _("Unchanged"),
}


@register.filter
def outlook_name(outlook: str) -> Words:
    return OUTLOOKS[Outlook(outlook)][0] if outlook else ""


@register.simple_tag
def outlook_chip(outlook: str) -> SafeString:
    return chip(*OUTLOOKS[Outlook(outlook)]) if outlook else SafeString("")


@register.filter
def movement_name(movement: str) -> Words:
    return MOVEMENTS[Movement(movement)]


@register.filter
def deed_name(deed: Deed) -> Words:
    return DEEDS[Deed(deed)]


@register.filter
def duty_words(row: IdleRow, names: Mapping[int, str]) -> str:
    """Say who should act on a customer left alone: a department, a person, or that nobody was given it."""
    match row.duty:
        case Duty.DEPARTMENT:
            return str(DEPARTMENTS[row.department])
        case Duty.COLLECTOR:
            return names.get(row.collector_id or 0, "")
        case Duty.SALESPERSON:
            return names.get(row.salesperson_id or 0, "")
        case Duty.NOBODY:
            return gettext("to be given to somebody")


@register.filter
def place_name(place: str) -> Words:
    """Name a figure of an aged balance: an age by its days."""
    return AGES[int(place[-1]) - 1] if place.startswith("age_") else PLACES[place]


@register.filter
def signed(amount: str) -> str:
    """Write a movement with its sign: what grew has a plus."""
    grew = any(digit in "123456789" for digit in amount) and not amount.startswith(("-", "−", "–"))
    return f"+{amount}" if grew else amount


@register.filter
def column_name(column: str) -> Words:
    return COLUMN_NAMES[Shown(column)]


@register.simple_tag
def review_mark(review: ReviewView | None) -> SafeString:
    """Show what was said last: how sure, how much and when, in words, and by whom."""
    if review is None:
        return SafeString("")
    return format_html(
        '{} <span class="review-words">{}</span><span class="under">{}</span>',
        outlook_chip(review.outlook), review_words(review), f"{day_text(review.written_on, 'short')} · {review.written_by_name}",
    )  # fmt: skip


def review_words(review: ReviewView | None) -> str:
    """Say a comment in one line, for a cell: what is expected, then the words."""
    if review is None:
        return ""
    return " · ".join(part for part in (expected_words(review), review.body) if part)


@register.filter
def review_line(review: ReviewView) -> str:
    return review_words(review)


@register.simple_tag
def group_name(grouping: Grouping, key: str, name: str) -> Words:
    """Name a group: the person, company or group found, the segment or region by its code, or that there is none."""
    if grouping is Grouping.SEGMENT:
        return SEGMENTS.get(key, key)
    if grouping is Grouping.REGION:
        return REGION_NAMES.get(key, key)
    return name or NOBODY.get(grouping, key)


def expected_words(review: ReviewView) -> str:
    amount = money_text(review.expected_amount, review.currency) if review.expected_amount is not None else ""
    if review.expected_on is None:
        return gettext("%(amount)s expected") % {"amount": amount} if amount else ""
    day = day_text(review.expected_on, "short")
    if not amount:
        return gettext("expected on %(day)s") % {"day": day}
    return gettext("%(amount)s on %(day)s") % {"amount": amount, "day": day}
