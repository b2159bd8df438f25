"""A run asked for: its progress, then its report or why it was refused, on the page and by itself."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile
from encaisse.db import queries as jobs
from encaisse.dunning import actions, queries
from encaisse.dunning.queries import RunOrderView
from encaisse.ui.formats import kept_refusal_text
from encaisse.ui.htmx import changed, panel_or_page, said
from encaisse.ui.requests import ActorRequest


@dataclass(frozen=True, slots=True)
class ShownOrder:
    """An order as the page shows it: who it decided about, by name."""

    order: RunOrderView
    creditor: str
    refusal: str
    told: list[tuple[dict[str, Any], CustomerFile]]
    is_left_waiting: bool  # nobody is there to do it
    worked_again_on: date | None = None  # of a day that is not worked

    @property
    def report(self) -> dict[str, Any]:
        values = self.order.report
        return {**values, "on": self.order.on, "is_dry": self.order.is_simulation}


def shown_order(request: ActorRequest, order: RunOrderView, creditor: str) -> ShownOrder:
    told = order.report.get("told", [])
    names = customers.files(request.actor, {each["payer_id"] for each in told})
    rows = [(told_again(each), names[each["payer_id"]]) for each in told if each["payer_id"] in names]
    left_waiting = order.is_waiting and not jobs.workers(request.actor).awake
    calendar = creditors.own_calendar(request.actor, order.creditor_id)
    again = None if calendar.is_open(order.on) else calendar.next_open(order.on)
    return ShownOrder(order, creditor, kept_refusal_text(order.refused, gettext), rows, left_waiting, again)


def told_again(values: dict[str, Any]) -> dict[str, Any]:
    until = values["until"]
    return {
        **values, "until": date.fromisoformat(until) if until else None,
        "net_amounts": {currency: Decimal(amount) for currency, amount in values["net_amounts"].items()},
    }  # fmt: skip


def orders_shown(request: ActorRequest, names: dict[int, str]) -> list[ShownOrder]:
    """Return the runs under way, and the last one this person asked for of each company."""
    latest: dict[int, RunOrderView] = {}
    for order in queries.run_orders(request.actor, limit=100):
        if order.is_live or order.asked_by == request.actor.user_id:
            latest.setdefault(order.creditor_id, order)
    return [shown_order(request, order, names.get(order.creditor_id, "")) for order in latest.values()]


@require_safe
def order(request: ActorRequest, order_id: int) -> HttpResponse:
    """Answer how far a run is; once it is over, what it gave."""
    found = queries.run_order(request.actor, order_id)
    shown = shown_order(request, found, request.GET.get("name", ""))
    response = panel_or_page(request, "dunning/order.html", {"shown": shown})
    return response if found.is_live else changed(response, "agenda-changed")


@require_POST
def order_give_up(request: ActorRequest, order_id: int) -> HttpResponse:
    actions.give_up_order(request.actor, order_id)
    return said(request, redirect("dunning:runs"), gettext("Given up: run again when you are ready, only what is left is done."))
