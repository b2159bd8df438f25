from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.proceedings.rules import InsolvencyKind
from encaisse.workbench.templatetags.insolvencies import KINDS


class InsolvencyForm(forms.Form):
    """The judgment that opened the insolvency of a customer."""

    kind = forms.TypedChoiceField(
        label=_("Proceedings"), choices=[(each.value, KINDS[each]) for each in InsolvencyKind], coerce=InsolvencyKind
    )
    judgment_on = forms.DateField(
        label=_("Judgment of"), widget=forms.DateInput, help_text=_("What was born before it is no longer reminded.")
    )
    published_on = forms.DateField(
        label=_("Published on"),
        required=False,
        widget=forms.DateInput,
        help_text=_("In the BODACC: the claim is filed within two months of it."),
    )
    court = forms.CharField(label=_("Court, person appointed"), max_length=120, required=False)


class WithdrawForm(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=200, help_text=_("A mistake, the wrong company, proceedings that were closed."))
