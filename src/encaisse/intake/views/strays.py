"""The files of an import that wait for their invoice: looked at, attached, left out, asked again."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from encaisse.files import queries as files
from encaisse.intake import actions, queries
from encaisse.kit.actor import Permission
from encaisse.kit.refusals import Refusal
from encaisse.ledger import queries as ledger
from encaisse.ui.formats import refusal_text
from encaisse.ui.htmx import panel_or_page, said
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for

PDF = "application/pdf"
LISTED = 20


@require_safe
def strays(request: ActorRequest, import_id: int) -> HttpResponse:
    """List the files of an import that wait, or those that were decided."""
    done, decided = queries.import_file(request.actor, import_id), request.GET.get("show") == "decided"
    wanted = asked_for(request, columns=(), default="")
    rows = queries.strays(request.actor, import_id, decided=decided, offset=wanted.offset, limit=wanted.limit)
    counts = {name: queries.stray_count(request.actor, import_id, decided=name == "decided") for name in ("waiting", "decided")}
    listing = wanted.listing(rows, total=counts["decided" if decided else "waiting"])
    context = {"done": done, "decided": decided, "counts": counts, "listing": listing, **invoices_of(request, rows)}
    return panel_or_page(request, "intake/strays.html", context)


@require_safe
def stray(request: ActorRequest, stray_id: int) -> HttpResponse:
    return page(request, stray_id)


def page(request: ActorRequest, stray_id: int, refusal: Refusal | None = None) -> HttpResponse:
    """Show one file with the invoices it fits, and those found by a number."""
    shown = queries.stray(request.actor, stray_id)
    words = request.GET.get("q", "").strip() if request.actor.may(Permission.INVOICE_VIEW) else ""
    context = {
        "stray": shown, "done": queries.import_file(request.actor, shown.of_import_id), "words": words,
        "found": queries.invoices_found(request.actor, shown.creditor_id, words) if words else [],
        "refusal": refusal_text(refusal, _) if refusal else "", "waiting": queries.stray_count(request.actor, shown.of_import_id),
        **invoices_of(request, [shown]),
    }  # fmt: skip
    answer = panel_or_page(request, "intake/stray.html", context)
    answer.status_code = 422 if refusal else 200
    return answer


@require_safe
def stray_show(request: ActorRequest, stray_id: int) -> HttpResponse:
    """Give the file itself."""
    shown = queries.stray(request.actor, stray_id)
    answer = HttpResponse(files.content(request.actor, shown.sha256), content_type=PDF)
    answer.headers["Content-Disposition"] = f'inline; filename="{shown.sha256[:12]}.pdf"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
def stray_attach(request: ActorRequest, stray_id: int, document_id: int) -> HttpResponse:
    return decide(request, stray_id, lambda: actions.attach_stray(request.actor, stray_id, document_id), _("File attached to its invoice."))


@require_POST
def stray_leave(request: ActorRequest, stray_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()
    return decide(
        request, stray_id, lambda: actions.leave_out_stray(request.actor, stray_id, reason=reason), _("File left out; it is kept.")
    )


@require_POST
def stray_again(request: ActorRequest, stray_id: int) -> HttpResponse:
    words = _("The file waits for its invoice again.")
    return decide(request, stray_id, lambda: actions.ask_again_stray(request.actor, stray_id), words, stays=True)


def decide(request: ActorRequest, stray_id: int, deed: Callable[[], object], words: str, *, stays: bool = False) -> HttpResponse:
    """Do one thing about a file, say it and go on to the next one; a refusal is shown on the page of the file."""
    try:
        deed()
    except Refusal as refusal:
        return page(request, stray_id, refusal)
    return said(request, redirect("intake:stray", stray_id) if stays else onward(request, stray_id), words)


def onward(request: ActorRequest, stray_id: int) -> HttpResponse:
    """Go to the next file that waits; back to the import after the last one."""
    decided = queries.stray(request.actor, stray_id)
    following = queries.next_stray(request.actor, decided.of_import_id, after=decided.position)
    return redirect("intake:stray", following) if following else redirect("intake:result", decided.of_import_id)


def invoices_of(request: ActorRequest, rows: list[queries.Stray]) -> dict[str, Any]:
    """Return the invoices that files fit, or were attached to, by id; whoever may not see invoices sees none."""
    ids = {pk for row in rows for pk in (*row.candidates[:LISTED], row.document_id) if pk}
    may = request.actor.may(Permission.INVOICE_VIEW)
    return {"invoices": ledger.named_documents(request.actor, ids) if may and ids else {}, "may_open": may}
