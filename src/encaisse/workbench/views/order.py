"""The order of a day, as a person changes it: pin, unpin, up, down, dropped elsewhere. The fresh day answers."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from encaisse.ui.htmx import wants_panel
from encaisse.ui.requests import ActorRequest
from encaisse.workbench import actions
from encaisse.workbench.forms.day import PIN, UNPIN, OrderForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.rules.agenda import Move
from encaisse.workbench.views.common import day_panel


@require_POST
def day_order(request: ActorRequest) -> HttpResponse:
    """Change the place of one line, and show the day as it now stands."""
    form = OrderForm(request.POST)
    collector_id = form.cleaned_data["collector"] if form.is_valid() and agenda.sees_many(request.actor) else None
    if form.is_valid() and (asked := form.gesture()):
        act(request, *asked, owner_id=collector_id or request.actor.user_id or 0, before=form.cleaned_data["before"])
    if wants_panel(request):
        return day_panel(request, collector_id=collector_id, whole="whole" in request.POST)
    response: HttpResponse = redirect("workbench:day")
    if collector_id:
        response.headers["Location"] += f"?{urlencode({'collector': collector_id})}"
    return response


def act(request: ActorRequest, what: str | Move, customer_id: int, *, owner_id: int, before: int | None) -> None:
    today = agenda.today_of(request.actor)
    if isinstance(what, Move):
        actions.move_call(request.actor, customer_id, what, owner_id=owner_id, on=today, before=before)
    elif what == PIN:
        actions.pin(request.actor, customer_id, owner_id=owner_id, on=today)
    elif what == UNPIN:
        actions.unpin(request.actor, customer_id, owner_id=owner_id)
