"""Views of the portfolio kept under a name: saved from what is on screen, changed, deleted."""

from urllib.parse import parse_qs

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from encaisse.kit.refusals import Refusal
from encaisse.ui.formats import refusal_text
from encaisse.ui.htmx import said
from encaisse.ui.requests import ActorRequest
from encaisse.workbench import actions
from encaisse.workbench.forms import SaveViewForm


def back(request: ActorRequest, words: str, *, tone: str = "good", query: str | None = None) -> HttpResponse:
    """Return to the portfolio as it was looked at, with a sentence."""
    asked = request.POST.get("query", "") if query is None else query
    response = redirect(reverse("workbench:portfolio") + (f"?{asked}" if asked else "?sort=-overdue"))
    return said(request, response, words, tone=tone)


def told(form: SaveViewForm) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


@require_POST
def view_save(request: ActorRequest) -> HttpResponse:
    form = SaveViewForm(request.POST)
    if not form.is_valid():
        return back(request, told(form), tone="bad")
    try:
        actions.save_view(asked=parse_qs(request.POST.get("query", "")), actor=request.actor, **form.cleaned_data)
    except Refusal as refusal:
        return back(request, refusal_text(refusal, gettext), tone="bad")
    return back(request, gettext("View “%(name)s” saved.") % form.cleaned_data)


@require_POST
def view_change(request: ActorRequest, view_id: int) -> HttpResponse:
    form = SaveViewForm(request.POST)
    if not form.is_valid():
        return back(request, told(form), tone="bad")
    try:
        actions.change_view(request.actor, view_id, **form.cleaned_data)
    except Refusal as refusal:
        return back(request, refusal_text(refusal, gettext), tone="bad")
    return back(request, gettext("View “%(name)s” saved.") % form.cleaned_data)


@require_POST
def view_delete(request: ActorRequest, view_id: int) -> HttpResponse:
    try:
        actions.delete_view(request.actor, view_id)
    except Refusal as refusal:
        return back(request, refusal_text(refusal, gettext), tone="bad")
    return back(request, gettext("View deleted."), query="")
