"""What the views of the workbench share: what a person may do here, and panels that are no pages by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Mode, Permission
from encaisse.ui.htmx import changed, moved_on, panel_or_page, said, stands_alone, wants_panel
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.queries import day as agenda

MOST_LINES = 5000  # of a kind on one page: more are said, and worked through first


@dataclass(frozen=True, slots=True)
class Powers:
    """What the screen offers; the actions check again."""

    call: bool
    promise: bool
    dispute: bool
    resolve: bool
    hold: bool
    contact: bool
    note: bool
    restricted: bool
    instruct: bool
    export: bool
    invoices: bool
    write: bool
    approve: bool
    work: bool
    take_in: bool
    legal: bool
    plan: bool
    accept_plan: bool


def powers(actor: Actor) -> Powers:
    acts = actor.passes
    return Powers(
        call=acts(Permission.ACTION_CREATE), promise=acts(Permission.PROMISE_CREATE), dispute=acts(Permission.DISPUTE_CREATE),
        resolve=acts(Permission.DISPUTE_RESOLVE), hold=acts(Permission.SCENARIO_HOLD), contact=acts(Permission.CUSTOMER_EDIT_CONTACT),
        note=may_write(actor), restricted=acts(Permission.NOTE_RESTRICTED_VIEW),
        instruct=acts(Permission.CUSTOMER_INSTRUCT), export=acts(Permission.LIST_EXPORT),
        invoices=actor.may(Permission.INVOICE_VIEW) is not None, write=acts(Permission.ACTION_SEND_TEMPLATE),
        approve=acts(Permission.MESSAGE_APPROVE), work=works(actor), take_in=acts(Permission.IMPORT_RUN),
        legal=acts(Permission.LEGAL_OPEN), plan=acts(Permission.PLAN_CREATE), accept_plan=acts(Permission.PLAN_APPROVE),
    )  # fmt: skip


def may_write(actor: Actor) -> bool:
    return actor.passes(Permission.NOTE_VIEW, mode=Mode.ACT)


def works(actor: Actor) -> bool:
    """Tell whether a person acts on the customers they see, or only looks (an auditor)."""
    return actor.passes(Permission.CUSTOMER_VIEW, mode=Mode.ACT)


def day_panel(request: ActorRequest, *, collector_id: int | None = None, whole: bool = False) -> HttpResponse:
    """Answer with a person's day: the page, or its panel."""
    request.actor.must(Permission.CUSTOMER_VIEW)
    size = lines_asked(request)
    shown = agenda.day(request.actor, on=agenda.today_of(request.actor), collector_id=collector_id, whole=whole, size=size)
    context = {"day": shown, "now": now(), "powers": powers(request.actor), "collector_id": collector_id, "whole": whole}
    context["more"] = size + agenda.LOOKED_AT if whole else size
    return panel_or_page(request, "workbench/day.html", context | {"may_order": may_order(request.actor, collector_id)})


def lines_asked(request: ActorRequest) -> int:
    """Return how many lines of a kind a day shows at most: two hundred, and as many more each time they are asked for."""
    asked = request.GET.get("lines", "")
    if not asked.isdecimal() or len(asked) > len(str(MOST_LINES)):
        return agenda.LOOKED_AT
    return min(max(int(asked), agenda.LOOKED_AT), MOST_LINES)


def may_order(actor: Actor, collector_id: int | None) -> bool:
    """Tell whether a person may pin and move the lines of a day: their own, or a collector's if they lead the team."""
    return works(actor) and (collector_id in {None, actor.user_id} or actor.passes(Permission.TEAM_MANAGE))


def customer_of(request: ActorRequest, customer_id: int) -> CustomerFile:
    return customers.customer(request.actor, customer_id)


def panel_only(request: ActorRequest, template: str, context: Mapping[str, Any], customer_id: int) -> HttpResponse:
    """Answer with a panel of the customer file; who follows the address without htmx gets the whole file."""
    if not wants_panel(request):
        return redirect("workbench:customer", customer_id)
    return render(request, template, dict(context))


def done(request: ActorRequest, words: str, customer_id: int, *events: str) -> HttpResponse:
    """Say what was done, let the other panels re-read, and leave the form's place empty; from a page of its own, go to the file."""
    if stands_alone(request):
        return moved_on(request, reverse("workbench:customer", args=[customer_id]), words)
    response = HttpResponse("") if wants_panel(request) else redirect("workbench:customer", customer_id)
    return changed(said(request, response, words), "customer-changed", *events)


def page_number(request: ActorRequest, name: str = "page") -> int:
    asked = request.GET.get(name, "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < len("1000000") else 1


def chosen_id(request: ActorRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() else None


def back_to(request: ActorRequest, name: str) -> str:
    """Return a list's address with the filters of the request, for whoever posts without htmx."""
    filters = request.GET.urlencode()
    return reverse(name) + (f"?{filters}" if filters else "")
