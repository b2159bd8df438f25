from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.audit.queries import Filters


class FilterForm(forms.Form):
    """What the reader looks for; an unreadable field asks nothing."""

    who = forms.CharField(label=_("Who"), required=False)
    did = forms.CharField(label=_("What was done"), required=False)
    subject_kind = forms.CharField(label=_("About"), required=False, widget=forms.TextInput(attrs={"list": "audit-kinds"}))
    customer_id = forms.IntegerField(label=_("Customer (internal number)"), required=False)
    from_on = forms.DateField(label=_("From"), required=False)
    to_on = forms.DateField(label=_("Until"), required=False)

    def filters(self) -> Filters:
        self.is_valid()
        return Filters(**self.cleaned_data)
