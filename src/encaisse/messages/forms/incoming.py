"""Whose mail it is."""

from django import forms


class FileMailForm(forms.Form):
    customer = forms.IntegerField(min_value=1)
    keep_address = forms.BooleanField(required=False)
