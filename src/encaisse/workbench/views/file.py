"""« Fiche client »: one page, and each of its panels by itself."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from encaisse.customers.queries import CustomerFile
from encaisse.dunning import queries as dunning
from encaisse.kit.actor import Permission
from encaisse.ui.htmx import panel_or_page, wants_panel
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import Listing, asked_for
from encaisse.workbench.forms import NoteForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries import file, items, story
from encaisse.workbench.queries.file import Commitments, NextStep
from encaisse.workbench.rules.story import Family, StoryFilter
from encaisse.workbench.views.calls import cockpit_context
from encaisse.workbench.views.common import chosen_id, customer_of, page_number, panel_only, powers
from encaisse.workbench.views.visits import is_visit, visit_context

NARROWING = ("by", "invoice", "words")
LONGEST_WORDS = 120
PRINTED = 500
ITEM_SORTS = ("due_date", "number", "issued_on", "amount", "open_amount")
ITEMS = 25


@require_GET
def customer(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Show the whole file; with `?call`, the call is open in it."""
    if wants_panel(request):
        return timeline(request, customer_id) if request.headers.get("HX-Target") == "story" else open_items(request, customer_id)
    found = customer_of(request, customer_id)
    context = base(request, found) | story_context(request, found)
    context |= items_context(request, found, context["engaged"], context["next"], today=context["today"])
    today = context["today"]
    context |= {"people": file.people_of(request.actor, found, on=today), "note_form": NoteForm()}
    if "call" in request.GET and is_visit(request.actor, found, chosen_id(request, "action")):
        context |= visit_context(request, found, on=today, action_id=chosen_id(request, "action"))
    elif "call" in request.GET:
        context |= cockpit_context(request, found, on=today)
    return render(request, "workbench/customer.html", context)


def base(request: ActorRequest, found: CustomerFile) -> dict[str, Any]:
    """Return what every panel of the file shows: who, how much, what comes next."""
    today = agenda.today_of(request.actor, found)
    engaged = file.engagements(request.actor, found, on=today)
    return {
        "customer": found,
        "today": today,
        "engaged": engaged,
        "header": file.header(request.actor, found, engaged, on=today),
        "next": file.next_step(request.actor, found, on=today),
        "powers": powers(request.actor),
    }


def items_context(request: ActorRequest, found: CustomerFile, engaged: Commitments, step: NextStep, *, today: date) -> dict[str, Any]:
    actor = request.actor
    wanted = asked_for(request, columns=ITEM_SORTS, default="due_date", size=ITEMS)
    if not actor.may(Permission.INVOICE_VIEW):
        return {"listing": wanted.listing([], total=0), "item_search": ""}
    search = request.GET.get("q", "")
    page = items.items(actor, found.id, engaged, step.holds, on=today, search=search, sort=wanted.order, page=wanted.page, size=wanted.size)
    listing: Listing[items.HeldRow] = wanted.listing(page.rows, total=page.count)
    return {"listing": listing, "item_search": search}


def story_context(request: ActorRequest, found: CustomerFile) -> dict[str, Any]:
    asked = story_filter(request)
    page = story.story(request.actor, found.id, asked=asked, page=page_number(request, "story"))
    return {"story": page, "asked": asked, "family": asked.family, "families": list(Family), "narrowed": narrowed(request)}


def story_filter(request: ActorRequest) -> StoryFilter:
    family, told = request.GET.get("family", ""), {name: request.GET.get(name, "").strip()[:LONGEST_WORDS] for name in NARROWING}
    return StoryFilter(
        family=Family(family) if family in set(Family) else None, by_name=told["by"], invoice=told["invoice"], words=told["words"]
    )


def narrowed(request: ActorRequest) -> str:
    """Return what narrows the story, as the addresses of its chips and pages keep it."""
    return urlencode({name: request.GET[name] for name in NARROWING if request.GET.get(name)})


@require_GET
def summary(request: ActorRequest, customer_id: int) -> HttpResponse:
    found = customer_of(request, customer_id)
    return panel_only(request, "workbench/file_summary.html", base(request, found), customer_id)


@require_GET
def open_items(request: ActorRequest, customer_id: int) -> HttpResponse:
    found = customer_of(request, customer_id)
    today = agenda.today_of(request.actor, found)
    engaged, step = file.engagements(request.actor, found, on=today), file.next_step(request.actor, found, on=today)
    context = {"customer": found, "powers": powers(request.actor)} | items_context(request, found, engaged, step, today=today)
    return panel_only(request, "workbench/file_items.html", context, customer_id)


@require_GET
def timeline(request: ActorRequest, customer_id: int) -> HttpResponse:
    found = customer_of(request, customer_id)
    context = {"customer": found, "powers": powers(request.actor), "note_form": NoteForm()} | story_context(request, found)
    return panel_only(request, "workbench/file_story.html", context, customer_id)


@require_GET
def timeline_print(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Show the timeline as a page to print: what was asked for, the latest five hundred."""
    found = customer_of(request, customer_id)
    asked = story_filter(request)
    page = story.story(request.actor, customer_id, asked=asked, size=PRINTED)
    today = agenda.today_of(request.actor, found)
    return render(request, "workbench/story_print.html", {"customer": found, "story": page, "asked": asked, "today": today})


@require_GET
def commitments(request: ActorRequest, customer_id: int) -> HttpResponse:
    found = customer_of(request, customer_id)
    today = agenda.today_of(request.actor, found)
    context = {
        "customer": found,
        "engaged": file.engagements(request.actor, found, on=today),
        "powers": powers(request.actor),
        "today": today,
    }
    return panel_only(request, "workbench/file_commitments.html", context, customer_id)


@require_GET
def people(request: ActorRequest, customer_id: int) -> HttpResponse:
    found = customer_of(request, customer_id)
    today = agenda.today_of(request.actor, found)
    context = {"customer": found, "people": file.people_of(request.actor, found, on=today), "powers": powers(request.actor), "today": today}
    return panel_only(request, "workbench/file_people.html", context, customer_id)


@require_GET
def why(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Say why this customer is, or is not, reminded today: decided again, nothing written."""
    found = customer_of(request, customer_id)
    explained = dunning.explanation(request.actor, found.id, on=agenda.today_of(request.actor, found))
    if wants_panel(request):  # on the file, the tasks stand beside with who does them
        asked = {signal.kind for signal in dunning.signals(request.actor, customer_id=found.id)}
        explained = replace(explained, sentences=tuple(each for each in explained.sentences if each.code not in asked))
    return panel_or_page(request, "workbench/why.html", {"customer": found, "explained": explained})
