"""Form controls in the look of the house: the class of each widget, and what screen readers and keyboards need."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField, Widget
from django.forms.boundfield import BoundWidget
from django.utils.safestring import SafeString

from encaisse.ui.formats import amount_text

TICKS = (forms.CheckboxInput,)
CHOICES_AS_TICKS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


class AmountField(forms.DecimalField):
    """An amount as people type it: « 1 234,56 € », 1,234.56 or 1234.5; the last comma or point is the decimal sign."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_digits": 18, "decimal_places": 2, "localize": True, **options})

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain_amount(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return amount_text(value) if isinstance(value, Decimal) else value


def plain_amount(words: str) -> str:
    """Return the digits of a typed amount with a point as its decimal sign; what is no amount stays as it is."""
    kept = re.sub(r"[\s\u00a0\u202f’'€]", "", words)
    cut = max(kept.rfind(","), kept.rfind("."))
    if cut < 0 or kept.count(kept[cut]) > 1:
        return kept
    return kept[:cut].replace(",", "").replace(".", "") + "." + kept[cut + 1 :]


def is_tick(bound: BoundField) -> bool:
    return isinstance(bound.field.widget, TICKS)


def choices_of(bound: BoundField) -> list[BoundWidget]:
    """Return the choices of a group of ticks, each to be drawn by itself; nothing of another control."""
    widget = bound.field.widget
    if not isinstance(widget, CHOICES_AS_TICKS):
        return []
    widget.attrs["class"] = css_of(widget)
    return list(bound)


def css_of(widget: Widget) -> str:
    if isinstance(widget, (*TICKS, *CHOICES_AS_TICKS)):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def extras_of(bound: BoundField) -> dict[str, str]:
    """Return what depends on the field: decimals have a numeric keyboard."""
    return {"inputmode": "decimal", "autocomplete": "off"} if isinstance(bound.field, forms.DecimalField) else {}


def dressed(bound: BoundField) -> SafeString:
    """Draw the control; Django itself adds what screen readers need for hints and errors."""
    widget = bound.field.widget
    if isinstance(widget, forms.DateInput):
        widget.input_type = "date"
        widget.format = "%Y-%m-%d"  # the one form that browsers read back into their calendar
    css = f"{css_of(widget)} {widget.attrs.get('class', '')}{' is-invalid' if bound.errors else ''}".strip()
    return bound.as_widget(attrs={"class": css, **extras_of(bound)})
