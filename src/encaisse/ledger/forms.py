from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.kit.dates import half_year_start
from encaisse.ledger.rules.factoring import numbers_of


class RatesForm(forms.Form):
    """The rates of one half-year, as published."""

    starts_on = forms.DateField(label=_("Half-year that begins on"), help_text=_("1 January or 1 July."))
    ecb = forms.DecimalField(
        label=_("ECB refinancing rate (%)"), required=False, max_digits=6, decimal_places=3, localize=True,
        help_text=_("The main refinancing rate in force on the first day of the half-year."),
    )  # fmt: skip
    legal_professional = forms.DecimalField(
        label=_("Legal rate, businesses (%)"), required=False, max_digits=6, decimal_places=3, localize=True,
        help_text=_("For every creditor who is no private person."),
    )  # fmt: skip
    legal_individual = forms.DecimalField(
        label=_("Legal rate, private persons (%)"), required=False, max_digits=6, decimal_places=3, localize=True
    )
    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("The decree and its date, the page of the central bank."))

    def clean_starts_on(self) -> date:
        """Any day of the half-year names it."""
        return half_year_start(self.cleaned_data["starts_on"])


class FactorForm(forms.Form):
    """A factor of a company, and where it is paid."""

    creditor_id = forms.TypedChoiceField(label=_("Company"), coerce=int)
    name = forms.CharField(label=_("Name of the factor"), max_length=120)
    contract_no = forms.CharField(label=_("Contract number"), max_length=40, required=False)
    iban = forms.CharField(
        label=_("IBAN"), max_length=42, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Printed, with the name, on whatever asks for a receivable it bought."),
    )  # fmt: skip
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    may_dun = forms.BooleanField(
        label=_("Its mandate lets us dun"), required=False, help_text=_("Otherwise what is assigned waits under “To qualify”.")
    )

    def __init__(self, companies: Sequence[tuple[int, str]], *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["creditor_id"].choices = companies  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """A pasted list of invoice numbers, and the day they were assigned."""

    numbers = forms.CharField(
        label=_("Invoice numbers"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line, or separated by commas: as the remittance to the factor lists them."),
    )  # fmt: skip
    on = forms.DateField(label=_("Assigned on"))

    def clean_numbers(self) -> tuple[str, ...]:
        return numbers_of(self.cleaned_data["numbers"])


class TakeBackForm(forms.Form):
    """The documents ticked."""

    ids = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": _("Tick at least one row.")})

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["ids"].valid_value = lambda value: value.isdigit()  # type: ignore[attr-defined]


class OneFactorForm(forms.Form):
    """The factor of one document; none takes it back."""

    factor_id = forms.IntegerField(required=False)
