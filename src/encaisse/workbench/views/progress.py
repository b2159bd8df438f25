"""Beside the day: what was done and how the month stands; and the next customer from wherever one is."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from encaisse.kit.actor import Permission
from encaisse.ui.htmx import panel_or_page, wants_panel
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries.progress import progress
from encaisse.workbench.rules.agenda import CallToMake, around
from encaisse.workbench.views.common import chosen_id, customer_of


@require_GET
def day_progress(request: ActorRequest) -> HttpResponse:
    """Show what a person did today and how their month stands."""
    request.actor.must(Permission.CUSTOMER_VIEW)
    collector_id = chosen_id(request, "collector") if agenda.sees_many(request.actor) else None
    shown = progress(request.actor, owner_id=collector_id or request.actor.user_id, on=agenda.today_of(request.actor))
    return panel_or_page(request, "workbench/day_progress.html", {"progress": shown})


@require_GET
def day_around(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Say where a customer stands in the day's list, with the one before and the one after."""
    found = customer_of(request, customer_id)
    if not wants_panel(request):
        return redirect("workbench:customer", customer_id)
    here = around(agenda.day_calls(request.actor, on=agenda.today_of(request.actor)), customer_id)
    calls = "&call=1" if request.GET.get("call") else ""
    return panel_or_page(request, "workbench/day_around.html", {"around": here, "customer": found, "calls": calls})


@require_GET
def day_next(request: ActorRequest) -> HttpResponse:
    """Go to the customer after (or before) another in the day's list: their file, and their call if one was calling."""
    here = around(agenda.day_calls(request.actor, on=agenda.today_of(request.actor)), chosen_id(request, "after"))
    call = here.previous if request.GET.get("way") == "previous" else here.following
    if call is None:
        return redirect("workbench:day")
    return redirect(address_of(call, calls="call" in request.GET))


def address_of(call: CallToMake, *, calls: bool) -> str:
    asked: dict[str, int] = {"action": call.action_id} if call.action_id else {}
    kept: dict[str, int] = {"call": 1, **asked} if calls else {}
    return reverse("workbench:customer", args=[call.customer_id]) + (f"?{urlencode(kept)}" if kept else "")
