from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from encaisse.customers.rules import Filters
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.kit.holidays import REGIONS
from encaisse.workbench.forms.fields import TWO, Ids, amount, choices_of, ticked
from encaisse.workbench.forms.lists import FilterForm
from encaisse.workbench.rules.portfolio import LONGEST_NAME, USUAL, Grouping, Shown
from encaisse.workbench.rules.reviews import LONGEST_COMMENT, Outlook, Review
from encaisse.workbench.templatetags.review_words import COLUMN_NAMES, GROUPINGS, NOBODY, OUTLOOKS
from encaisse.workbench.templatetags.words import HOLD_REASONS, REGION_NAMES

# What the balance of a past day does not know of a customer.
UNKNOWN_THEN = frozenset({Grouping.GROUP, Grouping.REGION})


class PortfolioForm(FilterForm):
    """What narrows the portfolio, how it is grouped, what it shows; of today, of a past day, or as it was closed."""

    salesperson = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    group = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    region = forms.ChoiceField(required=False, choices=[("", _("All regions")), *((region, REGION_NAMES[region]) for region in REGIONS)])
    late = forms.BooleanField(required=False)
    at = forms.DateField(required=False)
    by = forms.TypedChoiceField(
        required=False, coerce=Grouping, empty_value=None,
        choices=[("", _("Not grouped")), *((each.value, GROUPINGS[each]) for each in Grouping)],
    )  # fmt: skip
    cols = forms.TypedMultipleChoiceField(required=False, coerce=Shown, choices=[(each.value, COLUMN_NAMES[each]) for each in Shown])

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
        for name, choices, everybody in (
            ("collector", collectors, _("All collectors")),
            ("salesperson", salespeople, _("All salespeople")),
            ("group", groups, _("All groups")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = [("", everybody), *choices.items(), *([(0, NOBODY[Grouping(name)])] if choices else [])]

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

    def grouping(self) -> Grouping | None:
        self.is_valid()
        grouping: Grouping | None = self.cleaned_data.get("by")
        return None if self.at_day() and grouping in UNKNOWN_THEN else grouping

    def shown(self) -> list[Shown]:
        """Return the columns to show, in their one order."""
        self.is_valid()
        chosen = set(self.cleaned_data.get("cols") or USUAL)
        return [each for each in Shown if each in chosen]

    def selects(self) -> list[forms.BoundField]:
        """Return the choices worth showing: those that have something to choose from."""
        named = [self[name] for name in ("creditor", "segment", "collector", "salesperson", "group", "region")]
        return [bound for bound in named if len(choices_of(bound)) > TWO]

    def told(self) -> list[tuple[str, str]]:
        """Say the filters in use, for the notes of an export."""
        used = [(choices_of(bound), str(bound.value())) for bound in self.selects() if bound.value()]
        chosen = [(choices[""], choices.get(value, value)) for choices, value in used]
        late = [(gettext("Late only"), gettext("yes"))] if self.filters().only_overdue else []
        return [*chosen, *late, *([(gettext("Search"), self["q"].value())] if self["q"].value() else [])]


class BulkForm(forms.Form):
    """Customers ticked, or everyone the filter shows, as many as were looked at."""

    ids = Ids()
    everyone = forms.BooleanField(required=False)
    expected = forms.IntegerField(required=False)

    def clean_ids(self) -> list[int]:
        return [] if self.data.get("everyone") else ticked(self)


class AssignForm(BulkForm):
    """To whom customers go: `collector:12`."""

    to = forms.RegexField(
        r"^(collector|salesperson):\d+$", error_messages={"required": _("Choose to whom."), "invalid": _("Choose to whom.")}
    )

    def assignment(self) -> dict[str, Any]:
        duty, _colon, user_id = self.cleaned_data["to"].partition(":")
        return {"duty": duty, "value_id": int(user_id)}


class BulkHoldForm(BulkForm):
    """Why customers are held and until when."""

    reason = forms.TypedChoiceField(
        label=_("Reason"), coerce=HoldReason, choices=[(reason.value, HOLD_REASONS[reason.value]) for reason in HoldReason]
    )
    until_on = forms.DateField(label=pgettext_lazy("hold", "Until"))
    comment = forms.CharField(label=_("In a few words"), required=False, max_length=200)

    def hold(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("reason", "until_on", "comment")}


class ReviewForm(forms.Form):
    """What is said of a customer, or of one of its items, at a review."""

    body = forms.CharField(
        label=_("Comment"), required=False, max_length=LONGEST_COMMENT,
        widget=forms.TextInput(attrs={"placeholder": _("What was said, what is expected…")}),
    )  # fmt: skip
    outlook = forms.TypedChoiceField(
        label=_("Outlook"), required=False, coerce=Outlook, empty_value=None,
        choices=[("", "–"), *((each.value, OUTLOOKS[each][0]) for each in Outlook)],
    )  # fmt: skip
    expected_on = forms.DateField(label=_("Expected on"), required=False, widget=forms.DateInput)
    expected_amount = amount(_("Expected amount"))
    item = forms.TypedChoiceField(label=_("About"), required=False, coerce=int, empty_value=None, choices=[("", _("The whole customer"))])

    def __init__(self, *given: Any, items: dict[int, str] | None = None, **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("The whole customer")), *(items or {}).items()]

    def review(self) -> Review:
        told = self.cleaned_data
        return Review(body=told["body"], outlook=told["outlook"], expected_on=told["expected_on"], expected_amount=told["expected_amount"])


class SaveViewForm(forms.Form):
    """The name of a view, who sees it, and whether the portfolio opens on it."""

    name = forms.CharField(label=_("Name of the view"), max_length=LONGEST_NAME)
    is_shared = forms.BooleanField(label=_("Show it to my team"), required=False)
    is_default = forms.BooleanField(label=_("Open the portfolio on it"), required=False)


class CloseDayForm(forms.Form):
    """Which company is closed, and at which day."""

    creditor = forms.TypedChoiceField(label=_("Company"), coerce=int)
    at = forms.DateField(label=_("At the end of"), widget=forms.DateInput)

    def __init__(self, *given: Any, creditors: dict[int, str], **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["creditor"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(creditors.items())
