from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.dunning.forms import Day
from encaisse.dunning.forms.proofs import ProofField
from encaisse.dunning.rules.visits import VisitResult
from encaisse.workbench.forms.fields import LONGEST_NOTE, Ids, amount, reason_choices
from encaisse.workbench.rules.visits import MEANS, Means, VisitOutcome
from encaisse.workbench.templatetags.visits import VISIT_RESULTS

RESULTS = [(result.value, words) for result, (words, _icon) in VISIT_RESULTS.items()]
MEANS_CHOICES = [("", _("Choose…")), *((means.value, _(words)) for means, words in MEANS.items())]


class VisitForm(forms.Form):
    """The result of a visit in one key, and what came of it."""

    result = forms.ChoiceField(choices=RESULTS, label=_("Result"), widget=forms.RadioSelect)
    visited_on = forms.DateField(label=_("Visited on"), widget=Day)
    met = forms.CharField(label=_("Met"), max_length=120, required=False)
    promised_for = forms.DateField(label=_("Promised for"), required=False, widget=Day)
    promised_amount = amount(_("Amount promised"), help_text=_("Empty: everything ticked, or all that is overdue."))
    paid_amount = amount(_("Amount handed over"))
    paid_by = forms.ChoiceField(
        label=_("Means of payment"), required=False, choices=MEANS_CHOICES,
        help_text=_("Cash: 1,000 € at most from a customer settled in France (D. 112-3 CMF), against a receipt."),
    )  # fmt: skip
    reason = forms.ChoiceField(choices=reason_choices, label=_("Why it is not paid"), required=False)
    disputed_amount = amount(_("Contested amount"), help_text=_("Empty: the ticked invoices, whole."))
    comment = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "true"})
    )
    sheet = ProofField(label=_("Sheet filled in, scanned"), required=False, help_text=_("PDF or picture, 15 MB at most; kept on the file."))
    action = forms.IntegerField(required=False, widget=forms.HiddenInput)
    place = forms.CharField(required=False, widget=forms.HiddenInput)
    ids = Ids()

    def outcome(self) -> VisitOutcome:
        """Return what the form says of its result alone: what it held of another one is left out."""
        told, result = self.cleaned_data, VisitResult(self.cleaned_data["result"])
        is_promise, is_paid, is_dispute = (result is each for each in (VisitResult.PROMISED, VisitResult.PAID, VisitResult.DISPUTED))
        says_why = result in {VisitResult.DISPUTED, VisitResult.REFUSED, VisitResult.SEEN}
        return VisitOutcome(
            result=result, visited_on=told["visited_on"], met=told["met"], comment=told["comment"],
            reason=told["reason"] if says_why else "",
            paid_amount=told["paid_amount"] if is_paid else None,
            paid_by=Means(told["paid_by"]) if is_paid and told["paid_by"] else None,
            promised_for=told["promised_for"] if is_promise else None,
            promised_amount=told["promised_amount"] if is_promise else None,
            disputed_amount=told["disputed_amount"] if is_dispute else None,
            item_ids=tuple(told["ids"]),
        )  # fmt: skip
