from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.dunning.rules.enclosures import DEFAULT_LIMIT_MB, LARGEST_LIMIT_MB

LEVELS = [
    ("", _("Never")), ("0", _("Every message")), ("1", _("From the first reminder (R1)")), ("2", _("From R2")), ("3", _("From R3")),
    ("4", _("With the formal notice only")),
]  # fmt: skip


class EnclosuresForm(forms.Form):
    """From which level on the copies of invoices go with reminders."""

    from_level = forms.TypedChoiceField(
        label=_("Copies of the invoices are enclosed"), choices=LEVELS, coerce=int, empty_value=None, required=False
    )
    limit_mb = forms.IntegerField(
        label=_("Up to (MB)"), min_value=1, max_value=LARGEST_LIMIT_MB, initial=DEFAULT_LIMIT_MB,
        help_text=_("Beyond, the message says that the copies are sent on request."),
    )  # fmt: skip

    terms = forms.FileField(
        label=_("General terms (PDF)"), required=False, help_text=_("Steps of scenarios may enclose them. Another file replaces this one.")
    )
    without_terms = forms.BooleanField(label=_("Take the general terms away"), required=False)

    def chosen(self) -> dict[str, Any]:
        return {"from_level": self.cleaned_data["from_level"], "limit_mb": self.cleaned_data["limit_mb"]}
