"""Sentences of decisions in the reader's language, their figures written the reader's way."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext

from encaisse.dunning.rules.explain import Sentence
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.dunning.rules.scenario import Channel
from encaisse.dunning.templatetags import words
from encaisse.ui.formats import amount_text, day_text, money_text, percent_text

DAYS = ("_on", "until", "_for")
UNIT = re.compile(r"\s%\(currency\)s")


class Figures(dict[str, Any]):
    """A figure that is missing leaves a dash, never an error."""

    def __missing__(self, key: str) -> str:
        return "–"


def in_words(sentence: Sentence) -> str:
    return worded(sentence.text, sentence.figures)


def worded(text: str, figures: Mapping[str, Any]) -> str:
    """Translate a sentence and put its figures in, whether they come from a rule or from what was kept of it."""
    if "%(" not in text:
        return str(gettext(text))
    currency = str(figures.get("currency") or "")
    translated = UNIT.sub("", str(gettext(text))) if currency else str(gettext(text))
    return translated % Figures({name: readable(name, value, currency) for name, value in figures.items()})


def readable(name: str, value: Any, currency: str = "") -> Any:
    """Write a figure as its name says: a share, an amount (with its currency when known), a day, a channel."""
    if isinstance(value, date):
        return day_text(value)
    if name == "channel":
        return str(words.CHANNELS[Channel(value)][1]).lower() if value in set(Channel) else value
    if name == "why" and value in set(HoldReason):
        return str(words.HOLD_REASONS[HoldReason(value)]).lower()
    if isinstance(value, str) and name.endswith(DAYS):
        return day_or_words(value)
    return counted(name, value, currency)


def counted(name: str, value: Any, currency: str) -> Any:
    """Write a number as a share or an amount; what is not a number stays as it is."""
    found = as_number(value)
    if found is None:
        return value
    if name == "weight" and found <= 1:
        return percent_text(found)
    return money_text(found, currency) if currency else amount_text(found)


def day_or_words(value: str) -> str:
    try:
        return day_text(date.fromisoformat(value))
    except ValueError:
        return value


def as_number(value: Any) -> Decimal | None:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and not isinstance(value, bool) else None
