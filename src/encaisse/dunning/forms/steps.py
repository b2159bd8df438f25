"""One step of a draft, its conditions line by line, and what surrounds a draft: its line, its names, its day."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from encaisse.dunning.forms import Day
from encaisse.dunning.rules.condition_entry import ConditionKind, EnteredCondition, approved_by, conditions_of, entered
from encaisse.dunning.rules.explain import LEVELS
from encaisse.dunning.rules.scenario import COLLECTIVE, Channel, Copies, Level, OffsetFrom, Scenario, SenderRole, Step, StepMode
from encaisse.dunning.templatetags.words import CALL_SCRIPTS, CHANNELS, CONDITION_KINDS, COPIES, MODES, VOICES, WORK_TEXTS
from encaisse.kit.actor import Role
from encaisse.kit.refusals import Refusal
from encaisse.messages.templatetags.messages import model_name
from encaisse.ui.fields import AmountField
from encaisse.ui.formats import refusal_text
from encaisse.ui.words import ROLE_NAMES

SPARE_CONDITIONS = 2
MOST_CONDITIONS = 8
FARTHEST = 3650


def template_choices(codes: Sequence[str]) -> list[Any]:
    written = [(code, model_name(code)) for code in codes]
    scripts = [(f"CALL:{code}", words) for code, words in CALL_SCRIPTS.items()]
    return [("", "–"), (_("Texts"), written), (_("Call scripts"), scripts), (_("Tasks"), list(WORK_TEXTS.items()))]


class StepForm(forms.Form):
    """A step as a person sets it. Its conditions are rows of one kind and one value; a row may be an « or » with the row above."""

    level = forms.TypedChoiceField(label=_("Level"), coerce=lambda value: Level(int(value)))
    offset_days = forms.IntegerField(
        label=_("Days"), min_value=-FARTHEST, max_value=FARTHEST, help_text=_("Before the due date: a minus sign.")
    )
    offset_from = forms.TypedChoiceField(label=_("Counted from"), coerce=OffsetFrom)
    interval_days = forms.IntegerField(label=_("Days after the previous step, at least"), min_value=0, max_value=FARTHEST)
    channel = forms.TypedChoiceField(label=_("Channel"), coerce=Channel)
    template = forms.ChoiceField(label=_("Text, call script or task"), required=False)
    sender_role = forms.TypedChoiceField(label=_("In whose voice"), coerce=SenderRole)
    mode = forms.TypedChoiceField(label=_("How it leaves"), coerce=StepMode)
    minimum_amount = AmountField(label=_("Only above this overdue"), required=False, min_value=0)
    is_contact = forms.BooleanField(label=_("Counts as a contact with the customer"), required=False)
    copies = forms.TypedChoiceField(
        label=_("Copies of the invoices"), coerce=Copies, required=False, empty_value=Copies.COMPANY,
        help_text=_("Within the size that the company set."),
    )  # fmt: skip
    with_statement = forms.BooleanField(label=_("With the statement of account"), required=False)
    with_terms = forms.BooleanField(label=_("With the general terms"), required=False)
    approved_by = forms.TypedMultipleChoiceField(
        label=_("Approved by each of"),
        coerce=SenderRole,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, texts: Sequence[str], step: Step | None = None, **values: Any) -> None:
        self.entered = entered(step.conditions) if step else []
        super().__init__(*args, **{"initial": initial_of(step) if step else None, **values})
        roles = [(role.value, ROLE_NAMES[Role(role.value)]) for role in SenderRole if role not in COLLECTIVE]
        self.choose("level", [(str(int(level)), gettext_lazy(LEVELS[level])) for level in Level])
        self.choose(
            "offset_from",
            [(OffsetFrom.DUE_DATE.value, _("the due date")), (OffsetFrom.NOTICE_RUN.value, _("the end of the formal notice"))],
        )
        self.choose("channel", [(channel.value, words) for channel, (_icon, words) in CHANNELS.items() if channel is not Channel.PORTAL])
        self.choose("template", known_too(template_choices(texts), step.template if step else ""))
        self.choose("sender_role", [*roles, *((role.value, words) for role, words in VOICES.items())])
        self.choose("approved_by", roles)
        self.choose("mode", [(mode.value, words) for mode, (_icon, words) in MODES.items()])
        self.choose("copies", [(copies.value, words) for copies, words in COPIES.items()])
        for place in range(min(len(self.entered) + SPARE_CONDITIONS, MOST_CONDITIONS) if not self.is_bound else MOST_CONDITIONS):
            self.add_condition(place)

    def choose(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def add_condition(self, place: int) -> None:
        given = self.entered[place] if place < len(self.entered) else None
        kinds = [("", _("no condition")), *((kind.value, words) for kind, words in CONDITION_KINDS.items())]
        self.fields[f"condition_{place}"] = forms.ChoiceField(
            label=_("Condition"), required=False, choices=kinds, initial=given.kind.value if given else ""
        )
        self.fields[f"value_{place}"] = forms.CharField(
            label=_("Value"), required=False, max_length=80, initial=given.value if given else ""
        )
        self.fields[f"joined_{place}"] = forms.BooleanField(label=_("or"), required=False, initial=given.joined if given else False)

    def condition_rows(self) -> Iterator[tuple[BoundField, BoundField, BoundField | None]]:
        """Yield kind, value and « or » of each row; the first has nothing above to be joined to."""
        shown = len([name for name in self.fields if name.startswith("condition_")])
        for place in range(shown):
            is_empty = self.is_bound and not self[f"condition_{place}"].value() and place > 1
            if not is_empty:
                yield self[f"condition_{place}"], self[f"value_{place}"], self[f"joined_{place}"] if place else None

    def lines(self) -> list[EnteredCondition]:
        given = self.cleaned_data
        places = [place for place in range(MOST_CONDITIONS) if given.get(f"condition_{place}")]
        return [
            EnteredCondition(ConditionKind(given[f"condition_{place}"]), given[f"value_{place}"], given[f"joined_{place}"])
            for place in places
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        try:
            given["conditions"] = conditions_of(self.lines(), given.get("approved_by") or ())
        except Refusal as refusal:
            self.add_error(None, refusal_text(refusal, gettext))
        return given

    def step(self) -> Step:
        """Return what was entered as a step; its key and place are those it had."""
        given = self.cleaned_data
        return Step(
            position=0, key="", level=given["level"], offset_days=given["offset_days"], offset_from=given["offset_from"],
            interval_days=given["interval_days"], channel=given["channel"], template=given["template"], sender_role=given["sender_role"],
            mode=given["mode"], minimum_amount=given["minimum_amount"] or Decimal(0), is_contact=given["is_contact"],
            conditions=given["conditions"], copies=given["copies"], with_statement=given["with_statement"], with_terms=given["with_terms"],
        )  # fmt: skip


def known_too(choices: list[Any], template: str) -> list[Any]:
    """Keep offering the text a step uses, even when it left the list."""
    named = {code for group in choices for code, _words in (group[1] if isinstance(group[1], list) else [group])}
    return choices if template in named else [*choices, (template, template)]


def initial_of(step: Step) -> dict[str, Any]:
    return {
        "level": str(int(step.level)), "offset_days": step.offset_days, "offset_from": step.offset_from.value,
        "interval_days": step.interval_days, "channel": step.channel.value, "template": step.template,
        "sender_role": step.sender_role.value, "mode": step.mode.value, "minimum_amount": step.minimum_amount or None,
        "is_contact": step.is_contact, "copies": step.copies.value, "with_statement": step.with_statement, "with_terms": step.with_terms,
        "approved_by": [role.value for role in approved_by(step.conditions)],
    }  # fmt: skip


class LineForm(forms.Form):
    """What holds for the whole line of a draft."""

    minimum_amount = AmountField(label=_("Smallest sum asked"), min_value=0)
    first_curative = forms.ChoiceField(label=_("An invoice met late starts at"))

    def __init__(self, *args: Any, scenario: Scenario, names: Sequence[tuple[str, Any]], **values: Any) -> None:
        place = scenario.first_curative_position
        start = scenario.steps[place].key if place < len(scenario.steps) else ""
        super().__init__(*args, **{"initial": {"minimum_amount": scenario.minimum_amount, "first_curative": start}, **values})
        self.fields["first_curative"].choices = names  # type: ignore[attr-defined]


class NamesForm(forms.Form):
    name_fr = forms.CharField(label=_("Name in French"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)


class NewScenarioForm(NamesForm):
    """A scenario of one's own: for one company or all, copied from another or begun from nothing."""

    code = forms.RegexField(
        label=_("Code"), regex=r"^[A-Za-z][A-Za-z0-9_]{1,31}$", max_length=32, help_text=_("Letters, digits and underscores."),
        error_messages={"invalid": _("A code begins with a letter and holds letters, digits and underscores only.")},
    )  # fmt: skip
    creditor = forms.TypedChoiceField(label=_("For"), coerce=int, required=False, empty_value=None)
    copied_from = forms.TypedChoiceField(label=_("Copied from"), coerce=int, required=False, empty_value=None)
    field_order = ("name_fr", "name_en", "code", "creditor", "copied_from")

    def __init__(self, *args: Any, creditors: Sequence[tuple[Any, Any]], scenarios: Sequence[tuple[int, str]], **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["creditor"].choices = creditors  # type: ignore[attr-defined]
        self.fields["copied_from"].choices = [("", _("nothing: an empty line")), *scenarios]  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).upper()


class PublishForm(forms.Form):
    """From which morning a version applies, and why it was made."""

    from_on = forms.DateField(label=_("Applies from"), widget=Day)
    comment = forms.CharField(label=_("Why this version"), required=False, max_length=200)

    def __init__(self, *args: Any, first_day: date, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["from_on"].widget.attrs["min"] = first_day.isoformat()


class RefuseForm(forms.Form):
    comment = forms.CharField(label=_("Why not"), max_length=200, error_messages={"required": _("Say in a few words what to change.")})
