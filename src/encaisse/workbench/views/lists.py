"""Lists of customers, the aged balance and the search box."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from encaisse.creditors import queries as creditors
from encaisse.kit.actor import Permission
from encaisse.ledger import queries as ledger
from encaisse.people import queries as people
from encaisse.ui.exports import Column, Kind, xlsx
from encaisse.ui.htmx import panel_or_page
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for
from encaisse.workbench.forms import FilterForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries import search as finding
from encaisse.workbench.templatetags.words import AGES, SEGMENTS
from encaisse.workbench.views.common import powers

NAME_SORTS = ("name", "code", "city", "segment")
BALANCE_SORTS = ("name", "code", "open", "overdue", "oldest", "credit", "not_due", *(f"age_{age}" for age in range(1, 7)))
EXPORTED = 100_000


@require_GET
def search(request: ActorRequest) -> HttpResponse:
    """Find customers and documents while somebody types."""
    request.actor.must(Permission.CUSTOMER_VIEW)
    words = request.GET.get("q", "").strip()
    found = finding.finds(request.actor, words) if words else finding.Finds()
    return panel_or_page(request, "workbench/search.html", {"found": found, "search_words": words})


def filter_form(request: ActorRequest) -> FilterForm:
    today = agenda.today_of(request.actor)
    return FilterForm(
        request.GET,
        collectors=agenda.collectors(request.actor, on=today),
        creditors={card.id: card.short_name or card.name for card in creditors.creditors_in_reach(request.actor)},
    )


@require_GET
def customers(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.CUSTOMER_VIEW)
    form = filter_form(request)
    wanted = asked_for(request, columns=NAME_SORTS, default="name")
    found = finding.customer_rows(request.actor, form.filters(), sort=wanted.order, page=wanted.page, size=wanted.size)
    context = {"form": form, "listing": wanted.listing(found.rows, total=found.count), "powers": powers(request.actor)}
    return panel_or_page(request, "workbench/customers.html", context)


@require_GET
def portfolio(request: ActorRequest) -> HttpResponse:
    """Show the aged balance, kept up to date fact by fact."""
    request.actor.must(Permission.INVOICE_VIEW)
    form = filter_form(request)
    wanted = asked_for(request, columns=BALANCE_SORTS, default="-overdue")
    page = ledger.balances(request.actor, filters=form.filters(), sort=wanted.order, page=wanted.page, size=wanted.size)
    names = people.people(request.actor, {row.collector_id for row in page.rows if row.collector_id})
    context: dict[str, Any] = {
        "form": form,
        "listing": wanted.listing(page.rows, total=page.count),
        "totals": ledger.balance_totals(request.actor, filters=form.filters()),
        "names": {user_id: card.name for user_id, card in names.items()},
        "ages": [(f"age_{place}", words) for place, words in enumerate(AGES, start=1)],
        "on": agenda.today_of(request.actor),
        "powers": powers(request.actor),
    }
    return panel_or_page(request, "workbench/portfolio.html", context)


def age_of(place: int) -> Any:
    return lambda row: row.ages[place]


@require_GET
def portfolio_export(request: ActorRequest) -> FileResponse:
    """Export the aged balance as filtered on screen."""
    request.actor.must(Permission.LIST_EXPORT)
    today = agenda.today_of(request.actor)
    form = filter_form(request)
    wanted = asked_for(request, columns=BALANCE_SORTS, default="-overdue", size=EXPORTED)
    rows = ledger.balances(request.actor, filters=form.filters(), sort=wanted.order, page=1, size=EXPORTED).rows
    columns = [
        Column(_("Code"), "code", width=12),
        Column(_("Customer"), "name"),
        Column(_("Segment"), lambda row: str(SEGMENTS.get(row.segment, row.segment)), width=18),
        Column(_("Currency"), "currency", width=8),
        Column(_("Not due"), "not_due_amount", Kind.MONEY, total=True),
        *(Column(words, age_of(place), Kind.MONEY, total=True) for place, words in enumerate(AGES)),
        Column(_("Overdue"), "overdue_amount", Kind.MONEY, total=True),
        Column(_("Credits"), "credit_amount", Kind.MONEY, total=True),
        Column(_("Net outstanding"), "open_amount", Kind.MONEY, total=True),
        Column(_("Oldest due date"), "oldest_due_date", Kind.DAY),
    ]
    return xlsx(f"balance-agee-{today.isoformat()}", _("Aged balance"), columns, rows, notes=[(_("On"), today)])
