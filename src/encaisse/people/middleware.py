"""Every request knows its actor; whoever is not signed in is shown the door, but for the pages that say they are open to all.

A view is opened to all with Django's `login_not_required`; it then meets an actor who may nothing.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import resolve_url
from django.utils import timezone, translation

from encaisse.kit.actor import Actor
from encaisse.people import queries
from encaisse.ui.requests import ActorRequest

OPEN_PATHS = ("/healthz", "/readyz", "/favicon.ico", "/robots.txt")
OPEN_FOLDERS = ("/accounts/", "/static/")
API_FOLDER = "/api/"

NOBODY = Actor(user_id=None, name="")

View = Callable[..., HttpResponseBase]


class ActorMiddleware:
    """Sets `request.actor` and the language of the person; keeps strangers out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponse:
        request.actor = actor_behind(request)
        if request.actor.user_id:
            translation.activate(request.actor.language)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        return self.get_response(request)

    def process_view(self, request: ActorRequest, view: View, _args: object, _kwargs: object) -> HttpResponseBase | None:
        if request.actor.user_id or is_open(request.path) or not getattr(view, "login_required", True):
            return None
        return turned_away(request)


def actor_behind(request: HttpRequest) -> Actor:
    """Build the actor of the signed-in user. The real day counts, even where the demonstration's clock stands still."""
    if not request.user.is_authenticated:
        return NOBODY
    return queries.actor_of(request.user.pk, on=timezone.localdate())


def is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_FOLDERS)


def turned_away(request: HttpRequest) -> HttpResponseBase:
    """Answer a stranger: the sign-in page, or for an API a plain answer."""
    sign_in = resolve_url(settings.LOGIN_URL)
    if request.path.startswith(API_FOLDER):
        return JsonResponse({"refused": "Sign in, or give a token."}, status=401)
    return redirect_to_login(request.get_full_path(), sign_in)
