from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from encaisse.customers.rules import Filters
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.kit.holidays import REGIONS
from encaisse.workbench.forms.fields import REGION_NAMES, TWO, Ids, choices_of, ticked
from encaisse.workbench.templatetags.words import HOLD_REASONS, SEGMENTS


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


class PortfolioForm(FilterForm):
    """What narrows the portfolio, and the day it is shown at: the end of a past day, or today when empty."""

    salesperson = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    group = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    region = forms.ChoiceField(required=False, choices=[("", _("All regions")), *((region, REGION_NAMES[region]) for region in REGIONS)])
    late = forms.BooleanField(required=False)
    at = forms.DateField(required=False)

    def __init__(
        self,
        asked: Any,
        *,
        collectors: dict[int, str],
        creditors: dict[int, str],
        salespeople: dict[int, str],
        groups: dict[int, str],
        today: date,
    ) -> None:
        super().__init__(asked, collectors=collectors, creditors=creditors)
        self.today = today
        for name, choices, everybody in (("salesperson", salespeople, _("All salespeople")), ("group", groups, _("All groups"))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = [("", everybody), *choices.items()]

    def filters(self) -> Filters:
        narrowed: Filters = super().filters()
        told = self.cleaned_data
        return replace(
            narrowed, salesperson_id=told.get("salesperson"), group_id=told.get("group"), region=told.get("region", ""),
            only_overdue=told.get("late", False),
        )  # fmt: skip

    def at_day(self) -> date | None:
        """Return the past day asked for; today and later are the balance as it stands."""
        self.is_valid()
        day: date | None = self.cleaned_data.get("at")
        return day if day is not None and day < self.today else None

    def selects(self) -> list[forms.BoundField]:
        """Return the choices worth showing: those that have something to choose from."""
        named = [self[name] for name in ("creditor", "segment", "collector", "salesperson", "group", "region")]
        return [bound for bound in named if len(choices_of(bound)) > TWO]

    def told(self) -> list[tuple[str, str]]:
        """Say the filters in use, for the notes of an export."""
        used = [(choices_of(bound), str(bound.value())) for bound in self.selects() if bound.value()]
        chosen = [(choices[""], choices.get(value, value)) for choices, value in used]
        return [*chosen, *([(gettext("Search"), self["q"].value())] if self["q"].value() else [])]


class AssignForm(forms.Form):
    """Customers ticked, and to whom they go: `collector:12`."""

    ids = Ids()
    to = forms.RegexField(
        r"^(collector|salesperson):\d+$", error_messages={"required": _("Choose to whom."), "invalid": _("Choose to whom.")}
    )

    def assignment(self) -> dict[str, Any]:
        duty, _colon, user_id = self.cleaned_data["to"].partition(":")
        return {"customer_ids": self.cleaned_data["ids"], "duty": duty, "value_id": int(user_id)}

    def clean_ids(self) -> list[int]:
        return ticked(self)


class BulkHoldForm(forms.Form):
    """Customers ticked, why they are held and until when."""

    customer_ids = Ids()
    reason = forms.TypedChoiceField(
        label=_("Reason"), coerce=HoldReason, choices=[(reason.value, HOLD_REASONS[reason.value]) for reason in HoldReason]
    )
    until_on = forms.DateField(label=pgettext_lazy("hold", "Until"))
    comment = forms.CharField(label=_("In a few words"), required=False, max_length=200)

    def add_prefix(self, field_name: str) -> str:
        return "ids" if field_name == "customer_ids" else field_name

    def clean_customer_ids(self) -> list[int]:
        return ticked(self, "customer_ids")
