import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DOCUMENT_OF_CUSTOMER = re.compile(r"^\d{1,18}:\d{1,18}$")


class QualifyForm(forms.Form):
    """Documents ticked (`document:customer`), and what becomes of them."""

    ids = forms.MultipleChoiceField(error_messages={"required": _("Tick at least one row.")})
    qualified_as = forms.ChoiceField(choices=[("to_dun", "to_dun"), ("left_out", "left_out")])
    whole_customer = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["ids"].valid_value = lambda value: DOCUMENT_OF_CUSTOMER.match(value) is not None  # type: ignore[attr-defined]

    def decision(self) -> dict[str, Any]:
        pairs = [tuple(map(int, pair.split(":"))) for pair in self.cleaned_data["ids"]]
        owners = {customer_id for _, customer_id in pairs} if self.cleaned_data["whole_customer"] else set()
        return {
            "qualified_as": self.cleaned_data["qualified_as"],
            "document_ids": sorted({document_id for document_id, _ in pairs}),
            "customer_ids": sorted(owners),
        }
