"""Sentences of decisions in the reader's language, their figures written the reader's way."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext

from encaisse.dunning.rules.explain import Sentence
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.dunning.rules.scenario import Channel
from encaisse.dunning.templatetags import words
from encaisse.ui.formats import amount_text, day_text, percent_text

DAYS = ("_on", "until", "_for")


class Figures(dict[str, Any]):
    """A figure that is missing leaves a dash, never an error."""

    def __missing__(self, key: str) -> str:
        return "–"


def in_words(sentence: Sentence) -> str:
    return worded(sentence.text, sentence.figures)


def worded(text: str, figures: Mapping[str, Any]) -> str:
    """Translate a sentence and put its figures in, whether they come from a rule or from what was kept of it."""
    translated = str(gettext(text))
    return translated % Figures({name: readable(name, value) for name, value in figures.items()}) if "%(" in text else translated


def readable(name: str, value: Any) -> Any:
    """Write a figure as its name says: a share, an amount, a day, a channel."""
    if isinstance(value, date):
        return day_text(value)
    if name == "channel":
        return str(words.CHANNELS[Channel(value)][1]).lower() if value in set(Channel) else value
    if name == "why" and value in set(HoldReason):
        return str(words.HOLD_REASONS[HoldReason(value)]).lower()
    if isinstance(value, str) and name.endswith(DAYS):
        return day_or_words(value)
    found = as_number(value)
    if found is None:
        return value
    return percent_text(found) if name == "weight" and found <= 1 else amount_text(found)


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
