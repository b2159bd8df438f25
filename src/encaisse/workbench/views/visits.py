"""A visit: the sheet to take along, then what it gave, noted in a few keys."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST, require_safe

from encaisse.customers.queries import CustomerFile
from encaisse.dunning import queries as dunning
from encaisse.kit.actor import Actor, Permission
from encaisse.ui.htmx import panel_or_page, refusals_shown_on
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.actions import note_visit_with_outcome
from encaisse.workbench.forms.visits import VisitForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries.visits import prepared_visit
from encaisse.workbench.views.common import chosen_id, customer_of, powers
from encaisse.workbench.views.gestures import closing_warning
from encaisse.workbench.views.noting import next_up, noted
from encaisse.workbench.visit_sheets import sheet_name, visit_sheet_pdf

PAGE = "workbench/visit.html"


def is_visit(actor: Actor, found: CustomerFile, action_id: int | None) -> bool:
    """Tell whether what is planned under this number is a visit."""
    return action_id is not None and any(
        action.id == action_id and action.channel == "visit" for action in dunning.actions_of(actor, found.id, only_live=True)
    )


def visit_context(
    request: ActorRequest, found: CustomerFile, *, on: date, action_id: int | None = None, form: VisitForm | None = None
) -> dict[str, Any]:
    """Return what a visit needs on one screen."""
    request.actor.must(Permission.ACTION_CREATE)
    prepared = prepared_visit(request.actor, found, on=on, action_id=action_id)
    place = request.GET.get("place", "") or request.POST.get("place", "")
    planned = prepared.call.action.id if prepared.call.action and prepared.call.action.channel == "visit" else None
    first = {"action": planned, "place": place, "visited_on": on, "met": prepared.call.contact_name}
    return {
        "customer": found, "today": on, "visit": prepared, "visit_form": form or VisitForm(initial=first), "place": place,
        "powers": powers(request.actor), "planned": prepared.call.action if planned else None,
    }  # fmt: skip


def visit_panel(
    request: ActorRequest, found: CustomerFile, *, on: date, action_id: int | None = None, form: VisitForm | None = None
) -> HttpResponse:
    return panel_or_page(request, PAGE, visit_context(request, found, on=on, action_id=action_id, form=form), form=form)


@require_GET
def visit(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Open the visit of a customer: the planned one, or one off the scenario."""
    found = customer_of(request, customer_id)
    return visit_panel(request, found, on=agenda.today_of(request.actor, found), action_id=chosen_id(request, "action"))


@require_POST
def visit_note(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Note what a visit gave, then offer the next of the day."""
    found = customer_of(request, customer_id)
    today = agenda.today_of(request.actor, found)
    form = VisitForm(request.POST, request.FILES)
    following = next_up(request, customer_id)
    if form.is_valid():
        with refusals_shown_on(form):
            told = form.cleaned_data
            note_visit_with_outcome(
                request.actor, customer_id, form.outcome(), on=today, action_id=told["action"], sheet=told["sheet"]
            )  # fmt: skip
    if form.errors:
        return visit_panel(request, found, on=today, form=form)
    words = gettext("Visit to %(customer)s noted.") % {"customer": found.name}
    if promised := form.outcome().promised_for:
        words = f"{words} {closing_warning(request, found, promised)}".strip()
    return noted(request, found, words, place=form.cleaned_data["place"], following=following)


@require_safe
@xframe_options_sameorigin
def visit_sheet(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Show the sheet to print and take along."""
    found = customer_of(request, customer_id)
    on = agenda.today_of(request.actor, found)
    content = visit_sheet_pdf(request.actor, found, on=on, action_id=chosen_id(request, "action"))
    headers = {"Content-Disposition": f'inline; filename="{sheet_name(found, on)}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
