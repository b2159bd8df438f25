from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from encaisse.kit.actor import Permission
from encaisse.kit.refusals import NotFound
from encaisse.messages import actions, queries
from encaisse.messages.forms import OutcomeForm, StopForm
from encaisse.messages.rules import LETTERS, Channel, MessageState, attachment, read_mail
from encaisse.ui.htmx import changed, panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for

# A mail shown on a page runs nothing and fetches nothing.
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


def filters_of(request: ActorRequest, *, trapped: bool = False) -> queries.MessageFilters:
    state, channel = request.GET.get("state", ""), request.GET.get("channel", "")
    customer = request.GET.get("customer", "")
    return queries.MessageFilters(
        state=state if state in set(MessageState) else "",
        channel=channel if channel in set(Channel) else "",
        customer_id=int(customer) if customer.isdecimal() else None,
        search=request.GET.get("q", "").strip(),
        trapped=trapped,
    )


@require_safe
def outbox(request: ActorRequest) -> HttpResponse:
    filters, wanted = filters_of(request), asked_for(request, columns=(), default="")
    rows, count = queries.message_list(request.actor, filters, page=wanted.page)
    counts = queries.counts(request.actor)
    context = {
        "listing": wanted.listing(rows, total=count),
        "filters": filters,
        "counts": [(state, counts[state]) for state in MessageState if state in counts],
        "channels": list(Channel),
        "stops": queries.stops(request.actor),
        "stop_form": StopForm(),
        "may_stop": request.actor.passes(Permission.MESSAGE_APPROVE),
    }
    return panel_or_page(request, "messages/outbox.html", context)


@require_safe
def detail(request: ActorRequest, message_id: int) -> HttpResponse:
    shown = queries.message(request.actor, message_id)
    content = b"" if shown.is_withheld else queries.rendered(request.actor, message_id)
    mail = read_mail(content) if content and shown.row.channel is Channel.EMAIL else None
    context = {
        "shown": shown,
        "row": shown.row,
        "mail": mail,
        "text": content.decode(errors="replace") if shown.row.channel is Channel.SMS else "",
        "size": len(content),
        "is_withdrawable": shown.row.state is MessageState.READY
        or (shown.row.channel in LETTERS and shown.row.state is MessageState.SENDING),
    }
    return render(request, "messages/detail.html", context)


@require_safe
@xframe_options_sameorigin
def preview(request: ActorRequest, message_id: int) -> HttpResponse:
    """Show a mail's HTML or a letter's PDF inside a page."""
    row, content = queries.message(request.actor, message_id).row, queries.rendered(request.actor, message_id)
    if row.channel in LETTERS:
        return HttpResponse(
            content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{message_id}.pdf"'}
        )
    html = read_mail(content).html if row.channel is Channel.EMAIL else ""
    return HttpResponse(html, headers={"Content-Security-Policy": MAIL_POLICY})


@require_safe
def raw(request: ActorRequest, message_id: int) -> HttpResponse:
    """Give the exact bytes kept."""
    row, content = queries.message(request.actor, message_id).row, queries.rendered(request.actor, message_id)
    name = f"{message_id}.{'pdf' if row.channel in LETTERS else 'eml' if row.channel is Channel.EMAIL else 'txt'}"
    return download(content, name)


@require_safe
def attached(request: ActorRequest, message_id: int, position: int) -> HttpResponse:
    content = queries.rendered(request.actor, message_id)
    if position >= len(read_mail(content).attachments):
        raise NotFound(what=str(position))
    name, _media_type, file = attachment(content, position)
    return download(file, name)


def download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/octet-stream")
    safe = "".join(character if character.isalnum() or character in "._-" else "_" for character in name)
    response.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    return response


@require_POST
def settle(request: ActorRequest, message_id: int) -> HttpResponse:
    """Take the decision on a message nobody knows about."""
    form = OutcomeForm(request.POST)
    if form.is_valid():
        actions.settle_unknown(request.actor, message_id, was_sent=form.cleaned_data["was_sent"])
        words = _("Noted: the message left.") if form.cleaned_data["was_sent"] else _("The message will be sent again.")
        return changed(said(request, redirect("messages:detail", message_id), words), "customer-changed")
    return redirect("messages:detail", message_id)


@require_POST
def withdraw(request: ActorRequest, message_id: int) -> HttpResponse:
    actions.withdraw_message(request.actor, message_id, request.POST.get("reason", ""))
    return said(request, redirect("messages:detail", message_id), _("The message is withdrawn."))


@require_POST
def stop(request: ActorRequest) -> HttpResponse:
    form = StopForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.stop_sending(request.actor, reason=form.cleaned_data["reason"])
            return said(request, redirect("messages:outbox"), _("Sending is stopped: nothing leaves any more."), tone="warn")
    return said(request, redirect("messages:outbox"), _("Say why sending is stopped."), tone="bad")


@require_POST
def resume(request: ActorRequest) -> HttpResponse:
    creditor = request.POST.get("creditor", "")
    actions.resume_sending(request.actor, creditor_id=int(creditor) if creditor.isdecimal() else None)
    return said(request, redirect("messages:outbox"), _("Sending resumes."))


@require_safe
def outbound_notice(request: ActorRequest) -> HttpResponse:
    """Say on every page that nothing leaves, and why."""
    return render(request, "messages/notice.html", {"stops": queries.stops(request.actor), "is_trapped": settings.OUTBOUND != "live"})
