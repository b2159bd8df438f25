from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from encaisse.creditors.queries import CreditorCard
from encaisse.dunning.forms import Day
from encaisse.dunning.rules.progress import Presentation
from encaisse.dunning.templatetags.words import PRESENTATIONS

LARGEST = 20 * 2**20


class CorrectionForm(forms.Form):
    """What should have been noted of a letter, or that nothing should; and why."""

    do = forms.ChoiceField(
        label=_("Correction"), choices=[("restate", _("It says something else")), ("withdraw", _("It was never said"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    outcome = forms.TypedChoiceField(
        label=_("What the post says"), coerce=Presentation, choices=[(outcome.value, words) for outcome, words in PRESENTATIONS.items()]
    )
    on = forms.DateField(label=pgettext_lazy("registered letter", "On"), widget=Day)
    reason = forms.CharField(label=_("Reason"), max_length=250)

    def correction(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told["do"] == "withdraw":
            return {"reason": told["reason"]}
        return {"reason": told["reason"], "outcome": told["outcome"], "on": told["on"]}


class PostalReturnForm(forms.Form):
    """A file of the postal provider, uploaded by hand."""

    creditor_id = forms.TypedChoiceField(label=_("Company"), coerce=int)
    file = forms.FileField(label=_("File"), help_text=_("CSV or JSON, as the provider gives it; 20 MB at most."))

    def __init__(self, *args: Any, companies: list[CreditorCard], **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["creditor_id"] = forms.TypedChoiceField(
            label=_("Company"), coerce=int, choices=[(card.id, card.short_name or card.name) for card in companies]
        )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(_("The file weighs more than 20 MB. Ask the provider for it in parts."))
        return given
