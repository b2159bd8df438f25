"""How the workbench words what other rooms decide: reasons, channels, states, the kinds of the story."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from encaisse.disputes.rules import reasons
from encaisse.dunning.queries import SignalView
from encaisse.dunning.rules.decisions import Reason, TaskKind
from encaisse.dunning.rules.explain import LEVELS, TASKS, Sentence
from encaisse.dunning.rules.explain import sentence_of as kept_sentence
from encaisse.dunning.rules.scenario import Level
from encaisse.dunning.templatetags.said import in_words, worded
from encaisse.kit.actor import Role
from encaisse.kit.phones import NotAPhoneNumber, phone_written
from encaisse.kit.terms import known_terms
from encaisse.ledger.queries import BalanceRow, BalanceTotal
from encaisse.ui.fields import dressed as dressed_field
from encaisse.ui.formats import reader_language
from encaisse.ui.templatetags.encaisse import chip, icon
from encaisse.ui.words import ROLE_NAMES
from encaisse.workbench.rules.calls import result_of
from encaisse.workbench.rules.scripts import Branch, Piece
from encaisse.workbench.rules.story import Happening
from encaisse.workbench.templatetags import words

register = template.Library()
Words = str | Promise


@register.filter
def terms_name(code: str) -> str:
    """Name payment terms as people do: « 30 jours fin de mois », not their code."""
    terms = known_terms().get(code)
    return terms.name(get_language() or "fr") if terms else code


@register.simple_tag
def level_chip(level: int | None) -> SafeString:
    """Show a level of dunning: preventive, R1, R2, R3, formal notice, legal."""
    if level is None:
        return SafeString("")
    tones = {0: "info", 1: "", 2: "accent", 3: "warn", 4: "bad", 5: "bad"}
    return chip(gettext(LEVELS[Level(level)]), tones[level])


@register.simple_tag
def channel(code: str) -> SafeString:
    """Show a channel: its icon and its name."""
    drawn, name = words.CHANNELS.get(code, ("circle", code))
    return format_html('<span class="channel">{}{}</span>', icon(drawn), name)


@register.filter
def channel_name(code: str) -> Words:
    return words.CHANNELS.get(code, ("", code))[1]


@register.filter
def channel_icon(code: str) -> str:
    return words.CHANNELS.get(code, ("circle", ""))[0]


@register.filter
def result_name(code: str) -> Words:
    return words.RESULTS.get(code, code)


@register.filter
def phone(number: str) -> str:
    """Write a telephone number as people read it; what is no number stays as it was given."""
    try:
        return phone_written(number)
    except NotAPhoneNumber:
        return number


@register.filter
def person_name(user_id: int, names: Mapping[int, str]) -> str:
    """Name a colleague whose id a value carries."""
    return names.get(user_id, "")


@register.filter
def result_icon(code: str) -> str:
    return words.RESULT_ICONS.get(code, "phone")


@register.filter
def picks(branch: Branch) -> str:
    """Say what an answer of the script fills in the form: the result it stands for, the reason it gives."""
    result = result_of(branch.outcome)
    filled = {
        "result": result.value if result else "",
        "reason": branch.reason,
        "disputes": "on" if branch.outcome == "DISPUTE_OPENED" else "",
    }
    return "&".join(f"{name}={value}" for name, value in filled.items() if value)


@register.filter
def reason_name(code: str) -> str:
    """Name why an invoice is not paid."""
    known = reasons().get(code)
    return known.name(reader_language()) if known else code


@register.filter
def department_name(code: str) -> Words:
    return words.DEPARTMENTS.get(code, code)


@register.filter
def dispute_outcome(code: str) -> Words:
    return words.DISPUTE_OUTCOMES.get(code, code)


@register.filter
def segment_name(code: str) -> Words:
    return words.SEGMENTS.get(code, code)


@register.filter
def hold_reason_name(code: str) -> Words:
    return words.HOLD_REASONS.get(code, code)


@register.filter
def duty_name(code: str) -> Words:
    return words.DUTIES.get(code, code)


@register.simple_tag
def health_chip(health: str) -> SafeString:
    name, tone = words.HEALTHS.get(health, (health, ""))
    return chip(name, tone)


@register.simple_tag
def promise_chip(state: str) -> SafeString:
    name, tone = words.PROMISES.get(str(state), (state, ""))
    return chip(name, tone)


@register.simple_tag
def message_chip(state: str) -> SafeString:
    name, tone = words.MESSAGE_STATES.get(state, (state, ""))
    return chip(name, tone)


@register.filter
def signal_words(signal: SignalView) -> str:
    """Say what a run noticed and a person has to do."""
    known = TASKS[TaskKind(signal.kind)] if signal.kind in set(TaskKind) else signal.kind
    return worded(known, {"amount": signal.amount, "currency": signal.currency})


@register.filter
def role_code_name(code: str) -> Words:
    """Name a role by its code; a task for nobody in particular is the collector's."""
    return ROLE_NAMES[Role(code or Role.COLLECTOR)]


