"""How many accounts a day closed or worked concerns: a fragment of the page of the year, read before it is confirmed."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from encaisse.creditors import queries as creditors
from encaisse.dunning import queries
from encaisse.ui.requests import ActorRequest


@require_safe
def day_concerned(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Say whom a day concerns, once it is a day."""
    creditors.may_edit(request.actor, creditor_id)
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return HttpResponse("")
    return render(request, "dunning/day_concerned.html", {"day": day, "found": queries.concerned_by_day(request.actor, creditor_id, day)})
