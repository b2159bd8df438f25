from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.kit.dates import half_year_start


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
