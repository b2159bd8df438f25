"""Form controls in the look of the house: the class of each widget, and what screen readers and keyboards need."""

from django import forms
from django.forms import BoundField, Widget
from django.utils.safestring import SafeString

TICKS = (forms.CheckboxInput,)
CHOICES_AS_TICKS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def is_tick(bound: BoundField) -> bool:
    return isinstance(bound.field.widget, TICKS)


def css_of(widget: Widget) -> str:
    if isinstance(widget, (*TICKS, *CHOICES_AS_TICKS)):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def extras_of(bound: BoundField) -> dict[str, str]:
    """Return what depends on the field: decimals have a numeric keyboard, days the machine's calendar."""
    if isinstance(bound.field, forms.DecimalField):
        return {"inputmode": "decimal", "autocomplete": "off"}
    return {"type": "date"} if type(bound.field) is forms.DateField else {}


def dressed(bound: BoundField) -> SafeString:
    """Draw the control; Django itself adds what screen readers need for hints and errors."""
    widget = bound.field.widget
    if isinstance(widget, forms.DateInput):
        widget.format = "%Y-%m-%d"  # the one form that browsers read back into their calendar
    css = f"{css_of(widget)} {widget.attrs.get('class', '')}{' is-invalid' if bound.errors else ''}".strip()
    return bound.as_widget(attrs={"class": css, **extras_of(bound)})
