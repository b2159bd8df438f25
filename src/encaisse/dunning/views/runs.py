"""Runs: how fresh the facts are, a simulation or the run itself, and what the last ones did."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.creditors.queries import CreditorCard
from encaisse.db.clock import today
from encaisse.dunning import actions, queries
from encaisse.dunning.forms import RunForm
from encaisse.dunning.rules.freshness import StaleFacts
from encaisse.dunning.views.orders import orders_shown
from encaisse.kit.actor import Permission
from encaisse.ledger import queries as ledger
from encaisse.people import queries as people
from encaisse.ui.formats import refusal_text
from encaisse.ui.htmx import panel_or_page, refusals_shown_on
from encaisse.ui.requests import ActorRequest


def run_form(known: list[CreditorCard], *args: Any, **values: Any) -> RunForm:
    return RunForm(*args, creditors=[(card.id, card.short_name or card.name) for card in known], **values)


@require_safe
def runs(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.DUNNING_RUN)
    known = creditors.creditors_in_reach(request.actor)
    chosen = next((card.id for card in known if str(card.id) == request.GET.get("creditor")), None)
    on = queries.day_of(request.actor, chosen) if chosen else today()
    return runs_page(request, known, run_form(known, initial={"on": on, "creditor": chosen}))


def runs_page(request: ActorRequest, known: list[CreditorCard], form: RunForm, **more: Any) -> HttpResponse:
    names = {card.id: card.short_name or card.name for card in known}
    last = queries.last_runs(request.actor, limit=20)
    since = queries.live_since(request.actor)
    context: dict[str, Any] = {
        "form": form,
        "names": names,
        "sources": [
            (source, names.get(source.creditor_id, ""), source.is_old(today()))
            for source in ledger.freshness(request.actor, only_dated=True)
        ],
        "runs": [(run, names.get(run.creditor_id, "")) for run in last],
        "people": people.people(request.actor, {run.by for run in last if run.by}),
        "not_live": [card for card in known if card.id not in since],
        "orders": orders_shown(request, names),
        "supervised": [card for card in known if card.id in queries.supervised(request.actor)],
        "is_demonstration": any(card.is_demonstration for card in known),
        "on": today(),
    }
    return panel_or_page(request, "dunning/runs.html", context | more, form=form)


@require_POST
def run(request: ActorRequest) -> HttpResponse:
    """Ask for the run of a day, or its simulation: a job does it, and the page watches it; stale facts are said and asked about."""
    known = creditors.creditors_in_reach(request.actor)
    form = run_form(known, request.POST)
    if not form.is_valid():
        return runs_page(request, known, form)
    with refusals_shown_on(form):
        try:
            order_all(request, known, form)
            return runs_page(request, known, form)
        except StaleFacts as stale:
            return runs_page(request, known, form, stale=refusal_text(stale, gettext))
    return runs_page(request, known, form)


@transaction.atomic
def order_all(request: ActorRequest, known: list[CreditorCard], form: RunForm) -> None:
    """Ask for one run per company chosen, or for none at all."""
    asked = form.cleaned_data
    for card in known:
        if asked["creditor"] in {None, card.id}:
            actions.order_run(
                request.actor, card.id, on=asked["on"] or creditors.today_of(request.actor, card.id), full=asked["full"],
                simulate=asked["simulate"] or asked["accept_stale"] == "simulate", accept_stale=bool(asked["accept_stale"]),
            )  # fmt: skip
