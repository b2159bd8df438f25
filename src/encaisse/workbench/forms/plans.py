from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.commitments.rules import MOST_INSTALMENTS


class PlanForm(forms.Form):
    """A payment plan in equal monthly instalments."""

    count = forms.IntegerField(label=_("Instalments"), min_value=1, max_value=MOST_INSTALMENTS)
    first_on = forms.DateField(
        label=_("First instalment on"),
        widget=forms.DateInput,
        help_text=_("The others follow month after month; the last one takes the cents."),
    )


class AcceptPlanForm(forms.Form):
    """How a customer agreed to a plan."""

    by = forms.CharField(label=_("Agreed by"), max_length=120)
    how = forms.CharField(label=_("How"), max_length=120, help_text=_("Signed letter, e-mail of the 12th, meeting."))
