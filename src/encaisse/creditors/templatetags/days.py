"""Words of a year: what a day is, by its kind, its holidays and its quiet period. `{% load days %}`."""

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, gettext_noop

from encaisse.creditors.forms import REGION_NAMES
from encaisse.creditors.rules.year import DayKind, YearDay

register = template.Library()
KIND_NAMES = {
    DayKind.OPEN: gettext_noop("open day"),
    DayKind.WEEKEND: gettext_noop("week-end"),
    DayKind.HOLIDAY: gettext_noop("public holiday"),
    DayKind.CLOSED: gettext_noop("closed by the company"),
    DayKind.OPENED: gettext_noop("worked exceptionally"),
}


@register.filter
def words_of(words: str) -> list[str]:
    return words.split()


@register.filter
def kind_name(kind: str) -> str:
    return gettext(KIND_NAMES[DayKind(kind)])


@register.filter
def holiday_name(name: str) -> str:
    """Translate the name of a holiday; what a person wrote stays as it is."""
    return gettext(name)


@register.filter
def region_name(region: str) -> str:
    return str(REGION_NAMES.get(region, region))


@register.filter
def weekdays(_: str) -> list[str]:
    return [str(WEEKDAYS[number]) for number in range(7)]


@register.filter
def day_title(day: YearDay) -> str:
    """Say what is special about a day: nothing for a plain working day or a week-end."""
    kind = [] if day.kind in {DayKind.OPEN, DayKind.WEEKEND} else [kind_name(day.kind)]
    quiet = [] if day.quiet is None else [gettext("quiet period") + (f" ({day.quiet})" if day.quiet else "")]
    return ", ".join([*kind, *(gettext(name) for name in day.names), *quiet])
