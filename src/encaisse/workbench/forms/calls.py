from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.dunning.rules.calls import CallResult
from encaisse.workbench.forms.fields import LONGEST_NOTE, Ids, Instant, amount, dispute_reasons, reason_choices
from encaisse.workbench.rules.calls import Outcome
from encaisse.workbench.templatetags.words import RESULTS


class CallForm(forms.Form):
    """The result of a call in two keys, and what came of it."""

    result = forms.ChoiceField(choices=list(RESULTS.items()), label=_("Result"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(choices=reason_choices, label=_("Why it is not paid"), required=False)
    promised_for = forms.DateField(label=_("Promised for"), required=False, widget=forms.DateInput)
    promised_amount = amount(_("Amount promised"), help_text=_("Empty: everything ticked, or all that is overdue."))
    given_by = forms.CharField(label=_("Spoke with"), max_length=120, required=False)
    disputes = forms.BooleanField(label=_("The customer contests the ticked invoices"), required=False)
    disputed_amount = amount(_("Contested amount"), help_text=_("Empty: the ticked invoices, whole."))
    copies = forms.BooleanField(label=_("Send a copy of the ticked invoices"), required=False)
    call_back_at = forms.DateTimeField(label=_("Call back on"), required=False, widget=Instant)
    comment = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "true"})
    )
    is_incoming = forms.BooleanField(label=_("The customer called"), required=False)
    seconds = forms.IntegerField(required=False, widget=forms.HiddenInput(attrs={"data-call-seconds": ""}))
    action = forms.IntegerField(required=False, widget=forms.HiddenInput)
    place = forms.CharField(required=False, widget=forms.HiddenInput)
    ids = Ids()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        # What the browser ticks once such a reason is chosen; a person unticks it.
        self.fields["disputes"].widget.attrs["data-contests"] = " ".join(code for code, _name in dispute_reasons())

    def outcome(self) -> Outcome:
        told = self.cleaned_data
        result = CallResult(told["result"])
        if result is not CallResult.REACHED:  # what the form held of another result, and no longer shows
            told |= dict.fromkeys(("promised_for", "promised_amount", "disputed_amount")) | {
                "disputes": False,
                "reason": "",
                "copies": False,
            }
        return Outcome(
            result=result, reason=told["reason"], comment=told["comment"],
            call_back_at=told["call_back_at"] if result is CallResult.CALL_BACK else None,
            promised_for=told["promised_for"], promised_amount=told["promised_amount"], given_by=told["given_by"],
            disputes=told["disputes"] or told["disputed_amount"] is not None, copies=told["copies"],
            disputed_amount=told["disputed_amount"], item_ids=tuple(told["ids"]),
            is_incoming=told["is_incoming"], seconds=told["seconds"],
        )  # fmt: skip
