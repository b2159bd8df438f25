"""How dunning's screens word levels, channels, reasons, conditions. `{% load dunning %}`."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from encaisse.dunning.rules.decisions import Reason, TaskKind
from encaisse.dunning.rules.explain import ITEM_HOLDS, LEVELS, TASKS, Sentence, sentence_of
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.dunning.rules.progress import Presentation
from encaisse.dunning.rules.reprise import GoLiveChoice, GoLiveFlag
from encaisse.dunning.rules.scenario import ApprovedBy, Channel, Level, OffsetFrom, SenderRole, Step, StepMode
from encaisse.dunning.rules.values import ItemHold
from encaisse.dunning.templatetags import words
from encaisse.dunning.templatetags.conditions import condition_text
from encaisse.dunning.templatetags.said import in_words, worded
from encaisse.kit.actor import Role
from encaisse.kit.money import decimals
from encaisse.ui.templatetags.encaisse import chip, icon
from encaisse.ui.words import ROLE_NAMES

register = template.Library()
Words = str | Promise


@register.filter
def level_name(level: int) -> str:
    return gettext(LEVELS[Level(level)])


@register.simple_tag
def level_chip(level: int | None) -> SafeString:
    return SafeString("") if level is None else chip(level_name(level), words.LEVEL_TONES[level])


@register.filter
def channel_name(channel: str) -> Words:
    return words.CHANNELS[Channel(channel)][1]


@register.filter
def channel_icon(channel: str) -> str:
    return words.CHANNELS[Channel(channel)][0]


@register.filter
def mode_name(mode: str) -> Words:
    return words.MODES[StepMode(mode)][1]


@register.filter
def sender_name(role: str) -> str:
    """Name a role; a role nobody knows any more is shown as it is written."""
    if role in words.VOICES:
        return str(words.VOICES[SenderRole(role)])
    return str(ROLE_NAMES[Role(role)]) if role in set(Role) else role


@register.filter
def roles_named(roles: tuple[SenderRole | str, ...]) -> str:
    return ", ".join(sender_name(str(role)) for role in roles)


@register.filter
def reason_name(code: str) -> Words:
    return words.REASONS[Reason(code)][0] if code in set(Reason) else words.NOT_DECIDED[0]


@register.simple_tag
def reason_chip(code: str) -> SafeString:
    """Show in three words why an account is left alone, or spoken to."""
    name, tone = words.REASONS[Reason(code)] if code in set(Reason) else words.NOT_DECIDED
    return chip(name, tone)


@register.filter
def reason_words(kept: Mapping[str, Any]) -> str:
    """Say in a sentence what a decision kept of its reason."""
    code, figures = kept.get("code", ""), kept.get("figures", {})
    return worded(sentence_of(Reason(code), figures), figures) if code in set(Reason) else ""


@register.filter
def held_words(kept: Mapping[str, Any]) -> list[str]:
    """Say why each part of what is overdue is left alone, the largest part first."""
    parts: dict[tuple[str, str], tuple[Decimal, str]] = {}
    for _item_id, reason, amount, until, *currency in kept.get("held", ()):
        key = (reason, currency[0] if currency else "")
        before, first = parts.get(key, (Decimal(), until or ""))
        parts[key] = (before + Decimal(amount), min(first, until or "") or first)
    known = sorted(
        ((total, until, ItemHold(reason), currency) for (reason, currency), (total, until) in parts.items() if reason in set(ItemHold)),
        reverse=True,
    )
    return [
        worded(ITEM_HOLDS[reason], {"amount": total, "currency": currency, "until": date.fromisoformat(until) if until else ""})
        for total, until, reason, currency in known
    ]


@register.filter
def said(sentence: Sentence) -> str:
    return in_words(sentence)


@register.filter
def task_name(kind: str) -> str:
    return worded(TASKS[TaskKind(kind)], {}) if kind in set(TaskKind) else kind


@register.filter
def section_name(section: str) -> Words:
    return words.SECTIONS[section]


@register.filter
def hold_reason_name(code: str) -> Words:
    return words.HOLD_REASONS[HoldReason(code)] if code in set(HoldReason) else code


@register.simple_tag
def flag_chip(flag: str) -> SafeString:
    name, tone = words.FLAGS[GoLiveFlag(flag)]
    return chip(name, tone)


@register.filter
def flag_name(flag: str) -> Words:
    return words.FLAGS[GoLiveFlag(flag)][0]


@register.simple_tag
def choice_chip(choice: str) -> SafeString:
    """Show where an item starts. The table keeps a level reached by its number."""
    if not choice:
        return chip(_("To set"), "warn")
    name, tone = words.CHOICES[choice_of(choice)]
    return chip(name, tone)


def choice_of(kept: str) -> GoLiveChoice:
    if kept in set(GoLiveChoice):
        return GoLiveChoice(kept)
    level = Level(int(kept.removeprefix("reached_")))
    return GoLiveChoice.REACHED_R1 if level is Level.PREVENTIVE else GoLiveChoice(f"reached_{level.name.lower()}")


@register.filter
def segment_name(code: str) -> Words:
    return words.SEGMENTS.get(code, code)


@register.filter
def source_name(kind: str) -> Words:
    return words.SOURCES.get(kind, kind)


@register.filter
def offset_words(step: Step) -> str:
    """Say when a step is due, in days: before (–) or after (+) the due date, or after the notice has run."""
    sign = "+" if step.offset_days > 0 else "−" if step.offset_days < 0 else ""
    if step.offset_from is OffsetFrom.NOTICE_RUN:
        return gettext("notice run +%(days)s d") % {"days": step.offset_days}
    return gettext("%(days)s d") % {"days": f"{sign}{abs(step.offset_days)}"}


@register.filter
def script_name(template: str) -> Words:
    """Name the script of a call; nothing for a text that is written."""
    return words.CALL_SCRIPTS.get(template.removeprefix("CALL:"), "") if template.startswith("CALL:") else ""


@register.filter
def is_approval(condition: Any) -> bool:
    return isinstance(condition, ApprovedBy)


@register.filter
def condition_words(condition: Any) -> str:
    return condition_text(condition)


@register.filter
def minor(amount: Decimal, currency: str = "EUR") -> int:
    """Return an amount in the currency's smallest unit, for the sums of ticked rows."""
    return int(amount * 10 ** decimals(currency))


@register.filter
def count_of(counts: Mapping[str, int], name: str) -> int:
    return counts.get(name, 0)


@register.simple_tag
def level_mark(level: int) -> SafeString:
    return format_html('<span class="level-mark level-{}">{}</span>', level, level_name(level))


@register.simple_tag
def channel_mark(channel: str) -> SafeString:
    return format_html('<span class="text-nowrap">{} {}</span>', icon(channel_icon(channel)), channel_name(channel))


@register.filter
def days_late_words(days: int) -> str:
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}


@register.filter
def presentation_name(outcome: str) -> Words:
    """Name what the post said of a registered letter; nothing when nobody asked yet."""
    return words.PRESENTATIONS[Presentation(outcome)] if outcome in set(Presentation) else ""
