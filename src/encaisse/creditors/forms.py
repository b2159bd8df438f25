from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from encaisse.kit.holidays import REGIONS
from encaisse.kit.terms import known_terms

REGION_NAMES = {
    "FR": _("Mainland France"),
    "FR-ALSACE-MOSELLE": _("Alsace and Moselle"),
    "FR-GUADELOUPE": _("Guadeloupe"),
    "FR-MARTINIQUE": _("Martinique"),
    "FR-GUYANE": _("French Guiana"),
    "FR-REUNION": _("Réunion"),
    "FR-MAYOTTE": _("Mayotte"),
}


def terms_choices() -> list[tuple[str, str]]:
    return [(code, terms.name(get_language() or "fr")) for code, terms in known_terms().items()]


def region_choices() -> list[tuple[str, Any]]:
    return [(region, REGION_NAMES.get(region, region)) for region in REGIONS]


class CreditorForm(forms.Form):
    """The particulars of a creditor, as letters print them and reminders use them."""

    name = forms.CharField(label=_("Name"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False, help_text=_("As screens and lists name it."))
    legal_form = forms.CharField(label=_("Legal form"), max_length=80, required=False)
    capital = forms.CharField(label=_("Share capital"), max_length=40, required=False)
    registry = forms.CharField(label=_("Trade register"), max_length=80, required=False)
    vat_number = forms.CharField(label=_("VAT number"), max_length=16, required=False)
    street = forms.CharField(label=_("Street"), max_length=300, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=12, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    terms_code = forms.ChoiceField(
        label=_("Usual payment terms"), choices=terms_choices, initial="NET30",
        help_text=_("For the invoices of customers whose own terms are not known."),
    )  # fmt: skip
    region = forms.ChoiceField(label=_("Public holidays"), choices=region_choices, initial="FR")
    sending_slot = forms.TimeField(
        label=_("Sending time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("Approved messages leave from this time on; empty: at once."),
    )  # fmt: skip


class NewCreditorForm(forms.Form):
    """What is enough to take a first file in; the rest can wait."""

    name = forms.CharField(label=_("Name"), max_length=200)
    siren = forms.CharField(label=_("SIREN"), max_length=14, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False, help_text=_("Reminders give it when their sender has none."))
    email = forms.EmailField(
        label=_("E-mail address"), required=False, help_text=_("Reminders are sent from it when their sender has none.")
    )
    terms_code = forms.ChoiceField(
        label=_("Usual payment terms"), choices=terms_choices, initial="NET30",
        help_text=_("For the invoices of customers whose own terms are not known."),
    )  # fmt: skip
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class BankAccountForm(forms.Form):
    name = forms.CharField(label=_("Name of the account"), max_length=80)
    iban = forms.CharField(label=_("IBAN"), max_length=42, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    is_default = forms.BooleanField(label=_("Printed on letters and payment slips"), required=False)


class QuietPeriodForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    from_on = forms.DateField(label=_("First day"))
    to_on = forms.DateField(label=_("Last day"))

    def clean_to_on(self) -> date:
        last: date = self.cleaned_data["to_on"]
        if self.cleaned_data.get("from_on") and last < self.cleaned_data["from_on"]:
            raise forms.ValidationError(_("The last day comes before the first."))
        return last
