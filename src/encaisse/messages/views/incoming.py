"""Mail that came in: what nobody could file, and the exact bytes, files and layout of each mail."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from encaisse.customers import queries as customers
from encaisse.kit.actor import Permission
from encaisse.kit.refusals import NotFound
from encaisse.messages import actions, queries
from encaisse.messages.forms.incoming import FileMailForm
from encaisse.messages.rules.html_text import harmless
from encaisse.messages.rules.incoming import attached_file, html_of, read_incoming
from encaisse.messages.views.outbox import MAIL_POLICY, download
from encaisse.ui.htmx import panel_or_page, said
from encaisse.ui.requests import ActorRequest

FOUND = 8


@require_safe
def to_file(request: ActorRequest) -> HttpResponse:
    """List the mails nobody could file, with one of them opened."""
    mails = queries.mails_to_file(request.actor)
    chosen = request.GET.get("mail", "")
    first = int(chosen) if chosen.isdecimal() else mails[0].id if mails else None
    context = {"mails": mails, "open_id": first} | (opened(request, first) if first else {})
    return panel_or_page(request, "messages/to_file.html", context)


@require_safe
def to_file_one(request: ActorRequest, mail_id: int) -> HttpResponse:
    """Show one mail beside the list, with the customers it may be of."""
    return render(request, "messages/to_file.html#reading", opened(request, mail_id))


def opened(request: ActorRequest, mail_id: int) -> dict[str, object]:
    request.actor.must(Permission.ACTION_CREATE)
    mail = queries.incoming(request.actor, mail_id)
    words = request.GET.get("q", "").strip()
    found = [(each.id, each.code, each.name) for each in customers.find(request.actor, words, limit=FOUND)] if words else []
    return {
        "mail": mail,
        "read": read_incoming(queries.incoming_content(request.actor, mail_id)),
        "words": words,
        "found": found or (queries.possible_customers(request.actor, mail) if not words else []),
        "is_guess": not words,
    }


@require_POST
def mail_file(request: ActorRequest, mail_id: int) -> HttpResponse:
    """File a mail with the customer chosen."""
    form = FileMailForm(request.POST)
    if not form.is_valid():
        return said(request, redirect("messages:to_file"), _("Choose the customer first."), tone="bad")
    told = form.cleaned_data
    actions.file_mail(request.actor, mail_id, told["customer"], keep_address=told["keep_address"])
    name = customers.customer(request.actor, told["customer"]).name
    return said(request, redirect("messages:to_file"), _("Filed with %(name)s.") % {"name": name})


@require_POST
def mail_aside(request: ActorRequest, mail_id: int) -> HttpResponse:
    actions.set_aside(request.actor, mail_id)
    return said(request, redirect("messages:to_file"), _("Set aside: it is kept, and no longer waits."))


@require_safe
def to_file_badge(request: ActorRequest) -> HttpResponse:
    """Answer the number of mails nobody could file, or nothing."""
    count = queries.count_to_file(request.actor)
    return HttpResponse(str(count) if count else "")


@require_safe
def incoming_raw(request: ActorRequest, mail_id: int) -> HttpResponse:
    """Give the exact bytes that came."""
    return download(queries.incoming_content(request.actor, mail_id), f"{mail_id}.eml")


@require_safe
def incoming_file(request: ActorRequest, mail_id: int, position: int) -> HttpResponse:
    """Give a file of a mail to keep, never to open in the page."""
    found = attached_file(queries.incoming_content(request.actor, mail_id), position)
    if found is None:
        raise NotFound(what=str(position))
    file, content = found
    response = download(content, file.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@xframe_options_sameorigin
def incoming_html(request: ActorRequest, mail_id: int) -> HttpResponse:
    """Show the layout of a mail in a frame where nothing runs and nothing is fetched."""
    html = harmless(html_of(queries.incoming_content(request.actor, mail_id)))
    return HttpResponse(html, headers={"Content-Security-Policy": MAIL_POLICY})
