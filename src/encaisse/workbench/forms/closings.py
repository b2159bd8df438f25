from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _


class ClosingForm(forms.Form):
    """When a customer is closed."""

    from_on = forms.DateField(label=_("Closed from"), widget=forms.DateInput)
    to_on = forms.DateField(label=_("Until"), widget=forms.DateInput, help_text=_("The last day closed."))
    name = forms.CharField(label=_("Why"), max_length=80, required=False, help_text=_("Summer closing, stocktaking…"))

    def clean_to_on(self) -> date:
        last: date = self.cleaned_data["to_on"]
        if self.cleaned_data.get("from_on") and last < self.cleaned_data["from_on"]:
            raise forms.ValidationError(_("The last day comes before the first."))
        return last