@register.filter
def reason_words(reason: Mapping[str, Any] | None) -> str:
    """Say in a sentence why an action was planned, from what the decision kept."""
    code = (reason or {}).get("code", "")
    if code == "agreed":
        return str((reason or {}).get("comment") or gettext("Call-back agreed on the phone."))
    if code == "pinned":
        return gettext("Pinned by hand: no call is planned for now.")
    if code not in set(Reason):
        return ""
    figures = (reason or {}).get("figures", {})
    return worded(kept_sentence(Reason(code), figures), figures)


@register.filter
def said(sentence: Sentence) -> str:
    """Say a sentence of an explanation in the reader's language."""
    return in_words(sentence)


@register.filter
def story_words(happening: Happening) -> Words:
    return words.STORY.get(happening.kind, (happening.kind, "", ""))[0]


@register.filter
def qualified_name(decision: str) -> Words:
    return words.QUALIFIED.get(decision, decision)


@register.filter
def story_icon(happening: Happening) -> str:
    if happening.kind in {"message", "contact", "step"}:
        return channel_icon(happening.channel)
    return words.STORY.get(happening.kind, ("", "circle", ""))[1]


@register.filter
def story_tone(happening: Happening) -> str:
    return words.STORY_TONES.get((happening.kind, happening.state)) or words.STORY.get(happening.kind, ("", "", ""))[2]


@register.filter
def family_name(family: str) -> Words:
    return words.FAMILIES[family]


@register.simple_tag
def sentence_of(pieces: tuple[Piece, ...]) -> SafeString:
    """Show what to say: figures put in their place stand out, blanks too."""
    return format_html_join("", '<span class="said-{}">{}</span>', ((piece.kind, piece.words) for piece in pieces))


@register.simple_tag
def age_parts(balance: BalanceRow | BalanceTotal) -> list[tuple[Words, Decimal]]:
    """Return a balance as the bar of ages draws it: not due, then the ages of the columns."""
    return list(zip((_("Not due"), *words.AGES), (balance.not_due_amount, *balance.ages), strict=True))


@register.simple_tag
def age_name(place: int) -> str:
    return words.AGES[place - 1]


@register.filter
def group_words(name: str) -> str:
    """Name a group; its own name may say already that it is one."""
    return name if re.match(r"group", name, re.IGNORECASE) else gettext("group %(name)s") % {"name": name}


@register.filter
def named(names: Mapping[int, str], key: int) -> str:
    return names.get(key, "")


@register.filter
def plan_name(state: str) -> Words:
    return words.PLANS.get(state, state)


@register.filter
def dressed(bound: BoundField) -> SafeString:
    """Show a field without its label, in the look of the house."""
    return dressed_field(bound)


@register.filter
def lateness(days: int | None) -> str:
    """Say how late a customer pays on average, in words."""
    if days is None:
        return gettext("No payment in twelve months")
    if days == 0:
        return gettext("Pays on the due date, on average")
    if days < 0:
        return ngettext(
            "Pays %(count)s day before the due date, on average", "Pays %(count)s days before the due date, on average", -days
        ) % {"count": -days}
    return ngettext("Pays %(count)s day after the due date, on average", "Pays %(count)s days after the due date, on average", days) % {
        "count": days
    }


@register.filter
def health_reason(reason: str) -> str:
    """Say in the reader's words why an address reaches no more; what a person or a file wrote stays as written."""
    for noted, said in words.HEALTH_REASONS.items():
        if reason == noted or reason.startswith(f"{noted} "):
            return f"{said}{reason[len(noted) :]}"
    return reason
