from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.disputes import rules as disputes
from encaisse.ui.fields import AmountField
from encaisse.ui.formats import reader_language

LONGEST_NOTE = 4000

TWO = 2

Names = dict[int, str]

CATEGORIES = {
    "ADMIN": _("Paperwork"),
    "PRICING": _("Price and invoice"),
    "COMMERCIAL": _("Commercial"),
    "LOGISTICS": _("Delivery and quantity"),
    "QUALITY": _("Quality"),
    "BEHAVIOUR": _("Habits"),
    "SOLVENCY": _("Means to pay"),
    "BANK": _("Bank"),
    "FRAUD": _("Fraud"),
}


class Instant(forms.DateTimeInput):
    input_type = "datetime-local"

    def format_value(self, value: Any) -> str | None:
        return f"{value:%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else super().format_value(value)


class Ids(forms.TypedMultipleChoiceField):
    """Ids ticked in a table; whose they are is for the action to say."""

    def __init__(self, **values: Any) -> None:
        super().__init__(coerce=int, required=False, **values)

    def valid_value(self, value: Any) -> bool:
        return str(value).isdecimal()


def amount(label: Any, **values: Any) -> AmountField:
    return AmountField(label=label, required=False, decimal_places=3, **values)


def reason_choices() -> list[Any]:
    """Return the reasons of a late payment by category, in the reader's language."""
    language = reader_language()
    groups: dict[str, list[tuple[str, str]]] = {}
    for reason in disputes.reasons().values():
        groups.setdefault(reason.category, []).append((reason.code, reason.name(language)))
    return [("", _("Choose…")), *((CATEGORIES.get(category, category), choices) for category, choices in groups.items())]


def contested_choices() -> list[Any]:
    return [("", _("Choose…")), *dispute_reasons()]


def dispute_reasons() -> Iterable[tuple[str, str]]:
    language = reader_language()
    return ((reason.code, reason.name(language)) for reason in disputes.reasons().values() if reason.is_dispute)


def given(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def choices_of(bound: forms.BoundField) -> dict[str, str]:
    assert isinstance(bound.field, forms.ChoiceField)  # noqa: S101 - only choices are asked about
    return {str(value): str(words) for value, words in list(bound.field.choices)}  # type: ignore[arg-type]


def ticked(form: forms.Form, name: str = "ids") -> list[int]:
    """Return what was ticked; nothing ticked is said, not ignored."""
    chosen: list[int] = form.cleaned_data[name]
    if not chosen:
        raise forms.ValidationError(_("Tick at least one row."))
    return chosen
