from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.customers.rules import Filters
from encaisse.workbench.templatetags.words import SEGMENTS


class FilterForm(forms.Form):
    """What narrows a list of customers."""

    q = forms.CharField(required=False)
    segment = forms.ChoiceField(required=False, choices=[("", _("All segments")), *SEGMENTS.items()])
    collector = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    creditor = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, asked: Any, *, collectors: dict[int, str], creditors: dict[int, str]) -> None:
        super().__init__(asked)
        for name, choices, everybody in (("collector", collectors, _("All collectors")), ("creditor", creditors, _("All companies"))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = [("", everybody), *choices.items()]

    def filters(self) -> Filters:
        self.is_valid()
        told = self.cleaned_data
        return Filters(
            search=told.get("q", ""), segment=told.get("segment", ""), collector_id=told.get("collector"), creditor_id=told.get("creditor")
        )
