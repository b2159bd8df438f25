"""The team as its manager sees it, and customers that change hands in bulk."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from encaisse.dunning import queries as dunning
from encaisse.kit.actor import Permission, Role
from encaisse.kit.refusals import NotFound
from encaisse.people import queries as people
from encaisse.ui.htmx import changed, panel_or_page, refusals_shown_on, said, wants_panel
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for
from encaisse.workbench import actions
from encaisse.workbench.forms.team import HandoverForm, TeamForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries import handover as handovers
from encaisse.workbench.queries import team as teams
from encaisse.workbench.views.common import powers

HELD_SHOWN = 300  # customers to tick; beyond, all of them are given


@require_GET
def team(request: ActorRequest) -> HttpResponse:
    """Show what waits for each collector, what was done and what rolls over."""
    return team_page(request, None)


def team_page(request: ActorRequest, form: TeamForm | None) -> HttpResponse:
    today = agenda.today_of(request.actor)
    currency = teams.target_currency(request.actor)
    shown = form or TeamForm(members=teams.team(request.actor, on=today), currency=currency)
    context = {"form": shown, "on": today, "currency": currency, "may_assign": request.actor.passes(Permission.CUSTOMER_ASSIGN)}
    context["errands"] = dunning.errand_counts(request.actor)
    return panel_or_page(request, "workbench/team.html", context, form=form, then="workbench:team")


@require_GET
def errands(request: ActorRequest, role: str) -> HttpResponse:
    """Show the tasks that wait with a department, whoever follows the customer."""
    request.actor.must(Permission.TEAM_MANAGE)
    if role not in set(Role):
        raise NotFound(what=role)
    wanted, on = asked_for(request, columns=(), default=""), agenda.today_of(request.actor)
    rows, count = dunning.errands(request.actor, on=on, role=Role(role), page=wanted.page, size=wanted.size)
    context = {"role": Role(role), "listing": wanted.listing(rows, total=count), "day": {"on": on}, "powers": powers(request.actor)}
    return panel_or_page(request, "workbench/errands.html", context)


@require_POST
def team_set(request: ActorRequest) -> HttpResponse:
    """Keep the calls a day and the targets that were changed."""
    today = agenda.today_of(request.actor)
    form = TeamForm(request.POST, members=teams.team(request.actor, on=today), currency=teams.target_currency(request.actor))
    if not form.is_valid():
        return team_page(request, form)
    with refusals_shown_on(form):
        keep(request, form, on=today)
    if form.errors:
        return team_page(request, form)
    return changed(said(request, to_team(request), gettext("Kept: it counts from now on.")), "agenda-changed")


def keep(request: ActorRequest, form: TeamForm, *, on: date) -> None:
    for user_id, calls in form.changed("capacity"):
        actions.set_capacity(request.actor, user_id, calls, on=on)
    currency = teams.target_currency(request.actor)
    for user_id, amount in form.changed("target"):
        actions.set_target(request.actor, user_id, amount, month=on, on=on, currency=currency)


@require_http_methods(["GET", "POST"])
def handover(request: ActorRequest, user_id: int) -> HttpResponse:
    """Prepare that customers of somebody go to others: who, which, until when; then see what moves, then do it."""
    request.actor.must(Permission.CUSTOMER_ASSIGN)
    form = HandoverForm(request.POST or None)
    asked: dict[str, Any] = {"giver_id": user_id, "on": agenda.today_of(request.actor)}
    preview = None
    if form.is_valid():
        with refusals_shown_on(form):
            if "confirm" in request.POST:
                return handed(request, actions.hand_over(request.actor, **asked, **form.asked()))
            preview = handovers.handover(request.actor, **asked, **form.asked())
    context = handover_context(request, user_id) | {"form": form, "preview": preview}
    return panel_or_page(request, "workbench/handover.html", context, form=form if form.is_bound else None)


def handover_context(request: ActorRequest, user_id: int) -> dict[str, Any]:
    today = agenda.today_of(request.actor)
    others = [card for card in teams.collectors_led(request.actor, on=today) if card.id != user_id]
    ids = [card.id for card in others]
    loads, away = handovers.followed_counts(request.actor, owner_ids=ids), people.absent(request.actor, ids, on=today)
    held = handovers.held_by(request.actor, owner_id=user_id)
    return {
        "giver": people.person(request.actor, user_id),
        "on": today,
        "receivers": [(card, loads.get(card.id, 0), away.get(card.id)) for card in others],
        "held": held[:HELD_SHOWN],
        "held_count": len(held),
    }


def handed(request: ActorRequest, moved: handovers.Handover) -> HttpResponse:
    words = ngettext("%(count)s customer changed hands.", "%(count)s customers changed hands.", moved.count) % {"count": moved.count}
    return changed(said(request, to_team(request), words), "agenda-changed")


def to_team(request: ActorRequest) -> HttpResponse:
    return team_page(request, None) if wants_panel(request) else redirect("workbench:team")
