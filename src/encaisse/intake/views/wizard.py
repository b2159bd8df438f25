from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from encaisse.creditors import queries as creditors
from encaisse.dunning import queries as dunning
from encaisse.intake import actions, queries
from encaisse.intake.forms import KINDS, ChoicesForm, UploadForm
from encaisse.intake.rules.fec_header import other_siren
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.report import finding_values
from encaisse.intake.templatetags.intake import upload_refusal
from encaisse.intake.views.strays import invoices_of
from encaisse.kit.refusals import Refusal
from encaisse.ledger import queries as ledger
from encaisse.ui.exports import Column, Kind, xlsx
from encaisse.ui.formats import day_text, refusal_text
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest

SHOWN = 500
FIRST_STRAYS = 10
STRAY_CODES = ("file_ambiguous", "file_unmatched")


@require_GET
def imports(request: ActorRequest) -> HttpResponse:
    chosen = {"creditor_id": request.GET["creditor"]} if "creditor" in request.GET else {}
    form = UploadForm(creditors=creditors_of(request), initial=chosen)
    return panel_or_page(request, "intake/imports.html", imports_context(request, form))


@require_POST
def upload_keep(request: ActorRequest) -> HttpResponse:
    """Keep the file aside and go and look at it."""
    form = UploadForm(request.POST, request.FILES, creditors=creditors_of(request))
    if form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_shown_on(form):
            upload_id = actions.keep_upload(request.actor, form.cleaned_data["creditor_id"], file, name=file.name, size=file.size)
            return redirect("intake:upload", upload_id)
    return panel_or_page(request, "intake/imports.html", imports_context(request, form), form=form)


@require_GET
def upload(request: ActorRequest, upload_id: int) -> HttpResponse:
    """Show what a kept file seems to hold, or how far its import got."""
    kept = queries.upload(request.actor, upload_id)
    if kept.import_id:
        return imported(request, kept, queries.import_file(request.actor, kept.import_id))
    if kept.is_running:
        return panel_or_page(request, "intake/running.html", {"upload": kept})
    kept = for_company(kept, request.GET.get("creditor", ""))
    return panel_or_page(request, "intake/upload.html", upload_context(request, kept, kind=request.GET.get("kind", "")))


def imported(request: ActorRequest, kept: queries.UploadCard, done: queries.ImportFile) -> HttpResponse:
    """Go to what the file made; the very same file as before made nothing new, and says so."""
    answer = redirect("intake:result", done.id)
    if done.imported_at >= kept.uploaded_at:
        return answer
    again = Finding("already_imported", None, {"imported_on": day_text(done.imported_at.date())})
    return said(request, answer, again.in_words(_))


@require_GET
def upload_progress(request: ActorRequest, upload_id: int) -> HttpResponse:
    """Answer how far an import got; send the page on when it is over."""
    kept = queries.upload(request.actor, upload_id)
    if not kept.is_running:
        return redirect("intake:upload", upload_id)
    return panel_or_page(request, "intake/running.html", {"upload": kept})


@require_POST
def upload_start(request: ActorRequest, upload_id: int) -> HttpResponse:
    kept = for_company(queries.upload(request.actor, upload_id), request.POST.get("creditor", ""))
    context = upload_context(request, kept, kind=request.POST.get("kind", ""), posted=request)
    form = context["form"]
    if form is not None and form.is_valid():
        with refusals_shown_on(form):
            on = creditors.today_of(request.actor, kept.creditor_id)
            actions.start_upload(
                request.actor, upload_id, creditor_id=kept.creditor_id, kind=context["preview"].kind, choices=form.chosen(), on=on
            )
            return redirect("intake:upload", upload_id)
    return panel_or_page(request, "intake/upload.html", context, form=form)


@require_POST
def upload_drop(request: ActorRequest, upload_id: int) -> HttpResponse:
    actions.drop_upload(request.actor, upload_id)
    return said(request, redirect("intake:imports"), _("The file was forgotten; nothing was imported."))


@require_GET
def result(request: ActorRequest, import_id: int) -> HttpResponse:
    """Show what an import made and what it found."""
    done = queries.import_file(request.actor, import_id)
    waiting = queries.strays(request.actor, import_id, limit=FIRST_STRAYS)
    counts = {
        "waiting": queries.stray_count(request.actor, import_id),
        "decided": queries.stray_count(request.actor, import_id, decided=True),
    }
    # What waits for a person on this very page is not listed twice.
    apart = STRAY_CODES if any(counts.values()) else ()
    context = {
        "done": done, "creditor": creditors.creditor(request.actor, done.creditor_id), "kinds": dict(KINDS), "strays": waiting,
        "is_live": dunning.is_live(request.actor, done.creditor_id),
        "counts": counts, "findings": queries.findings(request.actor, import_id, limit=SHOWN, apart=apart),
        **invoices_of(request, waiting),
    }  # fmt: skip
    return panel_or_page(request, "intake/result.html", context)


@require_GET
def findings_export(request: ActorRequest, import_id: int) -> HttpResponseBase:
    done = queries.import_file(request.actor, import_id)
    rows = [
        {**finding_values(found), "sentence": found.in_words(_), "remedy": found.remedy(_)}
        for found in queries.findings(request.actor, import_id)
    ]
    columns = [
        Column(_("Line"), "line", Kind.NUMBER), Column(_("Severity"), "severity"), Column(_("Finding"), "sentence"),
        Column(_("What to do"), "remedy"),
    ]  # fmt: skip
    return xlsx("constats", _("Findings"), columns, rows, notes=[(_("File"), done.name)])


def creditors_of(request: ActorRequest) -> list[tuple[int, str]]:
    return [(card.id, f"{card.name} ({card.siren})") for card in creditors.creditors_in_reach(request.actor)]


def imports_context(request: ActorRequest, form: UploadForm) -> dict[str, Any]:
    done_lately = queries.imports(request.actor)
    return {
        "form": form,
        "imports": done_lately,
        "uploads": queries.uploads(request.actor),
        "waiting": queries.waiting_by_import(request.actor, [done.id for done in done_lately]),
        "freshness": ledger.freshness(request.actor),
        "may_create": creditors.may_create(request.actor),
        "creditors": dict(creditors_of(request)),
        "kinds": dict(KINDS),
    }


def for_company(kept: queries.UploadCard, wanted: str) -> queries.UploadCard:
    """Return a kept file as it would be for the company a person now says it is about."""
    return replace(kept, creditor_id=int(wanted)) if wanted.isdecimal() else kept


def upload_context(request: ActorRequest, kept: queries.UploadCard, *, kind: str, posted: HttpRequest | None = None) -> dict[str, Any]:
    """Gather the preview and the form of a kept file; a file that cannot be read as this kind says why."""
    card = creditors.creditor(request.actor, kept.creditor_id)
    siren = other_siren(kept.name, card.siren)
    context: dict[str, Any] = {
        "upload": kept, "kinds": KINDS, "kind": kind or kept.kind, "form": None, "refusal": upload_refusal(kept), "creditor": card,
        "other_siren": siren, "other_company": creditors.creditor_by_siren(request.actor, siren) if siren else None,
        "may_create": creditors.may_create(request.actor),
    }  # fmt: skip
    try:
        preview = queries.preview(request.actor, kept, kind=kind)
    except (Refusal, ValueError) as wrong:
        return {**context, "refusal": refusal_text(wrong, _) if isinstance(wrong, Refusal) else _("There is no such kind of list.")}
    form = ChoicesForm(posted.POST, preview=preview) if posted else ChoicesForm(preview=preview)
    return {**context, "preview": preview, "form": form}
