from django import forms
from django.utils.translation import gettext_lazy as _


class WordingForm(forms.Form):
    """The subject and text of one draft, with what the draft asked when it was opened."""

    subject = forms.CharField(label=_("Subject"), max_length=250, widget=forms.TextInput(attrs={"autofocus": True}))
    body = forms.CharField(
        label=_("Text"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "true"})
    )
    signature = forms.CharField(widget=forms.HiddenInput, required=False)
