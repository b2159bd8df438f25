"""One view, three answers: the fresh panel, the page with its errors, or a redirect. Every action also works without JavaScript."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from encaisse.kit.refusals import Refusal
from encaisse.ui.formats import refusal_text

UNPROCESSABLE = 422
TONES = {"good": messages.SUCCESS, "info": messages.INFO, "warn": messages.WARNING, "bad": messages.ERROR}


def wants_panel(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a piece of the page; a page restored from its history is wanted whole."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def panel_or_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    form: BaseForm | None = None,
    then: str | None = None,
    panel: str = "panel",
) -> HttpResponse:
    """Answer with the panel (htmx), the page with its errors, or a redirect to `then` (an address or the name of one).

    A form with errors answers 422, which htmx swaps as any panel.
    """
    wrong = form is not None and bool(form.errors)
    if not wants_panel(request) and request.method == "POST" and then is not None and not wrong:
        return redirect(resolve_url(then))
    name = f"{template}#{panel}" if wants_panel(request) else template
    response = render(request, name, dict(context), status=UNPROCESSABLE if wrong else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


@contextmanager
def refusals_shown_on(form: BaseForm) -> Iterator[None]:
    """Translate a refusal and put it on the form, where the person who asked will read it."""
    try:
        yield
    except Refusal as refusal:
        form.add_error(None, refusal_text(refusal, gettext))


def changed(response: HttpResponse, *events: str) -> HttpResponse:
    """Tell the page's other panels what changed: they listen for the event (`hx-trigger="customer-changed from:body"`) and re-read."""
    return triggering(response, dict.fromkeys(events, ""))


def said(request: HttpRequest, response: HttpResponse, words: str, *, tone: str = "good") -> HttpResponse:
    """Say in one short sentence what was done: a toast for htmx, a message on the next page otherwise."""
    if wants_panel(request):
        return triggering(response, {"toast": {"text": words, "tone": tone}})
    messages.add_message(request, TONES[tone], words)
    return response


def stands_alone(request: HttpRequest) -> bool:
    """Tell whether a form was sent from a page of its own: once done, nothing would be left there to look at."""
    return wants_panel(request) and urlsplit(request.headers.get("HX-Current-URL", "")).path == request.path


def moved_on(request: HttpRequest, address: str, words: str, *, tone: str = "good") -> HttpResponse:
    """Leave a page of its own for another, which says what was done."""
    messages.add_message(request, TONES[tone], words)
    return HttpResponse(status=204, headers={"HX-Redirect": address})


def triggering(response: HttpResponse, events: Mapping[str, Any]) -> HttpResponse:
    already = json.loads(response.headers.get("HX-Trigger", "{}"))
    response.headers["HX-Trigger"] = json.dumps({**already, **events})
    return response
