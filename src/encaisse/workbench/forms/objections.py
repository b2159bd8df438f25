"""What a customer objects to, and in which words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.customers.rules.objections import Use


class ObjectionForm(forms.Form):
    words = forms.CharField(
        label=_("In their words"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        help_text=_("Kept as a note on the file."),
    )  # fmt: skip

    def uses(self) -> tuple[Use, ...]:
        return (Use.ADDRESS,)


class MobileObjectionForm(ObjectionForm):
    """A mobile has two uses: who wants no SMS may still take calls."""

    objects_to = forms.ChoiceField(
        label=_("They want no more"), initial="sms",
        choices=[("sms", _("SMS")), ("address", _("Calls")), ("both", _("SMS and calls"))],
    )  # fmt: skip

    field_order = ("objects_to", "words")

    def uses(self) -> tuple[Use, ...]:
        asked = self.cleaned_data["objects_to"]
        return (Use.SMS, Use.ADDRESS) if asked == "both" else (Use(asked),)
