from dataclasses import replace

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from encaisse.messages.rules import Template


class ChosenForm(forms.Form):
    """Lines ticked in a list."""

    @property
    def ids(self) -> list[int]:
        given = self.data.getlist("ids") if isinstance(self.data, QueryDict) else []
        return [int(one) for one in given if one.isdecimal()]


class PrintForm(ChosenForm):
    """Letters to bind, on one side of the paper or both."""

    duplex = forms.BooleanField(label=_("Both sides"), required=False)


class TemplateForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=250, required=False)
    body = forms.CharField(label=_("Text"), max_length=20_000, strip=True, widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}))

    def read_only(self) -> None:
        for field in self.fields.values():
            field.widget.attrs["readonly"] = True

    def written(self, template: Template) -> Template:
        """Return the template with the words typed."""
        return replace(template, subject=self.cleaned_data["subject"], body=self.cleaned_data["body"].replace("\r\n", "\n"))


class StopForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=250)


class OutcomeForm(forms.Form):
    """What a person knows about a message nobody knows about."""

    was_sent = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda written: written == "yes")
