from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.customers.rules import NewContact
from encaisse.workbench.forms.fields import given
from encaisse.workbench.templatetags.words import DUTIES, HEALTHS


class ContactForm(forms.Form):
    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    salutation = forms.CharField(label=_("Salutation"), max_length=80, required=False, help_text=_("“Madame Martin”: how a letter begins."))
    duty = forms.ChoiceField(label=_("Duty"), choices=list(DUTIES.items()))
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    mobile = forms.CharField(label=_("Mobile"), max_length=40, required=False)
    fax = forms.CharField(label=_("Fax"), max_length=40, required=False)
    is_main = forms.BooleanField(label=_("Main contact"), required=False)
    back_on = forms.DateField(label=_("Away: back on"), widget=forms.DateInput, required=False)
    stand_in = forms.CharField(label=_("Stand-in"), max_length=200, required=False)

    def new_contact(self) -> NewContact:
        told = self.cleaned_data
        return NewContact(
            name=told["name"], first_name=told["first_name"], salutation=told["salutation"], duty=told["duty"], is_main=told["is_main"],
            emails=given(told["email"]), phones=given(told["phone"]), mobiles=given(told["mobile"]),
            faxes=given(told["fax"]),
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """Return what an existing contact may be changed to; a main contact stays main until another one is."""
        told = self.cleaned_data
        changed = {name: told[name] for name in ("name", "first_name", "salutation", "duty")}
        return changed | ({"is_main": True} if told["is_main"] else {})


class HealthForm(forms.Form):
    health = forms.ChoiceField(choices=[(health, name) for health, (name, _tone) in HEALTHS.items()])
