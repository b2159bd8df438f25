"""What dunning's pages share."""

from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import reverse

from encaisse.ui.htmx import wants_panel
from encaisse.ui.requests import ActorRequest


def back_to(request: ActorRequest, name: str, *args: int) -> str:
    """Return a page's address with the filters of the request, for whoever posts without htmx."""
    filters = request.GET.urlencode()
    return reverse(name, args=args) + (f"?{filters}" if filters else "")


def filters_on_screen(request: ActorRequest) -> Any:
    """Return the filters of a list: those the address asks for, else those of the page a panel beside it was sent from."""
    if request.GET or request.method != "POST" or not wants_panel(request):
        return request.GET
    kept = QueryDict(urlsplit(request.headers.get("HX-Current-URL", "")).query, mutable=True)
    kept.pop("open", None)
    return kept
