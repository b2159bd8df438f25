"""What a person types on the workbench."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from encaisse.customers.rules import Filters, NewContact
from encaisse.disputes import rules as disputes
from encaisse.dunning.rules.calls import CallResult
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.kit.holidays import REGIONS
from encaisse.ui.fields import AmountField
from encaisse.workbench.rules.calls import Outcome
from encaisse.workbench.templatetags.words import DUTIES, HEALTHS, HOLD_REASONS, RESULTS, SEGMENTS

LONGEST_NOTE = 4000
TWO = 2
Names = dict[int, str]
DOCUMENT_OF_CUSTOMER = re.compile(r"^\d{1,18}:\d{1,18}$")
REGION_NAMES = {
    "FR": _("France"),
    "FR-ALSACE-MOSELLE": _("Alsace-Moselle"),
    "FR-GUADELOUPE": _("Guadeloupe"),
    "FR-MARTINIQUE": _("Martinique"),
    "FR-GUYANE": _("French Guiana"),
    "FR-REUNION": _("Réunion"),
    "FR-MAYOTTE": _("Mayotte"),
}
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
    language = "en" if (get_language() or "fr").startswith("en") else "fr"
    groups: dict[str, list[tuple[str, str]]] = {}
    for reason in disputes.reasons().values():
        groups.setdefault(reason.category, []).append((reason.code, reason.name(language)))
    return [("", _("Choose…")), *((CATEGORIES.get(category, category), choices) for category, choices in groups.items())]


def contested_choices() -> list[Any]:
    return [("", _("Choose…")), *dispute_reasons()]


def dispute_reasons() -> Iterable[tuple[str, str]]:
    language = "en" if (get_language() or "fr").startswith("en") else "fr"
    return ((reason.code, reason.name(language)) for reason in disputes.reasons().values() if reason.is_dispute)


class CallForm(forms.Form):
    """The result of a call in two keys, and what came of it."""

    result = forms.ChoiceField(choices=list(RESULTS.items()), label=_("Result"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(choices=reason_choices, label=_("Why it is not paid"), required=False)
    promised_for = forms.DateField(label=_("Promised for"), required=False, widget=forms.DateInput)
    promised_amount = amount(_("Amount promised"), help_text=_("Empty: everything ticked, or all that is overdue."))
    given_by = forms.CharField(label=_("Spoke with"), max_length=120, required=False)
    disputes = forms.BooleanField(label=_("The customer contests the ticked invoices"), required=False)
    disputed_amount = amount(_("Contested amount"), help_text=_("Empty: the ticked invoices, whole."))
    call_back_at = forms.DateTimeField(label=_("Call back on"), required=False, widget=Instant)
    comment = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "true"})
    )
    is_incoming = forms.BooleanField(label=_("The customer called"), required=False)
    seconds = forms.IntegerField(required=False, widget=forms.HiddenInput(attrs={"data-call-seconds": ""}))
    action = forms.IntegerField(required=False, widget=forms.HiddenInput)
    place = forms.CharField(required=False, widget=forms.HiddenInput)
    ids = Ids()

    def outcome(self) -> Outcome:
        told = self.cleaned_data
        result = CallResult(told["result"])
        if result is not CallResult.REACHED:  # what the form held of another result, and no longer shows
            told |= dict.fromkeys(("promised_for", "promised_amount", "disputed_amount")) | {"disputes": False, "reason": ""}
        return Outcome(
            result=result, reason=told["reason"], comment=told["comment"],
            call_back_at=told["call_back_at"] if result is CallResult.CALL_BACK else None,
            promised_for=told["promised_for"], promised_amount=told["promised_amount"], given_by=told["given_by"],
            disputes=told["disputes"], disputed_amount=told["disputed_amount"], item_ids=tuple(told["ids"]),
            is_incoming=told["is_incoming"], seconds=told["seconds"],
        )  # fmt: skip


class PromiseForm(forms.Form):
    promised_for = forms.DateField(label=_("Promised for"), widget=forms.DateInput)
    amount = amount(_("Amount promised"), help_text=_("Empty: everything ticked, or all that is overdue."))
    given_by = forms.CharField(label=_("Promised by"), max_length=120, required=False)


class DisputeForm(forms.Form):
    reason = forms.ChoiceField(choices=contested_choices, label=_("What the customer contests"))
    amount = amount(_("Contested amount"), help_text=_("Empty: the ticked invoices, whole."))
    comment = forms.CharField(label=_("In their words"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("What was answered"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[
            ("credited", _("Credit note: the customer was right")),
            ("corrected", _("Corrected invoice")),
            ("unfounded", _("Unfounded: the amount is due again")),
            ("gesture", _("Commercial gesture")),
        ],
    )
    answer = forms.CharField(label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}))


class HoldForm(forms.Form):
    reason = forms.TypedChoiceField(choices=list(HOLD_REASONS.items()), label=_("Why"), coerce=HoldReason)
    until_on = forms.DateField(label=_("Held until"), widget=forms.DateInput, help_text=_("30 days at most, then it is approved again."))
    comment = forms.CharField(label=_("In a few words"), required=False, max_length=200)


class NoteForm(forms.Form):
    body = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": _("Write a note for your colleagues…")}),
    )
    is_restricted = forms.BooleanField(label=_("Confidential"), required=False)


class InstructionForm(forms.Form):
    text = forms.CharField(
        label=_("Pinned instruction"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What everybody must know before acting: “never call the shop”, “always copy Ms Petit”."),
    )  # fmt: skip


class ContactForm(forms.Form):
    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    salutation = forms.CharField(label=_("Salutation"), max_length=80, required=False, help_text=_("“Madame Martin”: how a letter begins."))
    duty = forms.ChoiceField(label=_("Duty"), choices=list(DUTIES.items()))
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    mobile = forms.CharField(label=_("Mobile"), max_length=40, required=False)
    is_main = forms.BooleanField(label=_("Main contact"), required=False)

    def new_contact(self) -> NewContact:
        told = self.cleaned_data
        return NewContact(
            name=told["name"], first_name=told["first_name"], salutation=told["salutation"], duty=told["duty"], is_main=told["is_main"],
            emails=given(told["email"]), phones=given(told["phone"]), mobiles=given(told["mobile"]),
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """Return what an existing contact may be changed to; a main contact stays main until another one is."""
        told = self.cleaned_data
        changed = {name: told[name] for name in ("name", "first_name", "salutation", "duty")}
        return changed | ({"is_main": True} if told["is_main"] else {})


def given(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


class HealthForm(forms.Form):
    health = forms.ChoiceField(choices=[(health, name) for health, (name, _tone) in HEALTHS.items()])


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


def choices_of(bound: forms.BoundField) -> dict[str, str]:
    assert isinstance(bound.field, forms.ChoiceField)  # noqa: S101 - only choices are asked about
    return {str(value): str(words) for value, words in list(bound.field.choices)}  # type: ignore[arg-type]


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


class QualifyForm(forms.Form):
    """Documents ticked (`document:customer`), and what becomes of them."""

    ids = forms.MultipleChoiceField(error_messages={"required": _("Tick at least one row.")})
    qualified_as = forms.ChoiceField(choices=[("to_dun", "to_dun"), ("left_out", "left_out")])
    whole_customer = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["ids"].valid_value = lambda value: DOCUMENT_OF_CUSTOMER.match(value) is not None  # type: ignore[attr-defined]

    def decision(self) -> dict[str, Any]:
        pairs = [tuple(map(int, pair.split(":"))) for pair in self.cleaned_data["ids"]]
        chosen = "customer_ids" if self.cleaned_data["whole_customer"] else "document_ids"
        place = 1 if chosen == "customer_ids" else 0
        return {"qualified_as": self.cleaned_data["qualified_as"], chosen: sorted({pair[place] for pair in pairs})}


def ticked(form: forms.Form, name: str = "ids") -> list[int]:
    """Return what was ticked; nothing ticked is said, not ignored."""
    chosen: list[int] = form.cleaned_data[name]
    if not chosen:
        raise forms.ValidationError(_("Tick at least one row."))
    return chosen
