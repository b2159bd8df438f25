"""Lists of customers, the aged balance and the search box."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customer_queries
from encaisse.kit.actor import Permission
from encaisse.ui.htmx import panel_or_page
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for
from encaisse.workbench.forms import FilterForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries import search as finding
from encaisse.workbench.views.common import powers

NAME_SORTS = ("name", "code", "city", "segment")


@require_GET
def search(request: ActorRequest) -> HttpResponse:
    """Find customers and documents while somebody types."""
    request.actor.must(Permission.CUSTOMER_VIEW)
    words = request.GET.get("q", "").strip()
    found = finding.finds(request.actor, words) if words else finding.Finds()
    return panel_or_page(request, "workbench/search.html", {"found": found, "search_words": words, "powers": powers(request.actor)})


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
def customer_options(request: ActorRequest) -> HttpResponse:
    """Answer the customers a name or a code begins, as the lines of a list to choose in; each ends with its number."""
    request.actor.must(Permission.CUSTOMER_VIEW)
    words = request.GET.get("customer", "").strip()
    found = customer_queries.find(request.actor, words, limit=12) if words else []
    return render(request, "workbench/customer_options.html", {"found": found})
