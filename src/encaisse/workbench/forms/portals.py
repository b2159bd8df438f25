from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.customers.queries import PortalCard
from encaisse.customers.rules.portals import PortalTerms
from encaisse.dunning.actions import DepositWord
from encaisse.dunning.rules.deposits import DepositResult
from encaisse.workbench.forms.fields import LONGEST_NOTE, contested_choices
from encaisse.workbench.templatetags.deposits import RESULTS


class DepositForm(forms.Form):
    result = forms.TypedChoiceField(
        label=_("What came of it"), coerce=DepositResult, widget=forms.RadioSelect,
        choices=[(result.value, words) for result, (words, _icon, _tone) in RESULTS.items()],
    )  # fmt: skip
    ticket = forms.CharField(
        label=_("Ticket number"), max_length=80, required=False, help_text=_("The one the portal shows once it is deposited.")
    )
    has_no_number = forms.BooleanField(label=_("This portal gives no number"), required=False)
    reason = forms.ChoiceField(label=_("Why the portal refuses it"), choices=contested_choices, required=False)
    comment = forms.CharField(label=_("In its words"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}))

    def word(self) -> DepositWord:
        told = self.cleaned_data
        is_refused = told["result"] is DepositResult.REFUSED
        return DepositWord(
            result=told["result"], ticket=told["ticket"], has_no_number=told["has_no_number"],
            reason=told["reason"] if is_refused else "", comment=told["comment"],
        )  # fmt: skip


class AnotherWayForm(forms.Form):
    until = forms.DateField(label=_("Left aside until"), widget=forms.DateInput, help_text=_("30 days at most."))
    why = forms.CharField(label=_("Why"), max_length=120, help_text=_("The portal is closed for maintenance, our login is blocked…"))


class TicketAnswerForm(forms.Form):
    answered_on = forms.DateField(label=_("Answered on"), widget=forms.DateInput)
    text = forms.CharField(
        label=_("What the portal answers"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 5})
    )


class PortalForm(forms.Form):
    name = forms.CharField(label=_("Portal"), max_length=60)
    address = forms.CharField(
        label=_("Address"), max_length=250, required=False, help_text=_("Where suppliers sign in. Of the usual portals it is known.")
    )
    instructions = forms.CharField(
        label=_("Instructions"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where to click, what to write as a subject. Never a password."),
    )  # fmt: skip


class CustomerPortalForm(forms.Form):
    portal = forms.TypedChoiceField(label=_("Portal"), coerce=int)
    supplier_number = forms.CharField(label=_("Our supplier number there"), max_length=60, required=False)
    login_holder = forms.CharField(
        label=_("Who has the login"), max_length=120, required=False, help_text=_("A colleague or a team. The password is never kept here.")
    )
    address = forms.CharField(label=_("This customer’s own page"), max_length=250, required=False)
    instructions = forms.CharField(label=_("Instructions"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, portals: list[PortalCard], **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["portal"].choices = [(card.id, card.name) for card in portals]  # type: ignore[attr-defined]

    def terms(self) -> PortalTerms:
        told = self.cleaned_data
        return PortalTerms(
            supplier_number=told["supplier_number"], login_holder=told["login_holder"], address=told["address"],
            instructions=told["instructions"],
        )  # fmt: skip
