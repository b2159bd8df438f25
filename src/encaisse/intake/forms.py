from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from encaisse.intake.queries import Preview
from encaisse.intake.rules.columns import Kind
from encaisse.ledger.rules.freshness import MOST_FRESH_DAYS

EINVOICE, FILES, LIFE_CYCLE = "einvoice", "files", "life_cycle"
KINDS = [
    ("fec", _("General ledger (FEC)")),
    (EINVOICE, _("Structured invoices (Factur-X, CII, UBL)")),
    (FILES, _("Invoices as PDF (ZIP)")),
    (LIFE_CYCLE, _("Life of e-invoices (CDAR)")),
    (Kind.ITEMS.value, _("Open items (aged balance)")),
    (Kind.INVOICES.value, _("Invoices")),
    (Kind.CUSTOMERS.value, _("Customers")),
    (Kind.CONTACTS.value, _("Contacts")),
    (Kind.PAYMENTS.value, _("Payments")),
    (Kind.DISPATCHES.value, _("Sendings of invoices")),
    (Kind.LEVELS.value, _("Levels already reached (go-live)")),
]


class UploadForm(forms.Form):
    """A file, and whose receivables it holds."""

    creditor_id = forms.TypedChoiceField(label=_("Creditor"), coerce=int)
    file = forms.FileField(
        label=_("File"),
        help_text=_("FEC, CSV, XLSX, structured invoices, or a ZIP of them. Nothing is imported before you have seen what it holds."),
    )

    def __init__(self, *args: Any, creditors: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["creditor_id"].choices = creditors  # type: ignore[attr-defined]
        if len(creditors) == 1:
            self.fields["creditor_id"].widget = forms.HiddenInput()
            self.fields["creditor_id"].initial = creditors[0][0]


class ChoicesForm(forms.Form):
    """What a person says of a file: its source, its columns, and whether it lists everything."""

    source_name = forms.CharField(
        label=_("Source"), required=False, max_length=120,
        help_text=_("The list this file is the next issue of. Its columns are remembered. Leave empty for the usual one."),
    )  # fmt: skip

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preview = preview
        titles = [("", gettext("– not in this file –")), *((title, title) for title in preview.titles if title)]
        for wanted in preview.fields:
            initial = preview.proposed.get(wanted.name, "")
            label = gettext(wanted.title)
            self.fields[f"column_{wanted.name}"] = forms.ChoiceField(label=label, required=False, choices=titles, initial=initial)
        if preview.kind == Kind.ITEMS:
            self.fields["is_situation"] = situation_field()
            self.fields["accept_vanishing"] = forms.BooleanField(
                label=_("I confirm that the file is complete, even if more than 20 % of the open items vanish."), required=False,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )  # fmt: skip

    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column_")]

    def chosen(self) -> dict[str, Any]:
        values = self.cleaned_data
        columns = {name.removeprefix("column_"): title for name, title in values.items() if name.startswith("column_") and title}
        is_situation = values.get("is_situation")
        return {
            "source_name": values["source_name"],
            "columns": columns,
            "is_situation": None if is_situation is None else is_situation == "situation",
            "accept_vanishing": values.get("accept_vanishing", False),
        }


def situation_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("What does this file say?"),
        initial="situation",
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        choices=[
            ("situation", _("A situation: everything that is open. What is absent was settled.")),
            ("movements", _("Movements: new documents only. Nothing is settled by their absence.")),
        ],
    )


class ThresholdForm(forms.Form):
    """How old a source may be, and whether it is still fed."""

    fresh_days = forms.IntegerField(label=_("Working days it may be old"), min_value=0, max_value=MOST_FRESH_DAYS)
    is_retired = forms.BooleanField(label=_("No longer fed"), required=False)
