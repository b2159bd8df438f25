"""The line of a scenario: its steps on a time axis from the due date, and what differs between two versions, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from encaisse.dunning.queries import Followers, Inherited, VersionCard
from encaisse.dunning.rules.explain import LEVELS
from encaisse.dunning.rules.scenario import Copies, OffsetFrom, Scenario, Step
from encaisse.dunning.rules.version_changes import Change, ChangeKind
from encaisse.dunning.rules.who_changes import Shift
from encaisse.dunning.templatetags import words
from encaisse.dunning.templatetags.conditions import condition_text, round_money
from encaisse.dunning.templatetags.dunning import channel_name, level_name, mode_name, offset_words, script_name, sender_name
from encaisse.kit.refusals import Refusal
from encaisse.messages.templatetags.messages import model_name
from encaisse.ui.formats import number_text, refusal_text
from encaisse.ui.templatetags.encaisse import chip

register = template.Library()
LEFT, RIGHT, GAP = 46, 954, 66
HALF_ICON = 9
# A letter of the axis is about this wide, and two words stand this far apart.
LETTER_WIDTH, BETWEEN_WORDS = 5.8, 6
NOTICE_DAYS = 8


@dataclass(frozen=True, slots=True)
class Point:
    step: Step
    x: int
    words: str
    level: str
    is_low: bool = False

    @property
    def icon_x(self) -> int:
        return self.x - HALF_ICON


@dataclass(frozen=True, slots=True)
class Axis:
    points: Sequence[Point]
    due_x: int


def axis_of(scenario: Scenario) -> Axis:
    """Place the steps on 1,000 units by their days; those too near each other are drawn apart."""
    days = days_of(scenario)
    if not days:
        return Axis((), LEFT)
    first, last = min(*days, 0), max(*days, 1)
    scale = (RIGHT - LEFT) / max(last - first, 1)
    gap = min(GAP, (RIGHT - LEFT) // max(len(days), 1))
    places = spread([round(LEFT + (day - first) * scale) for day in days], gap)
    due = due_place(days, places, round(LEFT - first * scale), gap)
    points = [Point(step, x, step_words(step), str(level_name(step.level))) for step, x in zip(scenario.steps, places, strict=True)]
    return Axis(apart(points), due)


def apart(points: Sequence[Point]) -> list[Point]:
    """Write the level of a step one row lower where it would run into the one before."""
    shown: list[Point] = []
    taken = 0.0
    for point in points:
        half = len(point.level) * LETTER_WIDTH / 2
        is_low = point.x - half < taken
        taken = taken if is_low else point.x + half + BETWEEN_WORDS
        shown.append(replace(point, is_low=is_low))
    return shown


def days_of(scenario: Scenario) -> list[int]:
    """Return the day of each step from the due date; what runs from the notice is reckoned as if it were presented on its day."""
    notice = scenario.formal_notice_position
    base = scenario.steps[notice].offset_days + NOTICE_DAYS if notice is not None else 0
    return [step.offset_days + (base if step.offset_from is OffsetFrom.NOTICE_RUN else 0) for step in scenario.steps]


def spread(wanted: list[int], gap: int) -> list[int]:
    places: list[int] = []
    for x in wanted:
        places.append(max(x, places[-1] + gap) if places else x)
    limit = RIGHT
    for index in range(len(places) - 1, -1, -1):
        places[index] = min(places[index], limit)
        limit = places[index] - gap
    return places


def due_place(days: list[int], places: list[int], wanted: int, gap: int) -> int:
    """Return where the due date stands: after the last step before it, before the first one after it."""
    before = [x for day, x in zip(days, places, strict=True) if day < 0]
    after = [x for day, x in zip(days, places, strict=True) if day >= 0]
    low = before[-1] + gap // 2 if before else LEFT - gap // 2
    high = after[0] - gap // 2 if after else RIGHT
    return max(min(wanted, high), low) if low <= high else (low + high) // 2


@register.inclusion_tag("dunning/axis.html")
def time_axis(scenario: Scenario, href: str = "", chosen: str = "") -> dict[str, Any]:
    """Draw a scenario on its time axis; with an address, each step opens there (`?step=`)."""
    return {"axis": axis_of(scenario), "href": href, "chosen": chosen}


@register.filter
def rung_words(rung: Inherited, segment: str) -> str:
    """Name a rung of the inheritance: the company, the segment, the customer itself."""
    if rung.source == "segment":
        return gettext("segment %(segment)s") % {"segment": words.SEGMENTS.get(segment, segment)}
    return {"creditor": gettext("company"), "customer": gettext("customer")}[rung.source]


@register.filter
def way_words(way: Followers) -> str:
    """Say how customers come to follow a scenario, and how many: its own, its segment's, the creditor's."""
    names = {
        "customer": gettext("chosen for the customer"),
        "segment": gettext("segment %(segment)s") % {"segment": words.SEGMENTS.get(way.segment, way.segment)},
        "creditor": gettext("everyone else of the company"),
    }
    return gettext("%(way)s: %(count)s (%(amount)s overdue)") % {
        "way": names[way.source], "count": number_text(way.customers), "amount": round_money(way.overdue_amount),
    }  # fmt: skip


@register.filter
def shift_name(shift: Shift) -> words.Words:
    return words.SHIFTS[shift][0]


@register.simple_tag
def shift_chip(shift: Shift) -> SafeString:
    return chip(*words.SHIFTS[shift])


@register.simple_tag
def version_chip(version: VersionCard, on: date) -> SafeString:
    """Show where a version stands: draft, waits, to come, applied, cancelled."""
    if version.is_to_come(on):
        return chip(gettext("to come"), "info")
    return chip(*words.VERSION_STATES[version.state])


@register.filter
def step_words(step: Step) -> str:
    """Name a step in one breath: day, level, channel."""
    return f"{offset_words(step)} · {level_name(step.level)} · {channel_name(step.channel)}"


@register.filter
def enclosures_words(step: Step) -> str:
    """Say what a step encloses by its own choice; nothing when it does as the company chose."""
    said = [] if step.copies is Copies.COMPANY else [str(words.COPIES[step.copies])]
    said += [gettext("statement of account")] if step.with_statement else []
    return ", ".join(said + ([gettext("general terms")] if step.with_terms else []))


@register.filter
def day_mark(step: Step) -> str:
    """Write the day of a step in few letters: what runs from the formal notice says so."""
    if step.offset_from is OffsetFrom.NOTICE_RUN:
        return gettext("FN +%(days)s d") % {"days": step.offset_days}
    return offset_words(step)


@register.filter
def step_named(scenario: Scenario, key: str) -> str:
    """Name a step of a scenario by its key."""
    return next((step_words(step) for step in scenario.steps if step.key == key), key)


@register.filter
def refusal_words(refusal: Refusal) -> str:
    """Say a refusal in the reader's language; words among its values are translated too."""
    values = {name: gettext(value) if isinstance(value, str) and value else value for name, value in refusal.values.items()}
    return refusal_text(type(refusal)(**values), gettext)


