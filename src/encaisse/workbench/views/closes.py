"""Closes of the portfolio: their list, one more by hand, and two of them side by side."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from encaisse.creditors import queries as creditors
from encaisse.db import seeing_one_instant
from encaisse.kit.actor import Permission
from encaisse.ui.formats import day_text
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said, wants_panel
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for
from encaisse.ui.workbooks import workbook
from encaisse.workbench import actions
from encaisse.workbench.forms import CloseDayForm
from encaisse.workbench.queries import closes as closing
from encaisse.workbench.queries import compares as comparing
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.rules.closes import last_month_end
from encaisse.workbench.sheets import moved_sheet
from encaisse.workbench.views.common import powers


def names_of(request: ActorRequest) -> dict[int, str]:
    return {card.id: card.short_name or card.name for card in creditors.creditors_in_reach(request.actor)}


@require_GET
def closes(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.INVOICE_VIEW)
    return closes_page(request, empty_form(request))


def empty_form(request: ActorRequest) -> CloseDayForm:
    return CloseDayForm(creditors=names_of(request), initial={"at": last_month_end(agenda.today_of(request.actor))})


def closes_page(request: ActorRequest, form: CloseDayForm) -> HttpResponse:
    """Show the closes, the latest first, each with the one before it to compare with."""
    found = closing.closes(request.actor)
    context: dict[str, Any] = {
        "form": form,
        "closes": [(close, next((each for each in found[place + 1 :] if each.creditor_id == close.creditor_id), None))
                   for place, close in enumerate(found)],
        "names": names_of(request),
        "may_close": request.actor.passes(Permission.PORTFOLIO_CLOSE),
        "powers": powers(request.actor),
    }  # fmt: skip
    return panel_or_page(request, "workbench/closes.html", context, form=form if form.is_bound else None, then="workbench:closes")


@require_POST
def close_make(request: ActorRequest) -> HttpResponse:
    """Freeze the portfolio of a company as it stood at the end of a day."""
    form = CloseDayForm(request.POST, creditors=names_of(request))
    if form.is_valid():
        with refusals_shown_on(form):
            creditor_id, at = form.cleaned_data["creditor"], form.cleaned_data["at"]
            on = creditors.today_of(request.actor, creditor_id)
            made = actions.close_portfolio(request.actor, creditor_id, at=at, on=on)
            words = gettext("Closed at %(day)s: %(customers)s customers.") % {"day": day_text(at), "customers": made.customers}
            return said(request, closes_page(request, empty_form(request)), words)
    return closes_page(request, form)


@require_GET
def compare(request: ActorRequest, before_id: int, after_id: int) -> HttpResponse:
    """Show two closes side by side: by age, what became of the items, and whose balance moved."""
    request.actor.must(Permission.INVOICE_VIEW)
    before, after = comparing.pair(request.actor, before_id, after_id)
    wanted = asked_for(request, columns=("name", "open", "overdue"), default="")
    moved = comparing.moved_customers(request.actor, before.id, after.id, sort=wanted.order, page=wanted.page, size=wanted.size)
    context = {
        "before": before,
        "after": after,
        "currencies": [] if wants_panel(request) else comparing.comparison(request.actor, before.id, after.id),
        "listing": wanted.listing(moved.rows, total=moved.count),
        "others": [each for each in closing.closes(request.actor, creditor_id=after.creditor_id) if each.id not in {before.id, after.id}],
        "powers": powers(request.actor),
    }
    return panel_or_page(request, "workbench/compare.html", context)


@require_GET
def compare_export(request: ActorRequest, before_id: int, after_id: int) -> FileResponse:
    """Export whose balance moved from one close to the next."""
    request.actor.must(Permission.LIST_EXPORT)
    before, after = comparing.pair(request.actor, before_id, after_id)
    with seeing_one_instant(request.actor):
        sheet = moved_sheet(request.actor, before, after)
        cover = [
            (_("Company"), names_of(request)[after.creditor_id]), (_("From"), before.closed_on), (_("To"), after.closed_on),
            (_("Fingerprint"), f"{before.sha256} → {after.sha256}"), (_("Exported by"), request.actor.name),
        ]  # fmt: skip
        return workbook(f"comparaison-{before.closed_on}-{after.closed_on}", gettext("What moved"), [sheet], cover=cover)
