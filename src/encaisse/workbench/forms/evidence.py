from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.ledger.rules.evidence import DispatchChannel, DispatchFacts
from encaisse.workbench.templatetags.evidence import DISPATCH_CHANNELS


class DispatchForm(forms.Form):
    """When, to whom and by which channel an invoice was sent, with its proof."""

    sent_on = forms.DateField(label=_("Sent on"), widget=forms.DateInput)
    channel = forms.ChoiceField(label=_("By"), choices=[(each.value, DISPATCH_CHANNELS[each]) for each in DispatchChannel])
    recipient = forms.CharField(label=_("Recipient"), max_length=254, required=False)
    reference = forms.CharField(
        label=_("Reference"), max_length=120, required=False, help_text=_("Message number, ticket, tracking number…")
    )
    proof = forms.FileField(label=_("Proof"), required=False)

    def facts(self, document_id: int, proof_sha256: str | None) -> DispatchFacts:
        values: dict[str, Any] = {name: self.cleaned_data[name] for name in ("sent_on", "recipient", "reference")}
        proof = self.cleaned_data.get("proof")
        return DispatchFacts(
            document_id, channel=DispatchChannel(self.cleaned_data["channel"]), proof_sha256=proof_sha256,
            proof_name=proof.name if proof else "", **values,
        )  # fmt: skip


class SettledForm(forms.Form):
    """How what the platform told of an invoice was settled with the customer."""

    comment = forms.CharField(
        label=_("How it was settled"), max_length=200, help_text=_("Kept with the invoice; from tomorrow’s run on it is chased again.")
    )


class InvoiceFileForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("The PDF of the invoice, or another document that proves it."))
