"""What a screen answers once a call or a visit is noted: the next of the day, or the file as it now stands."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from encaisse.customers.queries import CustomerFile
from encaisse.ui.htmx import changed, said, wants_panel
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.rules.agenda import CallToMake, next_call


def next_up(request: ActorRequest, customer_id: int) -> CallToMake | None:
    """Return the call after a customer's while it is still in the list: once noted, the list no longer says where it stood."""
    if request.POST.get("place") != "day" or not wants_panel(request):
        return None
    return next_call(agenda.day_calls(request.actor, on=agenda.today_of(request.actor)), after_customer_id=customer_id)


def noted(request: ActorRequest, found: CustomerFile, words: str, *, place: str, following: CallToMake | None) -> HttpResponse:
    """Answer once a call or a visit is noted."""
    if not wants_panel(request):
        response: HttpResponse = redirect("workbench:day") if place == "day" else redirect("workbench:customer", found.id)
    elif place == "day":
        response = render(request, "workbench/call_noted.html", {"customer": found, "call": following})
    else:
        response = HttpResponse("")
    return changed(said(request, response, words), "customer-changed", "agenda-changed")
