from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from encaisse.workbench.forms.fields import amount, reason_choices
from encaisse.workbench.rules.common import Answer


class AlsoForm(forms.Form):
    """What was said for another company of a common call; left empty, it is what was said for all."""

    action = forms.IntegerField(required=False, widget=forms.HiddenInput)
    promised_for = forms.DateField(label=_("Promised for"), required=False, widget=forms.DateInput)
    promised_amount = amount(_("Amount promised"))
    reason = forms.ChoiceField(choices=reason_choices, label=_("Why it is not paid"), required=False)

    def answer(self, customer_id: int) -> Answer:
        told = self.cleaned_data
        return Answer(
            customer_id=customer_id, action_id=told["action"], promised_for=told["promised_for"],
            promised_amount=told["promised_amount"], reason=told["reason"],
        )  # fmt: skip


class AlsoForms:
    """The other companies a common call was noted for, as the screen showed them: nobody it did not show is noted."""

    def __init__(self, data: QueryDict) -> None:
        ids = dict.fromkeys(int(each) for each in data.getlist("also") if each.isdecimal())
        self.forms = {pk: AlsoForm(data, prefix=prefix(pk)) for pk in ids}

    def is_valid(self) -> bool:
        return self.wrong is None

    @property
    def wrong(self) -> AlsoForm | None:
        return next((form for form in self.forms.values() if form.errors), None)

    def answers(self) -> list[Answer]:
        return [form.answer(pk) for pk, form in self.forms.items()]


def prefix(customer_id: int) -> str:
    return f"also-{customer_id}"


def also_form(customer_id: int, values: dict[str, Any], posted: AlsoForms | None) -> AlsoForm:
    """Return the form of another company: as it was sent, else empty."""
    known = posted.forms.get(customer_id) if posted else None
    return known or AlsoForm(initial=values, prefix=prefix(customer_id))
