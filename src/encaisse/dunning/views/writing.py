"""Writing a scenario: its page, a new one or a copy, and the editor of its draft, step by step."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.db.clock import today
from encaisse.dunning import actions, queries
from encaisse.dunning.forms.steps import LineForm, NamesForm, NewScenarioForm, PublishForm, RefuseForm, StepForm
from encaisse.dunning.queries import ScenarioCard, VersionCard
from encaisse.dunning.rules.checking import faults
from encaisse.dunning.rules.scenario import Scenario, Step
from encaisse.dunning.rules.version_changes import changes
from encaisse.dunning.rules.versions import DraftWaits, NoDraft, earliest
from encaisse.dunning.templatetags.line import step_words
from encaisse.kit.actor import Actor, Mode, Permission
from encaisse.ui.formats import reader_language
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


def may(actor: Actor, mode: Mode) -> bool:
    return actor.passes(Permission.SCENARIO_EDIT, mode=mode)


@require_safe
def scenario(request: ActorRequest, scenario_id: int) -> HttpResponse:
    return scenario_page(request, scenario_id)


def scenario_page(request: ActorRequest, scenario_id: int, form: Any = None) -> HttpResponse:
    """Show one scenario: a version on its line, all its versions, what the one in the making changes."""
    actor, on = request.actor, today()
    card = queries.scenario_card(actor, scenario_id)
    versions = queries.versions_of(actor, scenario_id)
    in_force = queries.version_in_force(actor, scenario_id, on=on)
    shown = chosen_version(request, versions, in_force)
    value = queries.version(actor, shown.id)[1].scenario if shown else None
    base = compared_with(request, versions, shown, in_force)
    context = {
        "card": card, "name": card.name(reader_language()), "versions": versions, "in_force": in_force, "shown": shown, "scenario": value,
        "base": base, "changes": changes(queries.version(actor, base.id)[1].scenario, value) if base and value else (),
        "may_replay": actor.may(Permission.SCENARIO_EDIT) is not None,
        "may_write": may(actor, Mode.ACT), "may_approve": may(actor, Mode.APPROVE), "on": on, "first_day": earliest(on),
        "names": form if isinstance(form, NamesForm) else NamesForm(initial={"name_fr": card.name_fr, "name_en": card.name_en}),
        "refuse": form if isinstance(form, RefuseForm) else RefuseForm(),
        "publish": approval_form(form, shown), "form": form or NamesForm(),
        "to_come": next((each for each in versions if each.is_to_come(on)), None),
    }  # fmt: skip
    return panel_or_page(request, "dunning/scenario.html", context, form=form, then=reverse("dunning:scenario", args=[scenario_id]))


def approval_form(form: Any, shown: VersionCard | None) -> PublishForm:
    if isinstance(form, PublishForm):
        return form
    wanted = shown.from_on if shown and shown.from_on else earliest(today())
    return PublishForm(first_day=earliest(today()), initial={"from_on": max(wanted, earliest(today()))})


def chosen_version(request: ActorRequest, versions: list[VersionCard], in_force: VersionCard | None) -> VersionCard | None:
    asked = request.GET.get("version", "")
    waiting = next((each for each in versions if each.waits), None)
    named = next((each for each in versions if str(each.version_no) == asked), None)
    return named or waiting or in_force or next(iter(versions), None)


def compared_with(
    request: ActorRequest, versions: list[VersionCard], shown: VersionCard | None, in_force: VersionCard | None
) -> VersionCard | None:
    """Return the version to compare with: the one asked for, else what applies now, else the one before."""
    if shown is None:
        return None
    asked = request.GET.get("against", "")
    named = next((each for each in versions if str(each.version_no) == asked and each.id != shown.id), None)
    if named is not None:
        return named
    if in_force is not None and in_force.version_no < shown.version_no:
        return in_force
    return next((each for each in versions if each.version_no < shown.version_no and each.state == "published"), None)


@require_http_methods(["GET", "HEAD", "POST"])
def scenario_new(request: ActorRequest) -> HttpResponse:
    """Make a scenario of one's own, from nothing or as a copy; it opens as a draft."""
    request.actor.must(Permission.SCENARIO_EDIT, mode=Mode.ACT)
    source = request.GET.get("copy", "")
    form = new_form(request, request.POST if request.method == "POST" else None, initial={"copied_from": source})
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "creditor"}
        with refusals_shown_on(form):
            made = actions.create_scenario(request.actor, creditor_id=form.cleaned_data["creditor"], on=today(), **given)
            return redirect("dunning:draft_editor", made)
    return panel_or_page(request, "dunning/scenario_new.html", {"form": form}, form=form)


def new_form(request: ActorRequest, *args: Any, **values: Any) -> NewScenarioForm:
    known = [(card.id, card.short_name or card.name) for card in creditors.creditors_in_reach(request.actor)]
    everyone = [("", _("every company"))] if request.actor.all_creditors else []
    cards = [(card.id, card.name(reader_language())) for card in queries.scenario_cards(request.actor)]
    return NewScenarioForm(*args, creditors=[*everyone, *known], scenarios=cards, **values)


