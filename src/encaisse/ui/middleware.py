"""At the door of every page: a strict content policy, refusals told kindly, and redirects that htmx understands."""

from collections.abc import Callable
from html import unescape

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from encaisse.kit.refusals import NotAllowed, NotFound, Refusal
from encaisse.ui.formats import refusal_text
from encaisse.ui.htmx import triggering, wants_panel

Answer = Callable[[HttpRequest], HttpResponse]

# No inline script or style anywhere, no foreign host; `data:` images are Tabler's drawn arrows and the QR codes.
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-src 'self' blob:; frame-ancestors 'self'"
)
REDIRECTS = (301, 302, 303, 307, 308)
STATES = {NotAllowed: 403, NotFound: 404}
CONFLICT = 409
ONLY_A_FORM = 405
PAGES = {403: "ui/not_allowed.html", 404: "ui/not_found.html"}


class ContentPolicy:
    """Set the content policy; a view that shows somebody else's HTML (a kept mail) sets a stricter one itself."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        return response


class HtmxRedirects:
    """Turn a redirect into a move of the whole page: without this, htmx would put the sign-in page inside a panel."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in REDIRECTS and wants_panel(request):
            moved = HttpResponse(status=204, headers={"HX-Redirect": response.headers["Location"]})
            moved.cookies = response.cookies
            return moved
        return response


class RefusalsToPages:
    """A refusal that no form caught is still told in words: a toast for htmx, a page otherwise."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == ONLY_A_FORM and request.method == "GET" and not response.content:
            return only_a_form(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refused(request, exception) if isinstance(exception, Refusal) else None


def only_a_form(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tell whoever opens the address a form is sent to, from the history of a browser for one, that nothing is to be seen there."""
    words = gettext("This address takes what a form sends, and shows nothing by itself. Go back to the page and use its button.")
    page = render(request, "ui/refusal.html", {"words": words, "code": response.status_code}, status=response.status_code)
    page.headers["Allow"] = response.headers["Allow"]
    return page


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    words = missing_right(request, refusal) or refusal_text(refusal, gettext)
    code = next((code for kind, code in STATES.items() if isinstance(refusal, kind)), CONFLICT)
    if wants_panel(request):
        return triggering(HttpResponse(status=code), {"toast": {"text": unescape(words), "tone": "bad"}})
    return render(request, PAGES.get(code, "ui/refusal.html"), {"words": words, "code": code}, status=code)


def missing_right(request: HttpRequest, refusal: Refusal) -> str:
    """Name the right that is missing, and who has it or gives it, in the words of the room that knows rights; "" without that room."""
    if not isinstance(refusal, NotAllowed) or getattr(request, "actor", None) is None:
        return ""
    try:
        told = render_to_string("people/partials/missing_right.html", {"permission": refusal.values.get("permission", "")}, request)
    except TemplateDoesNotExist:
        return ""
    return SafeString(" ".join(told.split())) if told.strip() else ""