@register.filter
def text_name(code: str) -> str:
    """Name what a step says: a call script, a task or a text."""
    return str(script_name(code) or words.WORK_TEXTS.get(code) or model_name(code) or "–")


@register.filter
def change_words(change: Change) -> str:
    """Say one difference between two versions."""
    match change.kind:
        case ChangeKind.ADDED if change.after:
            return gettext("%(step)s: added") % {"step": step_words(change.after)}
        case ChangeKind.REMOVED if change.before:
            return gettext("%(step)s: removed") % {"step": step_words(change.before)}
        case ChangeKind.SCENARIO_MINIMUM if change.old and change.new:
            return gettext("Smallest sum asked: %(before)s → %(after)s") % {
                "before": round_money(change.old.minimum_amount), "after": round_money(change.new.minimum_amount),
            }  # fmt: skip
        case ChangeKind.FIRST_CURATIVE if change.old and change.new:
            return gettext("An invoice met late starts at: %(before)s → %(after)s") % {
                "before": start_words(change.old), "after": start_words(change.new),
            }  # fmt: skip
        case _:
            return step_change_words(change)


def start_words(scenario: Scenario) -> str:
    place = scenario.first_curative_position
    return step_words(scenario.steps[place]) if place < len(scenario.steps) else "–"


def step_change_words(change: Change) -> str:
    before, after = change.before, change.after
    if before is None or after is None:
        return ""
    if change.kind is ChangeKind.ORDER:
        return gettext("%(step)s: passes another step") % {"step": step_words(after)}
    return gettext("%(step)s: %(what)s %(before)s → %(after)s") % {
        "step": step_words(before), "what": ATTRIBUTES[change.kind](),
        "before": side(change.kind, before), "after": side(change.kind, after),
    }  # fmt: skip


ATTRIBUTES = {
    ChangeKind.LEVEL: lambda: gettext("level"),
    ChangeKind.DAY: lambda: gettext("day"),
    ChangeKind.INTERVAL: lambda: gettext("days after the previous step"),
    ChangeKind.CHANNEL: lambda: gettext("channel"),
    ChangeKind.TEMPLATE: lambda: gettext("text"),
    ChangeKind.SENDER: lambda: gettext("voice"),
    ChangeKind.MODE: lambda: gettext("how it leaves"),
    ChangeKind.MINIMUM: lambda: gettext("only above"),
    ChangeKind.CONDITIONS: lambda: gettext("conditions"),
    ChangeKind.CONTACT: lambda: gettext("counts as a contact"),
    ChangeKind.ENCLOSURES: lambda: gettext("enclosures"),
}


def side(kind: ChangeKind, step: Step) -> str:
    """Say one side of a change of a step."""
    said = {
        ChangeKind.LEVEL: lambda: gettext(LEVELS[step.level]),
        ChangeKind.DAY: lambda: offset_words(step),
        ChangeKind.INTERVAL: lambda: str(step.interval_days),
        ChangeKind.CHANNEL: lambda: str(channel_name(step.channel)),
        ChangeKind.TEMPLATE: lambda: text_name(step.template),
        ChangeKind.SENDER: lambda: sender_name(step.sender_role),
        ChangeKind.MODE: lambda: str(mode_name(step.mode)),
        ChangeKind.MINIMUM: lambda: round_money(step.minimum_amount),
        ChangeKind.CONDITIONS: lambda: ", ".join(map(condition_text, step.conditions)) or gettext("none"),
        ChangeKind.CONTACT: lambda: gettext("yes") if step.is_contact else gettext("no"),
        ChangeKind.ENCLOSURES: lambda: enclosures_words(step) or str(words.COPIES[step.copies]),
    }
    return said[kind]()
