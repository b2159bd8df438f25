from django.http import HttpResponse
from django.views.decorators.http import require_GET

from encaisse.audit import queries
from encaisse.audit.forms import FilterForm
from encaisse.ui.htmx import panel_or_page
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for


@require_GET
def entries(request: ActorRequest) -> HttpResponse:
    """Show who did what, newest first."""
    form = FilterForm(request.GET)
    filters = form.filters()
    asked = asked_for(request, columns=("at",), default="-at")
    rows = queries.entries(request.actor, filters, offset=asked.offset, limit=asked.limit)
    listing = asked.listing(rows, total=queries.entry_count(request.actor, filters))
    return panel_or_page(request, "audit/entries.html", {"listing": listing, "form": form})
