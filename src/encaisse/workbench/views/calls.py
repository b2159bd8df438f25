"""The call cockpit: the script, the answers and the result on the same screen."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_POST

from encaisse.customers.queries import CustomerFile
from encaisse.kit.actor import Permission
from encaisse.kit.dates import working_days
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, wants_panel
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.actions import note_call_with_outcome
from encaisse.workbench.forms import CallForm
from encaisse.workbench.queries import calls
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.rules.agenda import next_call
from encaisse.workbench.rules.scripts import FIRST_NODE, objections, pieces, script_for, scripts
from encaisse.workbench.views.common import chosen_id, customer_of, powers
from encaisse.workbench.views.gestures import closing_warning
from encaisse.workbench.views.noting import next_up, noted
from encaisse.workbench.views.visits import is_visit, visit_panel

OFFICE_OPENS = time(9, 0)
WHOLE = {"PROMISE", "PLAN"}  # the steps of a script whose amount is all that is overdue, not the oldest invoice


def language() -> str:
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def next_morning(on: date) -> datetime:
    """Return when to call back if nobody says better: the next working day, when offices open."""
    return timezone.make_aware(datetime.combine(working_days().add(on, 1), OFFICE_OPENS))


def cockpit_context(
    request: ActorRequest, found: CustomerFile, *, on: date, form: CallForm | None = None, action_id: int | None = None
) -> dict[str, Any]:
    """Return what a call needs on one screen."""
    request.actor.must(Permission.ACTION_CREATE)
    place = request.GET.get("place", "") or request.POST.get("place", "")
    prepared = calls.prepared(request.actor, found, on=on, action_id=action_id or chosen_id(request, "action"))
    first: dict[str, Any] = {"action": prepared.action.id if prepared.action else None, "place": place, "given_by": prepared.contact_name}
    first["call_back_at"] = timezone.localtime(next_morning(on))
    return {
        "customer": found,
        "today": on,
        "call": prepared,
        "form": form or CallForm(initial=first),
        "place": place,
        "powers": powers(request.actor),
        "tomorrow": on + timedelta(days=1),
    } | script_context(request, prepared)


def script_context(request: ActorRequest, prepared: calls.Prepared) -> dict[str, Any]:
    told = script_for(request.GET.get("code", "") or prepared.script_code, language())
    node = told.node(request.GET.get("node", FIRST_NODE))
    values = prepared.spoken(of_the_whole=node.id in WHOLE)
    return {
        "script": told,
        "scripts": scripts(language()),
        "node": node,
        "sentence": pieces(node.words, values),
        "objections": [(each.words, pieces(each.answer, values)) for each in objections(language())],
        "is_first": node.id == FIRST_NODE,
    }


@require_GET
def cockpit(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Open the call of a customer, or the planned visit: on the day's page beside the list, on the file above it, or as a page."""
    return opened(request, customer_of(request, customer_id), action_id=chosen_id(request, "action"))


def opened(request: ActorRequest, found: CustomerFile, *, action_id: int | None) -> HttpResponse:
    on = agenda.today_of(request.actor, found)
    if is_visit(request.actor, found, action_id):
        return visit_panel(request, found, on=on, action_id=action_id)
    return panel_or_page(request, "workbench/call.html", cockpit_context(request, found, on=on, action_id=action_id))


@require_GET
def call_next(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Let a customer be, and open the next call of the day beside the list."""
    if not wants_panel(request):
        return redirect(f"{reverse('workbench:day_next')}?after={customer_id}&call=1")
    today = agenda.today_of(request.actor)
    call = next_call(agenda.day_calls(request.actor, on=today), after_customer_id=customer_id)
    if call is None:
        return render(request, "workbench/call_noted.html", {"customer": customer_of(request, customer_id), "call": None})
    return opened(request, customer_of(request, call.customer_id), action_id=call.action_id)


@require_GET
def script(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Show a step of a script: what to say, and the answers that lead on."""
    found = customer_of(request, customer_id)
    prepared = calls.prepared(request.actor, found, on=agenda.today_of(request.actor, found), action_id=chosen_id(request, "action"))
    context = {"customer": found, "call": prepared, "place": request.GET.get("place", "")} | script_context(request, prepared)
    if not wants_panel(request):
        return redirect("workbench:call", customer_id)
    return render(request, "workbench/script.html", context)


@require_POST
def call_note(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Note what a call gave, then offer the next one."""
    found = customer_of(request, customer_id)
    today = agenda.today_of(request.actor, found)
    form = CallForm(request.POST)
    following = next_up(request, customer_id)
    if form.is_valid():
        with refusals_shown_on(form):
            note_call_with_outcome(request.actor, customer_id, form.outcome(), on=today, action_id=form.cleaned_data["action"])
    if form.errors:
        return panel_or_page(request, "workbench/call.html", cockpit_context(request, found, on=today, form=form), form=form)
    words = gettext("Call to %(customer)s noted.") % {"customer": found.name}
    if promised := form.cleaned_data.get("promised_for"):
        words = f"{words} {closing_warning(request, found, promised)}".strip()
    return noted(request, found, words, place=form.cleaned_data["place"], following=following)
