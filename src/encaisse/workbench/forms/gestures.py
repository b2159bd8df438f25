from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.ledger.queries import OpenItemRow
from encaisse.ui.formats import day_text
from encaisse.workbench.forms.fields import LONGEST_NOTE, amount, contested_choices
from encaisse.workbench.templatetags.words import DISPUTE_OUTCOMES, HOLD_REASONS


class PromiseForm(forms.Form):
    promised_for = forms.DateField(label=_("Promised for"), widget=forms.DateInput)
    amount = amount(_("Amount promised"), help_text=_("Empty: everything ticked, or all that is overdue."))
    given_by = forms.CharField(label=_("Promised by"), max_length=120, required=False)


class DisputeForm(forms.Form):
    reason = forms.ChoiceField(choices=contested_choices, label=_("What the customer contests"))
    amount = amount(_("Contested amount"), help_text=_("Empty: the ticked invoices, whole."))
    comment = forms.CharField(label=_("In their words"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("What was answered"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=list(DISPUTE_OUTCOMES.items()))
    replaced_by = forms.TypedChoiceField(
        label=_("Invoice that replaces it"), required=False, coerce=int, empty_value=None,
        help_text=_("Empty: the same invoice, or the new one has not come in yet."),
    )  # fmt: skip
    due_on = forms.DateField(
        label=_("New due date"), required=False, widget=forms.DateInput,
        help_text=_("Only because the error was ours. Empty: the day its invoice says."),
    )  # fmt: skip
    answer = forms.CharField(label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, replacements: Sequence[OpenItemRow] = (), **named: Any) -> None:
        super().__init__(*args, **named)
        chosen: Any = self.fields["replaced_by"]
        chosen.choices = [("", "–"), *((row.id, f"{row.reference} · {day_text(row.due_date, 'short')}") for row in replacements)]


class HoldForm(forms.Form):
    reason = forms.TypedChoiceField(choices=list(HOLD_REASONS.items()), label=_("Why"), coerce=HoldReason)
    until_on = forms.DateField(label=_("Held until"), widget=forms.DateInput, help_text=_("30 days at most, then it is approved again."))
    comment = forms.CharField(label=_("In a few words"), required=False, max_length=200)


class InstructionForm(forms.Form):
    text = forms.CharField(
        label=_("Pinned instruction"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What everybody must know before acting: “never call the shop”, “always copy Ms Petit”."),
    )  # fmt: skip
