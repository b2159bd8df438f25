from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from encaisse.creditors.rules.year import FIRST_YEAR, LAST_YEAR
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


def zone_choices() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone and not zone.startswith("Etc/")]


def region_choices() -> list[tuple[str, Any]]:
    return [(region, REGION_NAMES.get(region, region)) for region in REGIONS]


class IdentityForm(forms.Form):
    """Who the company is, as letters print it."""

    name = forms.CharField(label=_("Legal name"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False, help_text=_("As screens and lists name it."))
    legal_form = forms.CharField(label=_("Legal form"), max_length=80, required=False)
    capital = forms.CharField(label=_("Share capital"), max_length=40, required=False)
    registry = forms.CharField(label=_("Trade register"), max_length=80, required=False)
    vat_number = forms.CharField(label=_("VAT number"), max_length=20, required=False)
    street = forms.CharField(label=_("Street"), max_length=300, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=12, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    website = forms.CharField(label=_("Website"), max_length=120, required=False)


class HabitsForm(forms.Form):
    """How the company works: its terms, its calendar, its currency, its hours."""

    terms_code = forms.ChoiceField(
        label=_("Usual payment terms"), choices=terms_choices, initial="NET30",
        help_text=_("For the invoices of customers whose own terms are not known."),
    )  # fmt: skip
    region = forms.ChoiceField(label=_("Public holidays"), choices=region_choices, initial="FR")
    timezone = forms.ChoiceField(
        label=_("Time zone"), choices=zone_choices, initial="Europe/Paris", help_text=_("Says which day today is, and when messages leave.")
    )
    currency = forms.CharField(label=_("Currency"), max_length=3, min_length=3, initial="EUR", help_text=_("Three letters, such as EUR."))
    sending_slot = forms.TimeField(
        label=_("Sending time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("Approved messages leave from this time on; empty: at once."),
    )  # fmt: skip

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class LegalForm(forms.Form):
    """What only legal letters say: the mentions at their foot, the mediator of consumers, who takes over after the last notice."""

    legal_mentions = forms.CharField(
        label=_("Legal mentions"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Added at the foot of letters, after the name, the SIREN and the register."),
    )  # fmt: skip
    mediator_name = forms.CharField(
        label=_("Consumer mediator"), max_length=120, required=False,
        help_text=_("Without it, no formal notice to a consumer can be made: the law requires it (L616-1 C. conso.)."),
    )  # fmt: skip
    mediator_address = forms.CharField(label=_("Address of the mediator"), max_length=300, required=False)
    mediator_site = forms.CharField(label=_("Site of the mediator"), max_length=120, required=False)
    handover_to = forms.CharField(
        label=_("Who takes over after the last notice"), max_length=120, required=False,
        help_text=_("As the last notice names them: “our lawyer, Maître Durand”."),
    )  # fmt: skip
    handover_for = forms.CharField(
        label=_("To do what"), max_length=120, required=False, help_text=_("As the last notice says it: “an order for payment”.")
    )


class LogoForm(forms.Form):
    file = forms.FileField(label=_("Logo"), help_text=_("PNG, JPEG or SVG, 1 MB at most. It is printed 14 mm high."))


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


class ClosedDayForm(forms.Form):
    day = forms.DateField(label=_("Closed on"))
    name = forms.CharField(label=_("Why"), max_length=80, required=False)


class YearForm(forms.Form):
    """What the address of the calendar asks for."""

    creditor = forms.IntegerField(required=False)
    year = forms.IntegerField(required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)


class ExceptionalDayForm(forms.Form):
    day = forms.DateField(label=_("Day"))
    kind = forms.ChoiceField(
        label=_("That day, the company"), choices=[("closed", _("is closed")), ("opened", _("works"))], initial="closed",
    )  # fmt: skip
    name = forms.CharField(label=_("Why"), max_length=80, required=False)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(_("This day is outside the calendar."))
        return day
