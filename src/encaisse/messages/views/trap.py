from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from encaisse.messages import queries
from encaisse.messages.rules import Channel, read_mail
from encaisse.messages.views.outbox import filters_of
from encaisse.ui.htmx import panel_or_page
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for


@require_safe
def trap(request: ActorRequest) -> HttpResponse:
    """Show what would have left: a small inbox."""
    filters, wanted = filters_of(request, trapped=True), asked_for(request, columns=(), default="")
    rows, count = queries.message_list(request.actor, filters, page=wanted.page)
    chosen = request.GET.get("message", "")
    first = int(chosen) if chosen.isdecimal() else rows[0].id if rows else None
    context = {"listing": wanted.listing(rows, total=count), "filters": filters, "open_id": first}
    return panel_or_page(request, "messages/trap.html", context | (opened(request, first) if first else {}))


@require_safe
def trapped(request: ActorRequest, message_id: int) -> HttpResponse:
    """Show one trapped message beside the list."""
    return render(request, "messages/trap.html#reading", opened(request, message_id))


def opened(request: ActorRequest, message_id: int) -> dict[str, object]:
    shown = queries.message(request.actor, message_id)
    if shown.is_withheld:
        return {"row": shown.row, "shown": shown}
    content = queries.rendered(request.actor, message_id)
    is_mail = shown.row.channel is Channel.EMAIL
    return {
        "row": shown.row,
        "shown": shown,
        "mail": read_mail(content) if is_mail else None,
        "text": "" if is_mail else content.decode(errors="replace"),
    }
