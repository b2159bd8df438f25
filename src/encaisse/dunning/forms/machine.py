"""What a person asks of the time machine."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from encaisse.dunning.forms import Day
from encaisse.dunning.rules.machine import Assumptions
from encaisse.dunning.rules.machine.asking import EVERYONE
from encaisse.dunning.rules.machine.outcome import USUAL_COSTS
from encaisse.dunning.rules.scenario import Channel
from encaisse.dunning.templatetags.words import CHANNELS, SEGMENTS
from encaisse.ui.fields import AmountField

OWN = 0
MOST = 5000


class MachineForm(forms.Form):
    """One scenario, or two side by side, over days that are over."""

    name = forms.CharField(label=_("Name of the replay"), max_length=120, required=False)
    creditor = forms.TypedChoiceField(label=_("Company"), coerce=int)
    first = forms.TypedChoiceField(label=_("Replay"), coerce=int)
    second = forms.TypedChoiceField(label=_("Beside it"), coerce=int, required=False, empty_value=None)
    first_on = forms.DateField(label=_("From"), widget=Day)
    last_on = forms.DateField(label=_("To"), widget=Day)
    segment = forms.ChoiceField(label=_("Customers"), required=False)
    most = forms.IntegerField(label=_("At most so many customers"), min_value=1, max_value=MOST)
    calls_reached = forms.IntegerField(label=_("Of a hundred calls, those that reach somebody"), min_value=0, max_value=EVERYONE)

    def __init__(
        self, *args: Any, creditors: Sequence[tuple[int, str]], versions: Sequence[Any], period: tuple[date, date], **values: Any
    ) -> None:
        initial = {
            "first": OWN, "first_on": period[0], "last_on": period[1], "most": MOST, "calls_reached": Assumptions().calls_reached,
            **(values.pop("initial", None) or {}),
        }  # fmt: skip
        super().__init__(*args, **{"initial": initial, **values})
        self.choose("creditor", creditors)
        self.choose("first", versions)
        self.choose("second", [("", _("nothing beside")), *versions])
        self.choose("segment", [("", _("all of them")), *((code, words) for code, words in SEGMENTS.items() if code)])
        for channel, cost in USUAL_COSTS.items():
            self.fields[f"cost_{channel.value}"] = AmountField(label=CHANNELS[channel][1], min_value=0, initial=cost, max_digits=8)

    def choose(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def cost_fields(self) -> list[forms.BoundField]:
        return [self[f"cost_{channel.value}"] for channel in USUAL_COSTS]

    def costs(self) -> dict[Channel, Decimal]:
        return {channel: self.cleaned_data[f"cost_{channel.value}"] for channel in USUAL_COSTS}
