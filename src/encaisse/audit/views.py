from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from encaisse.audit import queries
from encaisse.audit.fields import changes_in_words
from encaisse.audit.forms import FilterForm
from encaisse.audit.words import DEEDS, deed_words, kind_words
from encaisse.ui.exports import Column, Kind, xlsx
from encaisse.ui.formats import colon
from encaisse.ui.htmx import panel_or_page
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for

# A workbook holds a million rows; a reader, fewer.
MOST = 50_000


@require_GET
def entries(request: ActorRequest) -> HttpResponse:
    """Show who did what, newest first."""
    form = FilterForm(request.GET)
    filters = form.filters()
    asked = asked_for(request, columns=("at",), default="-at")
    rows = queries.entries(request.actor, filters, offset=asked.offset, limit=asked.limit)
    listing = asked.listing(rows, total=queries.entry_count(request.actor, filters))
    context = {"listing": listing, "form": form, "kinds": queries.kinds(request.actor), "deeds": DEEDS}
    return panel_or_page(request, "audit/entries.html", context)


def changed(change: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}{colon()} {value}" for name, value in changes_in_words(change))


@require_GET
def export(request: ActorRequest) -> HttpResponseBase:
    """Give the entries of the filters as a workbook: an auditor's copy."""
    filters = FilterForm(request.GET).filters()
    rows = queries.entries(request.actor, filters, limit=MOST)
    columns = [
        Column(_("When"), "at", Kind.INSTANT), Column(_("Who"), "actor_name"),
        Column(_("What was done"), lambda entry: deed_words(entry.did), width=40), Column(_("Code"), "did"),
        Column(_("About"), lambda entry: kind_words(entry.subject_kind)), Column(_("Number"), "subject_id", Kind.NUMBER),
        Column(_("Customer (internal number)"), "customer_id", Kind.NUMBER),
        Column(_("What changed"), lambda entry: changed(entry.change), width=60),
        Column(_("What changed (codes)"), lambda entry: ", ".join(f"{name} = {value}" for name, value in entry.changes), width=60),
    ]  # fmt: skip
    return xlsx("audit", _("Audit"), columns, rows, notes=[(_("Entries"), len(rows))])
