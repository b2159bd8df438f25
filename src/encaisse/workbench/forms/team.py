from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from encaisse.ui.formats import amount_text
from encaisse.workbench.forms.fields import Ids, amount
from encaisse.workbench.queries.team import Member
from encaisse.workbench.rules.team import MOST_CALLS


class TeamForm(forms.Form):
    """The calls a day and the money a month of each collector, on one table; only what was changed is written."""

    def __init__(self, *arguments: Any, members: Sequence[Member], currency: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.members = members
        for member in members:
            name, target = member.person.name, next((goal.target for goal in member.goals if goal.currency == currency), Decimal())
            capacity = forms.IntegerField(min_value=0, max_value=MOST_CALLS, initial=member.load.capacity, required=False)
            capacity.widget.attrs |= {
                "class": "form-control form-control-sm num",
                "aria-label": _("Calls a day of %(name)s") % {"name": name},
            }
            asked = amount("", initial=target or None)
            asked.widget.attrs |= {"class": "form-control form-control-sm num", "aria-label": _("Target of %(name)s") % {"name": name}}
            self.fields |= {f"capacity_{member.person.id}": capacity, f"target_{member.person.id}": asked}
            self.initial[f"target_{member.person.id}"] = amount_text(target) if target else ""

    def rows(self) -> Iterator[tuple[Member, forms.BoundField, forms.BoundField]]:
        for member in self.members:
            yield member, self[f"capacity_{member.person.id}"], self[f"target_{member.person.id}"]

    def changed(self, kind: str) -> Iterator[tuple[int, Any]]:
        """Return what was changed of one kind, by person; an emptied target is taken back, an emptied capacity stays."""
        for member in self.members:
            name = f"{kind}_{member.person.id}"
            value = self.cleaned_data.get(name)
            if name in self.changed_data and (kind == "target" or value is not None):
                yield member.person.id, value if value is not None else Decimal()


class HandoverForm(forms.Form):
    """Who receives, which customers, and until when."""

    receivers = Ids(label=_("To whom"))
    whose = forms.ChoiceField(
        label=_("Which customers"), choices=[("all", _("All of them")), ("chosen", _("Those ticked below"))], initial="all",
    )  # fmt: skip
    ids = Ids()
    until_on = forms.DateField(
        label=pgettext_lazy("end of a loan", "Until"),
        required=False,
        widget=forms.DateInput,
        help_text=_("Empty: for good. With a day, they come back the day after."),
    )

    def asked(self) -> Mapping[str, Any]:
        chosen = self.cleaned_data["whose"] == "chosen"
        return {
            "receiver_ids": self.cleaned_data["receivers"],
            "customer_ids": self.cleaned_data["ids"] if chosen else None,
            "until_on": self.cleaned_data["until_on"],
        }
