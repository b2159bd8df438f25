"""How a replay is shown: its lanes side by side, figure by figure, month by month; the days at which a customer was reached."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from encaisse.dunning.queries import ReplayCard
from encaisse.dunning.rules.scenario import Level
from encaisse.dunning.templatetags import words
from encaisse.dunning.templatetags.dunning import level_name
from encaisse.ui.formats import day_text, kept_refusal_text, money_text, number_text
from encaisse.ui.templatetags.encaisse import chip

register = template.Library()
REAL = -1
COLOURS = ("accent", "info", "held")


def lane_columns(card: ReplayCard, names: Mapping[int, str]) -> list[tuple[int, str]]:
    """Name the columns: one or two scenarios, then what really happened."""
    lanes = [(place, names.get(version_id, gettext("a version since gone"))) for place, version_id in enumerate(card.versions)]
    return [*lanes, (REAL, gettext("what really happened"))]


def totals_of(card: ReplayCard) -> list[dict[str, Any]]:
    """Return the totals in the order of the columns."""
    return [*card.result.get("lanes", []), card.result["real"]] if card.result else []


def metric_rows(card: ReplayCard) -> list[tuple[str, list[str]]]:
    """Return the figures side by side: what is counted, then one value per column."""
    columns = totals_of(card)
    if not columns:
        return []
    counted = [
        (gettext("Messages"), "messages"), (gettext("Calls"), "calls"), (gettext("of which reached somebody"), "calls_reached"),
        (gettext("Letters"), "letters"), (gettext("Deposits on portals"), "deposits"),
        (gettext("Tasks for sales"), "sales_tasks"), (gettext("Internal tasks"), "internal_tasks"),
        (gettext("Legal steps"), "legal_steps"), (gettext("Customers spoken to or worked on"), "payers"),
    ]  # fmt: skip
    rows = [(name, [number_text(column.get(key, 0)) for column in columns]) for name, key in counted]
    rows.append((gettext("Cost"), [money_text(Decimal(column["cost"])) for column in columns]))
    for level in Level:
        reached = [column["customers_by_level"].get(str(int(level)), 0) for column in columns]
        if any(reached):
            rows.append((gettext("Customers reached at level %(level)s") % {"level": level_name(level)}, list(map(number_text, reached))))
    for name, key in (
        (gettext("Asked although paid"), "paid_breaches"), (gettext("Asked although disputed"), "disputed_breaches"),
    ):  # fmt: skip
        rows.append((name, [number_text(column[key]) for column in columns[:-1]] + ["–"]))
    return rows


def months_drawn(card: ReplayCard, lanes: Sequence[tuple[int, str]]) -> dict[str, Any]:
    """Return the small chart: actions a month, one series per column; nothing when there is nothing."""
    columns = totals_of(card)
    months = sorted({month for column in columns for month in column["months"]})
    if not months:
        return {}
    series = [
        {"name": name, "values": [column["months"].get(month, 0) for month in months], "colour": COLOURS[place % len(COLOURS)]}
        for place, ((_lane, name), column) in enumerate(zip(lanes, columns, strict=True))
    ]
    return {"kind": "bars", "labels": [day_text(date.fromisoformat(f"{month}-01"), "MMM yy") for month in months], "series": series}


@register.filter
def lane_of(row: Any, lane: int) -> dict[str, Any]:
    return dict(row.lanes.get(lane, {}))


@register.filter
def level_days(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the levels at which a customer was reached, with their first day."""
    days = values.get("level_days", {})
    return [(level_name(int(level)), day_text(date.fromisoformat(day), "short")) for level, day in sorted(days.items())]


@register.filter
def counts_words(values: Mapping[str, Any]) -> str:
    """Say in a few words what a customer received."""
    kinds = values.get("kinds", {})
    named = {
        "message": pgettext("replay", "messages"), "call": pgettext("replay", "calls"), "letter": pgettext("replay", "letters"),
        "sales_task": pgettext("replay", "sales"), "internal": pgettext("replay", "internal"),
        "deposit": pgettext("replay", "deposits"),
    }  # fmt: skip
    return ", ".join(f"{count} {named[kind]}" for kind, count in kinds.items()) or "–"


@register.filter
def paid_words(paid: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(money_text(each["amount"], each["currency"]) for each in paid) or "–"


@register.filter
def why_failed(card: ReplayCard) -> str:
    """Say why a replay failed; one that failed before reasons were kept says where to look."""
    return kept_refusal_text(card.failed, gettext) or gettext("The reason was not kept: an administrator finds it in the log.")


@register.simple_tag
def replay_chip(state: str) -> SafeString:
    return chip(*words.REPLAY_STATES[state])
