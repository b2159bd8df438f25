"""Deposits on customers' portals: the text to paste, what came of it, and what the portal answers to a ticket."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from encaisse.customers import actions as customer_actions
from encaisse.customers.queries import CustomerFile
from encaisse.customers.rules.portals import USUAL_ASIDE
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries
from encaisse.dunning.queries import PreparedDeposit
from encaisse.dunning.rules.deposits import DepositResult
from encaisse.files.queries import content
from encaisse.kit.actor import Permission
from encaisse.kit.dates import working_days
from encaisse.kit.refusals import NotFound
from encaisse.ui.downloads import as_download
from encaisse.ui.formats import refusal_text
from encaisse.ui.htmx import changed, panel_or_page, refusals_shown_on, said, wants_panel
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.actions.deposits import ASKED, note_deposit_with_outcome, note_ticket_answer
from encaisse.workbench.forms.portals import AnotherWayForm, DepositForm, TicketAnswerForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.views.common import customer_of, powers
from encaisse.workbench.views.gestures import attempt, ticked

PO_MISSING = "PO_MISSING"


@require_safe
def deposit(request: ActorRequest, customer_id: int, action_id: int) -> HttpResponse:
    """Show what is to be deposited on a customer's portal, where and how, with the text to paste."""
    found, prepared, today = asked_for(request, customer_id, action_id)
    return deposit_page(request, found, prepared, today=today)


def asked_for(request: ActorRequest, customer_id: int, action_id: int) -> tuple[CustomerFile, PreparedDeposit, date]:
    request.actor.must(Permission.ACTION_CREATE)
    found = customer_of(request, customer_id)
    today = agenda.today_of(request.actor, found)
    prepared = queries.prepared_deposit(request.actor, action_id, on=today)
    if prepared.action.customer_id != found.id or prepared.action.channel != "portal":
        raise NotFound(what="deposit")
    return found, prepared, today


def deposit_page(
    request: ActorRequest, found: CustomerFile, prepared: PreparedDeposit, *, today: date, form: DepositForm | AnotherWayForm | None = None
) -> HttpResponse:
    until = working_days().add(today, USUAL_ASIDE)
    first = {"result": DepositResult.DEPOSITED.value, "reason": PO_MISSING}
    forms: dict[str, Any] = {"form": DepositForm(initial=first), "another_way": AnotherWayForm(initial={"until": until})}
    if form is not None:
        forms["another_way" if isinstance(form, AnotherWayForm) else "form"] = form
    return panel_or_page(request, "workbench/deposit.html", deposit_context(request, found, prepared, today) | forms, form=form)


def deposit_context(request: ActorRequest, found: CustomerFile, prepared: PreparedDeposit, today: date) -> dict[str, Any]:
    items = queries.action_items(request.actor, [prepared.action.id]).get(prepared.action.id, [])
    tries = [row for row in queries.deposits_of(request.actor, found.id) if row.action_id == prepared.action.id]
    return {
        "customer": found,
        "deposit": prepared,
        "problem": refusal_text(prepared.problem, gettext) if prepared.problem else "",
        "today": today,
        "tries": tries,
        "powers": powers(request.actor),
        "may_dispute": request.actor.passes(Permission.DISPUTE_CREATE),
        "items": [each for each in items if each.section in ASKED],
    }


@require_POST
def deposit_note(request: ActorRequest, customer_id: int, action_id: int) -> HttpResponse:
    """Note what a deposit gave."""
    found, prepared, today = asked_for(request, customer_id, action_id)
    form = DepositForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            note_deposit_with_outcome(request.actor, action_id, form.word(), item_ids=ticked(request.POST), on=today)
    if form.errors:
        return deposit_page(request, found, prepared, today=today, form=form)
    return noted(request, found, NOTED[form.cleaned_data["result"]]())


NOTED = {
    DepositResult.DEPOSITED: lambda: gettext("Deposited: the step is done, and its ticket is on the timeline."),
    DepositResult.DOWN: lambda: gettext("Noted: it comes back the next working day. Nothing else is sent meanwhile."),
    DepositResult.REFUSED: lambda: gettext(
        "Noted: a dispute is open with the department in charge, and what it is about is no longer chased."
    ),
}


def noted(request: ActorRequest, found: CustomerFile, words: str) -> HttpResponse:
    response = HttpResponse("") if wants_panel(request) else redirect("workbench:customer", found.id)
    return changed(said(request, response, words), "customer-changed", "agenda-changed")


@require_POST
def deposit_another_way(request: ActorRequest, customer_id: int, action_id: int) -> HttpResponse:
    """Leave a portal that does not work aside for some days: the step goes by another channel."""
    found, prepared, today = asked_for(request, customer_id, action_id)
    form = AnotherWayForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            dunning.deposit_another_way(
                request.actor, action_id, until=form.cleaned_data["until"], on=today, reason=form.cleaned_data["why"]
            )
    if form.errors:
        return deposit_page(request, found, prepared, today=today, form=form)
    return noted(request, found, gettext("The portal is left aside: the next run takes another channel."))


@require_safe
def deposit_file(request: ActorRequest, customer_id: int, action_id: int, sha256: str) -> HttpResponse:
    """Give back a file that goes with a deposit."""
    _, prepared, _ = asked_for(request, customer_id, action_id)
    found = next((each for each in prepared.enclosed.files if each.sha256 == sha256), None)
    if found is None:
        raise NotFound(what="file")
    return as_download(content(request.actor, found.sha256), found.name)


@require_POST
def portal_again(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Take a portal left aside up again."""
    customer_of(request, customer_id)
    return attempt(
        request,
        customer_id,
        gettext("The portal is used again."),
        lambda: customer_actions.take_portal_up_again(request.actor, customer_id),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ticket_answer(request: ActorRequest, customer_id: int, deposit_id: int) -> HttpResponse:
    """Bring in what the portal answers to a ticket, then deal with it as with any reply."""
    request.actor.must(Permission.ACTION_CREATE)
    found = customer_of(request, customer_id)
    row = queries.deposit(request.actor, deposit_id)
    if row is None or row.customer_id != found.id:
        raise NotFound(what="deposit")
    form = TicketAnswerForm(request.POST or None, initial={"answered_on": agenda.today_of(request.actor, found)})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            return redirect("workbench:reply", note_ticket_answer(request.actor, deposit_id, **form.cleaned_data))
    return panel_or_page(
        request, "workbench/ticket.html", {"customer": found, "deposit": row, "form": form}, form=form if form.is_bound else None
    )
