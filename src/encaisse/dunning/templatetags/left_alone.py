"""How what is not dunned is worded: its groups, and the gesture that ends each reason."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from encaisse.dunning.rules.decisions import Reason
from encaisse.dunning.rules.left_alone import Axis
from encaisse.dunning.templatetags.dunning import reason_name
from encaisse.ledger.rules.ages import AGE_ENDS

register = template.Library()
AXES: Mapping[Axis, str | Promise] = {Axis.REASON: _("By reason"), Axis.OWNER: _("By collector"), Axis.AGE: _("By age")}
GESTURES: Mapping[Reason, str | Promise] = {
    Reason.ITEMS_HELD: _("Disputes, promises, plans"),
    Reason.QUIET_PERIOD: _("Promises and plans"),
    Reason.REPLY: _("Read the reply"),
    Reason.NO_CONTACT: _("Add an address"),
    Reason.CREDITS_COVER: _("See the credits"),
    Reason.SALES_WINDOW: _("See the sales task"),
}


@register.simple_tag
def axes() -> list[tuple[Axis, str | Promise]]:
    return list(AXES.items())


@register.simple_tag
def group_name(axis: Axis, key: str, name: str = "") -> str:
    """Name a reason, a collector or an age."""
    if axis is Axis.OWNER:
        return name or gettext("Without a collector")
    return age_days(int(key)) if axis is Axis.AGE else str(reason_name(key))


@register.filter
def age_days(age: int) -> str:
    """Name an age by its days late."""
    if age == 0:
        return gettext("less than a day late")
    if age > len(AGE_ENDS):
        return gettext("more than %(days)s days late") % {"days": AGE_ENDS[-1]}
    first = AGE_ENDS[age - 2] + 1 if age > 1 else 1
    return gettext("%(first)s–%(last)s days late") % {"first": first, "last": AGE_ENDS[age - 1]}


@register.filter
def gesture_name(reason: str) -> str | Promise:
    """Say where on the customer file the reason is ended."""
    return GESTURES.get(Reason(reason), _("Customer file")) if reason in set(Reason) else _("Customer file")
