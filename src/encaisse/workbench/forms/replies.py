"""What a person says of a reply, with what the reply says already filled in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.workbench.forms.fields import LONGEST_NOTE, amount, contested_choices

FIRST = {"autofocus": True}


class ReplyPromiseForm(forms.Form):
    promised_for = forms.DateField(label=_("Promised for"), widget=forms.DateInput(attrs=FIRST))
    amount = amount(_("Amount promised"), help_text=_("Empty: everything ticked, or all that is overdue."))
    given_by = forms.CharField(label=_("Promised by"), max_length=120, required=False)


class ReplyDisputeForm(forms.Form):
    reason = forms.ChoiceField(choices=contested_choices, label=_("What the customer contests"), widget=forms.Select(attrs=FIRST))
    amount = amount(_("Contested amount"), help_text=_("Empty: the ticked invoices, whole."))
    comment = forms.CharField(label=_("In their words"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 5}))


class ReplyPaidForm(forms.Form):
    paid_on = forms.DateField(label=_("Paid on, they say"), required=False, widget=forms.DateInput(attrs=FIRST))
    until_on = forms.DateField(label=_("Held until"), widget=forms.DateInput, help_text=_("The time for accounting to find the payment."))
    comment = forms.CharField(
        label=_("What helps to find it"), required=False, max_length=180, help_text=_("Amount, reference of the transfer, bank.")
    )


class ReplyCopyForm(forms.Form):
    comment = forms.CharField(
        label=_("What else is to be sent again"), required=False, max_length=180, widget=forms.TextInput(attrs=FIRST),
        help_text=_("It becomes a task. Empty: the ticked invoices only."),
    )  # fmt: skip


class ReplyAbsentForm(forms.Form):
    back_on = forms.DateField(
        label=_("Back on"), required=False, widget=forms.DateInput(attrs=FIRST),
        help_text=_("Until then, what we write goes to another contact if there is one, else it waits three working days at most."),
    )  # fmt: skip
    stand_in = forms.CharField(
        label=_("Stand-in"), required=False, max_length=200,
        help_text=_("A name, an e-mail. An e-mail becomes a contact, written to meanwhile."),
    )  # fmt: skip
    comment = forms.CharField(label=_("Whom to reach meanwhile"), required=False, max_length=400)


class ReplyOtherForm(forms.Form):
    note = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3, **FIRST}),
        help_text=_("Empty: the reply is closed without a note."),
    )  # fmt: skip
