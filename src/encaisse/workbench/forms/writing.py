"""What a person writes to a customer."""

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _

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
