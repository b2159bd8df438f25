"""The call cockpit: the script, the answers and the result on the same screen."""

from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from encaisse.customers.queries import CustomerFile
from encaisse.kit.actor import Permission
from encaisse.kit.dates import working_days
from encaisse.ui.formats import reader_language
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, wants_panel
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.actions import note_call_with_outcome, note_common_call
from encaisse.workbench.forms import AlsoForm, AlsoForms, CallForm, also_form
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


Sent: TypeAlias = tuple[CallForm, AlsoForms | None]


def next_morning(on: date) -> datetime:
    """Return when to call back if nobody says better: the next working day, when offices open."""
    return timezone.make_aware(datetime.combine(working_days().add(on, 1), OFFICE_OPENS))


def cockpit_context(
    request: ActorRequest, found: CustomerFile, *, on: date, sent: Sent | None = None, action_id: int | None = None
) -> dict[str, Any]:
    """Return what a call needs on one screen; a common call is led by its largest account, whichever was opened."""
    request.actor.must(Permission.ACTION_CREATE)
    place = request.GET.get("place", "") or request.POST.get("place", "")
    prepared = calls.prepared(request.actor, found, on=on, action_id=action_id or chosen_id(request, "action"))
    form, also = sent or (CallForm(initial=first_values(prepared, on=on, place=place)), None)
    return {
        "customer": prepared.customer,
        "today": on,
        "call": prepared,
        "accounts": [(each, also_of(each, also) if each is not prepared else None) for each in prepared.accounts],
        "form": form,
        "place": place,
        "powers": powers(request.actor),
        "tomorrow": on + timedelta(days=1),
    } | script_context(request, prepared)


def first_values(prepared: calls.Prepared, *, on: date, place: str) -> dict[str, Any]:
    return action_of(prepared) | {
        "place": place, "given_by": prepared.contact_name, "call_back_at": timezone.localtime(next_morning(on)),
    }  # fmt: skip


def action_of(account: calls.Prepared) -> dict[str, Any]:
    return {"action": account.action.id if account.action else None}


def also_of(account: calls.Prepared, posted: AlsoForms | None) -> AlsoForm:
    return also_form(account.customer.id, action_of(account), posted)


def script_context(request: ActorRequest, prepared: calls.Prepared) -> dict[str, Any]:
    told = script_for(request.GET.get("code", "") or prepared.script_code, reader_language())
    node = told.node(request.GET.get("node", FIRST_NODE))
    values = prepared.spoken(of_the_whole=node.id in WHOLE)
    return {
        "script": told,
        "scripts": scripts(reader_language()),
        "node": node,
        "sentence": pieces(node.words, values),
        "objections": [(each.words, pieces(each.answer, values)) for each in objections(reader_language())],
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
    context = {"customer": prepared.customer, "call": prepared, "place": request.GET.get("place", "")} | script_context(request, prepared)
    if not wants_panel(request):
        return redirect("workbench:call", customer_id)
    return render(request, "workbench/script.html", context)


@require_POST
def call_note(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Note what a call gave, then offer the next one."""
    found = customer_of(request, customer_id)
    today = agenda.today_of(request.actor, found)
    form, also = CallForm(request.POST), AlsoForms(request.POST)
    following = next_up(request, customer_id)
    is_complete = also.is_valid()
    if form.is_valid() and is_complete:
        with refusals_shown_on(form):
            note_call(request, customer_id, form, also, on=today)
    if form.errors or not is_complete:
        context = cockpit_context(request, found, on=today, sent=(form, also))
        return panel_or_page(request, "workbench/call.html", context, form=form if form.errors else also.wrong)
    words = noted_words(found, len(also.forms))
    if promised := form.cleaned_data.get("promised_for"):
        words = f"{words} {closing_warning(request, found, promised)}".strip()
    return noted(request, found, words, place=form.cleaned_data["place"], following=following)


def note_call(request: ActorRequest, customer_id: int, form: CallForm, also: AlsoForms, *, on: date) -> None:
    """Note a call, for every account the screen showed."""
    outcome, action_id = form.outcome(), form.cleaned_data["action"]
    if also.forms:
        note_common_call(request.actor, customer_id, outcome, also.answers(), on=on, action_id=action_id)
    else:
        note_call_with_outcome(request.actor, customer_id, outcome, on=on, action_id=action_id)


def noted_words(found: CustomerFile, others: int) -> str:
    if not others:
        return gettext("Call to %(customer)s noted.") % {"customer": found.name}
    words = ngettext(
        "Call to %(customer)s noted, for %(count)s other account too.",
        "Call to %(customer)s noted, for %(count)s other accounts too.",
        others,
    )
    return words % {"customer": found.name, "count": others}
