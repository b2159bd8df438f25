"""What a person types or ticks on dunning's screens."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from encaisse.commitments.rules import MOST_INSTALMENTS
from encaisse.db.clock import today
from encaisse.disputes.rules import reasons
from encaisse.dunning.forms.proofs import ProofField
from encaisse.dunning.queries.oversight import OwnCap
from encaisse.dunning.rules.contact_caps import Cap
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.dunning.rules.progress import Presentation
from encaisse.dunning.rules.reprise import REACHED, GoLiveChoice, PlanTerms
from encaisse.dunning.rules.scenario import Channel, Level
from encaisse.dunning.templatetags.words import CHOICES, HOLD_REASONS, PRESENTATIONS
from encaisse.ui.formats import reader_language

NO_CHANGE = ("", "")


class Day(forms.DateInput):
    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, date) else super().format_value(value)


class Ids(forms.TypedMultipleChoiceField):
    """Ids ticked in a table; whose they are is for the action to say."""

    def __init__(self, **values: Any) -> None:
        super().__init__(coerce=int, **values)

    def valid_value(self, value: Any) -> bool:
        return str(value).isdecimal()


class DraftFilterForm(forms.Form):
    channel = forms.ChoiceField(required=False, choices=[NO_CHANGE, *((channel.value, channel.value) for channel in Channel)])
    level = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[NO_CHANGE, *((str(int(level)), level.name) for level in Level)]
    )
    creditor = forms.IntegerField(required=False)

    def chosen(self) -> dict[str, Any]:
        """Return what narrows the list; anything unknown does not."""
        self.is_valid()
        kept = self.cleaned_data
        return {"channel": kept.get("channel", ""), "level": kept.get("level"), "creditor": kept.get("creditor")}


class ChosenForm(forms.Form):
    ids = Ids(error_messages={"required": _("Tick at least one row.")})


class WithdrawForm(ChosenForm):
    why = forms.CharField(
        label=_("Reason"), max_length=120, error_messages={"required": _("Say in a few words why: your colleagues will read it.")}
    )


def contested() -> list[tuple[str, str]]:
    """Return what a customer may contest, in the reader's language."""
    return [("", "…"), *((reason.code, reason.name(reader_language())) for reason in reasons().values() if reason.is_dispute)]


class GoLiveForm(forms.Form):
    """Where old items start. Without `everything`, those that are ticked."""

    ids = Ids(required=False)
    everything = forms.BooleanField(required=False)
    choice = forms.TypedChoiceField(
        label=_("Set"),
        coerce=GoLiveChoice,
        choices=[(choice.value, words) for choice, (words, _tone) in CHOICES.items()],
    )
    reached_on = forms.DateField(label=_("Reached on"), required=False, widget=Day)
    dispute_reason = forms.ChoiceField(label=_("What they contest"), required=False, choices=contested)
    instalments = forms.IntegerField(label=_("Instalments"), required=False, min_value=1, max_value=MOST_INSTALMENTS)
    first_on = forms.DateField(label=_("First instalment on"), required=False, widget=Day)

    def plan(self) -> PlanTerms | None:
        given = self.cleaned_data
        return PlanTerms(given["instalments"], given["first_on"]) if given["instalments"] and given["first_on"] else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("ids") and not given.get("everything"):
            raise forms.ValidationError(_("Tick at least one row."))
        if given.get("choice") not in REACHED:
            given["reached_on"] = None
        if given.get("choice") is GoLiveChoice.DISPUTE and not given.get("dispute_reason"):
            self.add_error("dispute_reason", _("Choose what the customers contest."))
        if given.get("choice") is GoLiveChoice.PLAN and not (given.get("instalments") and given.get("first_on")):
            self.add_error("instalments", _("Say in how many instalments, and when the first one falls due."))
        return given


class RunForm(forms.Form):
    creditor = forms.TypedChoiceField(label=_("Creditor"), coerce=int, required=False, empty_value=None)
    on = forms.DateField(label=_("Day"), required=False, widget=Day)
    full = forms.BooleanField(label=_("Decide again about every customer"), required=False)
    accept_stale = forms.ChoiceField(required=False, choices=[("", ""), ("run", "run"), ("simulate", "simulate")])
    simulate = forms.BooleanField(required=False)

    def __init__(self, *args: Any, creditors: Iterable[tuple[int, str]], **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["creditor"].choices = [("", _("All creditors")), *creditors]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Another day is one company's: the others would be decided for a day that is not theirs."""
        given = super().clean() or {}
        creditors = len(self.fields["creditor"].choices) - 1  # type: ignore[attr-defined]
        if given.get("on") not in {None, today()} and not given.get("creditor") and creditors > 1 and not given.get("simulate"):
            self.add_error("creditor", _("Choose the company: another day is run for one company at a time."))
        return given


class FollowForm(forms.Form):
    creditor = forms.IntegerField()
    segment = forms.CharField(required=False, max_length=24)
    scenario = forms.IntegerField()


class HoldForm(forms.Form):
    """Hold a customer, or one item, until a day. The rule says how long is allowed."""

    item_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.TypedChoiceField(
        label=_("Reason"), coerce=HoldReason, choices=[(reason.value, words) for reason, words in HOLD_REASONS.items()]
    )
    until_on = forms.DateField(label=pgettext_lazy("hold", "Until"), widget=Day)
    comment = forms.CharField(label=_("In a few words"), required=False, max_length=200)


class PresentationForm(forms.Form):
    """What the post said of a registered letter."""

    action_id = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.TypedChoiceField(
        label=_("What the post says"), coerce=Presentation, choices=[(outcome.value, words) for outcome, words in PRESENTATIONS.items()]
    )
    presented_on = forms.DateField(label=pgettext_lazy("registered letter", "On"), widget=Day)
    number = forms.CharField(label=_("Tracking number"), required=False, max_length=40)
    proof = ProofField(
        label=_("Proof"), required=False, help_text=_("The acknowledgement or the slip, scanned: PDF or picture, 15 MB at most.")
    )


class CapsForm(forms.Form):
    """How often a person may be contacted, channel by channel: never more than the product allows."""

    def __init__(self, *args: Any, caps: Iterable[OwnCap], consumers: bool, **values: Any) -> None:
        super().__init__(*args, **values)
        self.consumers = consumers
        for each in caps:
            cap = each.cap
            self.fields[cap.code] = forms.IntegerField(
                label=cap_words(cap), initial=each.most, min_value=1, max_value=cap.most,
                help_text=_("at most %(most)s") % {"most": cap.most},
                widget=forms.NumberInput(attrs={"class": "w-auto"}),
            )  # fmt: skip


def cap_words(cap: Cap) -> str:
    """Say what a cap counts: “Calls, attempts included, in 7 days”."""
    what = CAPPED[cap.channel.value if cap.channel else "all", cap.with_attempts]
    return ngettext("%(what)s a day", "%(what)s in %(days)s days", cap.days) % {"what": what, "days": cap.days}


CAPPED = {
    ("call", False): _("People reached by phone"), ("call", True): _("Calls, unanswered ones included"), ("sms", False): _("SMS"),
    ("email", False): _("E-mails"), ("all", False): _("Contacts of any kind"),
}  # fmt: skip


class TrialForm(forms.Form):
    """To whom a trial by SMS or by fax goes: oneself."""

    mobile = forms.CharField(
        label=_("My mobile"), max_length=32, required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    fax = forms.CharField(label=_("My fax"), max_length=32, required=False, widget=forms.TextInput(attrs={"type": "tel"}))
