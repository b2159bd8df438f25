import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.audit.queries import Filters

# As the list of customers ends each of its lines.
NUMBER = re.compile(r"(?:^|#)(\d{1,15})$")
NOBODY = 0


class FilterForm(forms.Form):
    """What the reader looks for; an unreadable field asks nothing."""

    who = forms.CharField(label=_("Who"), required=False)
    did = forms.CharField(label=_("What was done"), required=False, widget=forms.TextInput(attrs={"list": "audit-deeds"}))
    subject_kind = forms.CharField(label=_("About"), required=False, widget=forms.TextInput(attrs={"list": "audit-kinds"}))
    customer = forms.CharField(
        label=_("Customer"), required=False,
        widget=forms.TextInput(attrs={"list": "audit-customers", "autocomplete": "off", "placeholder": _("Name or code, in the list")}),
    )  # fmt: skip
    customer_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    from_on = forms.DateField(label=_("From"), required=False)
    to_on = forms.DateField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        """Read the customer chosen in the list: its words end with its number."""
        given: dict[str, Any] = dict(self.cleaned_data)
        if words := given.pop("customer", "").strip():
            number = NUMBER.search(words)
            if number is None:
                self.add_error("customer", _("Choose a customer in the list: several may bear this name."))
            given["customer_id"] = int(number[1]) if number else NOBODY
        return given

    def filters(self) -> Filters:
        self.is_valid()
        names = Filters.__dataclass_fields__
        return Filters(**{name: value for name, value in self.cleaned_data.items() if name in names})
