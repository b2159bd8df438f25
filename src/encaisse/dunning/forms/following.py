"""Which scenario a customer, or one of its invoices, is to follow."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class GiveForm(forms.Form):
    item = forms.TypedChoiceField(label=_("For"), coerce=int, required=False, empty_value=None)
    scenario = forms.TypedChoiceField(label=_("Follow"), coerce=int, required=False, empty_value=None)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, error_messages={"required": _("Say in a few words why: your colleagues will read it.")}
    )

    def __init__(self, *args: Any, scenarios: Sequence[tuple[int, str]], items: Sequence[tuple[int, str]], **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["scenario"].choices = [("", _("what is inherited")), *scenarios]  # type: ignore[attr-defined]
        self.fields["item"].choices = [("", _("the whole customer")), *items]  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    granted = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
