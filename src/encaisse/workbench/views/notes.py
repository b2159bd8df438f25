"""Notes that name colleagues, the bell that tells them, and the files beside."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from encaisse.customers import actions, queries
from encaisse.files.queries import content
from encaisse.kit.actor import Mode, Permission
from encaisse.ui.downloads import as_download
from encaisse.ui.htmx import changed, wants_panel
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.forms import NoteForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.views.common import customer_of
from encaisse.workbench.views.gestures import attempt, complained

SHOWN = 8


@require_POST
def note(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Write a note, attach files, or both; whoever only reads notes does not write any."""
    request.actor.must(Permission.NOTE_VIEW, mode=Mode.ACT)
    form = NoteForm(request.POST, request.FILES)
    if not form.is_valid():
        return complained(request, " ".join(str(words) for found in form.errors.values() for words in found), customer_id)
    told = form.cleaned_data
    words = gettext("Note kept.") if told["body"].strip() else gettext("Files kept.")
    return attempt(request, customer_id, words, lambda: keep(request, customer_id, told))


def keep(request: ActorRequest, customer_id: int, told: dict[str, Any]) -> None:
    if told["body"].strip():
        actions.write_note(request.actor, customer_id, told["body"], is_restricted=told["is_restricted"], attachments=told["attached"])
    else:
        actions.attach(request.actor, customer_id, told["attached"], is_restricted=told["is_restricted"])


@require_GET
def colleagues(request: ActorRequest, customer_id: int) -> JsonResponse:
    """Answer with the people who may be named on this file, for whoever types an @."""
    request.actor.must(Permission.NOTE_VIEW)
    found = customer_of(request, customer_id)
    people = queries.colleagues(request.actor, customer_id, search=request.GET.get("q", ""), on=agenda.today_of(request.actor, found))
    return JsonResponse({"people": [{"name": each.name, "email": each.email} for each in people[:SHOWN]]})


@require_GET
def attachment(request: ActorRequest, attachment_id: int) -> HttpResponse:
    """Give a file back to be kept on the reader's disk; it never runs here."""
    kept = queries.attachment(request.actor, attachment_id)
    return as_download(content(request.actor, kept.sha256), kept.name)


@require_GET
def bell(request: ActorRequest) -> HttpResponse:
    """Show how many notes name the reader and wait to be read, and the latest of them."""
    unread = queries.unread_mentions(request.actor) if request.actor.may(Permission.NOTE_VIEW) else []
    return render(request, "workbench/partials/bell.html", {"mentions": unread[:SHOWN], "count": len(unread)})


@require_GET
def mentions(request: ActorRequest) -> HttpResponse:
    """List the notes that name the reader: a page, and a panel of the day."""
    request.actor.must(Permission.NOTE_VIEW)
    unread = queries.unread_mentions(request.actor)
    template = "workbench/partials/mentions_panel.html" if wants_panel(request) else "workbench/mentions.html"
    return render(request, template, {"mentions": unread[:SHOWN] if wants_panel(request) else unread, "count": len(unread)})


@require_POST
def mention_read(request: ActorRequest, mention_id: int) -> HttpResponse:
    """Mark one as read and go to the file it speaks of."""
    customer_id = actions.read_mention(request.actor, mention_id)
    return changed(redirect("workbench:customer", customer_id), "mentions-changed")


@require_POST
def mentions_read(request: ActorRequest) -> HttpResponse:
    """Mark everything as read."""
    actions.read_mentions(request.actor)
    response = HttpResponse("") if wants_panel(request) else redirect("workbench:mentions")
    return changed(response, "mentions-changed")
