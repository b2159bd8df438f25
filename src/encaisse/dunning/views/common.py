"""What dunning's pages share."""

from django.urls import reverse

from encaisse.ui.requests import ActorRequest


def back_to(request: ActorRequest, name: str, *args: int) -> str:
    """Return a page's address with the filters of the request, for whoever posts without htmx."""
    filters = request.GET.urlencode()
    return reverse(name, args=args) + (f"?{filters}" if filters else "")
