"""What a person writes to a customer."""

import secrets
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.workbench.queries.by_hand import Recipient
from encaisse.workbench.rules.writing import Draft
from encaisse.workbench.templatetags.words import CHANNELS
from encaisse.workbench.templatetags.workbench import phone

KEY_BYTES = 8


def new_key() -> str:
    """Return a name for what a form will send: sent twice, it leaves once."""
    return secrets.token_hex(KEY_BYTES)


class KeyField(forms.RegexField):
    def __init__(self) -> None:
        super().__init__(r"^[0-9a-f]{16}$", widget=forms.HiddenInput, initial=new_key)


class StatementForm(forms.Form):
    channel = forms.ChoiceField(choices=[("email", _("E-mail")), ("letter", _("Letter"))])
    key = KeyField()


class ByHandForm(forms.Form):
    """A message written by hand; whom it may reach is given."""

    to = forms.ChoiceField(label=_("Addressee"))
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False, help_text=_("An SMS has none."))
    body = forms.CharField(label=_("Message"), max_length=8000, widget=forms.Textarea(attrs={"rows": 10}))
    with_items = forms.BooleanField(label=_("Add the table of open items"), required=False)
    advances = forms.BooleanField(label=_("It stands for the planned step: the level advances"), required=False)
    reason = forms.CharField(label=_("Why you write all the same"), max_length=200, required=False)
    template_code = forms.CharField(widget=forms.HiddenInput, required=False)
    key = KeyField()

    def __init__(self, *args: Any, recipients: Iterable[Recipient], **values: Any) -> None:
        super().__init__(*args, **values)
        groups: dict[str, list[tuple[str, str]]] = {}
        for each in recipients:
            address = phone(each.address) if each.way == "sms" else each.address
            groups.setdefault(each.way, []).append((each.to, f"{each.name} – {address}" if each.name else address))
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(CHANNELS[channel][1], choices) for channel, choices in groups.items()]

    def draft(self) -> Draft:
        return Draft(**self.cleaned_data)


class PaymentDayForm(forms.Form):
    day = forms.IntegerField(min_value=1, max_value=31)
    verdict = forms.ChoiceField(choices=[("confirm", "confirm"), ("drop", "drop")])
