"""The time machine: a scenario, or two side by side, replayed over the last twelve months beside what really happened."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.db.clock import today
from encaisse.dunning import actions, queries
from encaisse.dunning.forms.machine import OWN, MachineForm
from encaisse.dunning.queries import Asked, ReplayedPayer
from encaisse.dunning.rules.machine import Assumptions
from encaisse.dunning.rules.machine.asking import usual_period
from encaisse.dunning.rules.scenario import Level
from encaisse.dunning.templatetags.dunning import level_name
from encaisse.dunning.templatetags.replays import lane_columns, metric_rows, months_drawn
from encaisse.kit.actor import Actor, Permission
from encaisse.ui.exports import Column, Kind, xlsx
from encaisse.ui.formats import reader_language
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for

EXPORTED = 10_000


def version_choices(actor: Actor) -> list[tuple[int, str]]:
    """Return what may be replayed: what each customer follows, then every version that is not cancelled."""
    cards = {card.id: card for card in queries.scenario_cards(actor)}
    named = [
        (
            version.id,
            gettext("%(name)s, version %(number)s")
            % {"name": cards[version.scenario_id].name(reader_language()), "number": version.version_no},
        )
        for version in queries.versions_making(actor)
        if version.scenario_id in cards
    ]
    return [(OWN, gettext("the scenario each customer follows")), *named]


def machine_form(request: ActorRequest, *args: Any, **values: Any) -> MachineForm:
    known = [(card.id, card.short_name or card.name) for card in creditors.creditors_in_reach(request.actor)]
    return MachineForm(*args, creditors=known, versions=version_choices(request.actor), period=usual_period(today()), **values)


@require_http_methods(["GET", "HEAD", "POST"])
def machine(request: ActorRequest) -> HttpResponse:
    """Show the replays kept and the form of a new one; a replay asked for runs as a job."""
    request.actor.must(Permission.SCENARIO_EDIT)
    form = machine_form(request, request.POST) if request.method == "POST" else machine_form(request, initial=asked_first(request))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            asked, name = asked_by(request, form)
            return redirect("dunning:replay", actions.ask_replay(request.actor, asked, name=name))
    names = dict(version_choices(request.actor))
    kept = [(card, [names.get(version_id, "–") for version_id in card.versions]) for card in queries.replays(request.actor)]
    return panel_or_page(request, "dunning/machine.html", {"form": form, "replays": kept}, form=form)


def asked_first(request: ActorRequest) -> dict[str, Any]:
    """Choose the scenario one comes from (`?first=`): its draft when it has one, else its newest version."""
    asked = request.GET.get("first", "")
    versions = [version for version in queries.versions_making(request.actor) if str(version.scenario_id) == asked]
    return {"first": OWN, "second": versions[0].id} if versions else {}


def asked_by(request: ActorRequest, form: MachineForm) -> tuple[Asked, str]:
    given = form.cleaned_data
    ids = [given["first"], *([given["second"]] if given["second"] is not None else [])]
    asked = Asked(
        creditor_id=given["creditor"], versions=tuple(queries.version(request.actor, pk)[1] if pk else None for pk in ids),
        first=given["first_on"], last=given["last_on"], segment=given["segment"], most=given["most"],
        assumptions=Assumptions(calls_reached=given["calls_reached"]), costs=form.costs(),
    )  # fmt: skip
    labels = dict(form.fields["first"].choices)  # type: ignore[attr-defined]
    return asked, given["name"] or " / ".join(str(labels[pk]) for pk in ids)


@require_safe
def replay(request: ActorRequest, replay_id: int) -> HttpResponse:
    return replay_page(request, replay_id)


def replay_page(request: ActorRequest, replay_id: int) -> HttpResponse:
    card = queries.replay_card(request.actor, replay_id)
    wanted = asked_for(request, columns=(), default="")
    rows, total = queries.replayed_payers(request.actor, replay_id, page=wanted.page, size=wanted.size) if card.is_over else ([], 0)
    lanes = lane_columns(card, dict(version_choices(request.actor)))
    context = {
        "card": card, "lanes": lanes, "metrics": metric_rows(card), "drawing": months_drawn(card, lanes), "levels": list(Level),
        "listing": wanted.listing(rows, total=total), "creditor": creditors.creditor(request.actor, card.creditor_id),
        "may_see_nights": request.actor.may(Permission.SETTINGS_EDIT) is not None,
        "may_export": request.actor.may(Permission.LIST_EXPORT) is not None,
    }  # fmt: skip
    return panel_or_page(request, "dunning/replay.html", context, then="dunning:machine")


@require_POST
def replay_cancel(request: ActorRequest, replay_id: int) -> HttpResponse:
    actions.cancel_replay(request.actor, replay_id)
    said(request, HttpResponse(), gettext("The replay stops."))
    return redirect("dunning:replay", replay_id)


@require_POST
def replay_again(request: ActorRequest, replay_id: int) -> HttpResponse:
    actions.replay_again(request.actor, replay_id)
    said(request, HttpResponse(), gettext("The replay begins again."))
    return redirect("dunning:replay", replay_id)


@require_POST
def replay_forget(request: ActorRequest, replay_id: int) -> HttpResponse:
    actions.forget_replay(request.actor, replay_id)
    said(request, HttpResponse(), gettext("The replay is forgotten."))
    return redirect("dunning:machine")


@require_safe
def replay_export(request: ActorRequest, replay_id: int) -> FileResponse:
    request.actor.must(Permission.LIST_EXPORT)
    card = queries.replay_card(request.actor, replay_id)
    rows, _total = queries.replayed_payers(request.actor, replay_id, size=EXPORTED)
    columns = [Column(_("Code"), "code", width=12), Column(_("Customer"), "name")]
    for lane, name in lane_columns(card, dict(version_choices(request.actor))):
        columns += lane_export(lane, name)
    columns.append(Column(_("Paid"), lambda row: sum((paid["amount"] for paid in row.paid), 0), Kind.MONEY, total=True))
    notes = [(_("Replay"), card.name), (_("From"), card.first_on), (_("To"), card.last_on), (_("Payments"), _("those that took place"))]
    return xlsx("machine-a-remonter-le-temps", card.name, columns, rows, notes=notes)


def lane_export(lane: int, name: str) -> Iterator[Column]:
    """Yield the columns of one lane: counts, cost, and the first day at each level."""
    for kind, words in (
        ("message", _("messages")),
        ("call", _("calls")),
        ("letter", _("letters")),
        ("deposit", _("deposits on portals")),
        ("sales_task", _("tasks for sales")),
    ):
        yield Column(f"{name} – {words}", partial(count_of, lane, kind), Kind.NUMBER, total=True)
    yield Column(f"{name} – {gettext('cost')}", partial(cost_of, lane), Kind.MONEY, total=True)
    for level in Level:
        yield Column(f"{name} – {level_name(level)}", partial(day_of, lane, level), Kind.DAY)


def of(row: ReplayedPayer, lane: int) -> dict[str, Any]:
    return dict(row.lanes.get(lane, {"kinds": {}, "cost": "0", "level_days": {}}))


def count_of(lane: int, kind: str, row: ReplayedPayer) -> int:
    return int(of(row, lane)["kinds"].get(kind, 0))


def cost_of(lane: int, row: ReplayedPayer) -> Decimal:
    return Decimal(of(row, lane)["cost"])


def day_of(lane: int, level: Level, row: ReplayedPayer) -> date | None:
    text = of(row, lane)["level_days"].get(str(int(level)))
    return date.fromisoformat(text) if text else None