@require_POST
def scenario_rename(request: ActorRequest, scenario_id: int) -> HttpResponse:
    form = NamesForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.rename_scenario(request.actor, scenario_id, **form.cleaned_data)
            return said(request, scenario_page(request, scenario_id), gettext("Renamed."))
    return scenario_page(request, scenario_id, form)


@require_POST
def scenario_archive(request: ActorRequest, scenario_id: int) -> HttpResponse:
    form = NamesForm({"name_fr": "-", "name_en": "-"})
    with refusals_shown_on(form):
        if "back" in request.POST:
            actions.bring_back_scenario(request.actor, scenario_id)
            return said(request, scenario_page(request, scenario_id), gettext("The scenario is back in the list."))
        actions.archive_scenario(request.actor, scenario_id, on=today())
        return said(request, scenario_page(request, scenario_id), gettext("The scenario is archived: it is offered no more."))
    return scenario_page(request, scenario_id, form)


@require_POST
def draft_start(request: ActorRequest, scenario_id: int) -> HttpResponse:
    actions.start_draft(request.actor, scenario_id, on=today())
    return redirect("dunning:draft_editor", scenario_id)


@require_POST
def draft_leave(request: ActorRequest, scenario_id: int) -> HttpResponse:
    actions.leave_draft(request.actor, scenario_id)
    said(request, HttpResponse(), gettext("The draft is gone; what applies has not changed."))
    return redirect("dunning:scenario", scenario_id)


@require_safe
def draft(request: ActorRequest, scenario_id: int) -> HttpResponse:
    return draft_page(request, scenario_id, request.GET.get("step", ""))


def draft_page(request: ActorRequest, scenario_id: int, key: str = "", form: StepForm | LineForm | None = None) -> HttpResponse:
    """Show the draft on its line, what keeps it from applying, and the step that is open."""
    actor = request.actor
    actor.must(Permission.SCENARIO_EDIT, mode=Mode.ACT)
    card, value = draft_or_refuse(actor, scenario_id)
    texts = queries.texts(actor)
    step = next((each for each in value.steps if each.key == key), None)
    found = list(faults(value, texts))
    context = {
        "card": card, "name": card.name(reader_language()), "scenario": value, "step": step, "faults": found,
        "faulty": {fault.key for fault in found}, "line": form if isinstance(form, LineForm) else line_form(value),
        "step_form": form if isinstance(form, StepForm) else step and StepForm(step=step, texts=list(texts.channels)),
        "is_first": bool(step and step.position == 0), "is_last": bool(step and step.position == len(value.steps) - 1),
    }  # fmt: skip
    then = f"{reverse('dunning:draft_editor', args=[scenario_id])}?step={key}"
    return panel_or_page(request, "dunning/draft_editor.html", context, form=form, then=then)


def draft_or_refuse(actor: Actor, scenario_id: int) -> tuple[ScenarioCard, Scenario]:
    card, row = queries.scenario_card(actor, scenario_id), queries.draft_of(actor, scenario_id)
    if row is None:
        raise NoDraft
    if row.state != "draft":
        raise DraftWaits
    return card, queries.version(actor, row.pk)[1].scenario


def line_form(value: Scenario, *args: Any) -> LineForm:
    return LineForm(*args, scenario=value, names=[(step.key, step_words(step)) for step in value.steps])


@require_POST
def draft_line(request: ActorRequest, scenario_id: int) -> HttpResponse:
    _card, value = draft_or_refuse(request.actor, scenario_id)
    form = line_form(value, request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.change_line(request.actor, scenario_id, **form.cleaned_data)
            return said(request, draft_page(request, scenario_id, request.GET.get("step", "")), gettext("Saved in the draft."))
    return draft_page(request, scenario_id, request.GET.get("step", ""), form)


@require_POST
def step_add(request: ActorRequest, scenario_id: int) -> HttpResponse:
    key = actions.add_step(request.actor, scenario_id, after=request.POST.get("after", ""))
    return draft_page(request, scenario_id, key)


@require_POST
def step_change(request: ActorRequest, scenario_id: int, key: str) -> HttpResponse:
    """Save an opened step; one that breaks a rule by itself is refused, and stays as it was."""
    _card, value = draft_or_refuse(request.actor, scenario_id)
    texts = queries.texts(request.actor)
    form = StepForm(request.POST, step=known_step(value, key), texts=list(texts.channels))
    if form.is_valid():
        with refusals_shown_on(form):
            actions.change_step(request.actor, scenario_id, key, step=form.step())
            return said(request, draft_page(request, scenario_id, key), gettext("Saved in the draft."))
    return draft_page(request, scenario_id, key, form)


def known_step(value: Scenario, key: str) -> Step | None:
    return next((step for step in value.steps if step.key == key), None)


@require_POST
def step_gesture(request: ActorRequest, scenario_id: int, key: str, gesture: str) -> HttpResponse:
    """Move a step earlier or later, duplicate it, or remove it."""
    match gesture:
        case "earlier" | "later":
            actions.move_step(request.actor, scenario_id, key, by=-1 if gesture == "earlier" else 1)
        case "duplicate":
            key = actions.duplicate_step(request.actor, scenario_id, key)
        case _:
            actions.remove_step(request.actor, scenario_id, key)
            key = ""
    return draft_page(request, scenario_id, key)
