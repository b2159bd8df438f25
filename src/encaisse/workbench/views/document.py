"""The page of one document, and the evidence a person adds to it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.dunning import actions as dunning
from encaisse.files import queries as files
from encaisse.kit.actor import Permission
from encaisse.ledger import actions as ledger
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.actions import attach_upload, keep_proof
from encaisse.workbench.forms.evidence import DispatchForm, InvoiceFileForm, SettledForm
from encaisse.workbench.queries.document import DocumentPage, document_page, evidence_file

# What the browser may show by itself; anything else is handed over as a download.
SHOWN = ("application/pdf", "image/png", "image/jpeg")


def page(request: ActorRequest, document_id: int, **forms: Any) -> HttpResponse:
    shown = document_page(request.actor, document_id)
    today = creditors.today_of(request.actor, shown.card.creditor_id)
    context = {
        "page": shown, "customer": customers.customer(request.actor, shown.card.customer_id), "today": today,
        "may_add": request.actor.passes(Permission.ACTION_CREATE), "may_assign": request.actor.passes(Permission.SCENARIO_HOLD),
        "dispatch_form": DispatchForm(initial={"sent_on": today}), "file_form": InvoiceFileForm(), "settled_form": SettledForm(),
        "may_copy": may_copy(request, shown), **forms,
    }  # fmt: skip
    wrong = next((form for form in forms.values() if form.errors), None)
    return panel_or_page(request, "workbench/document.html", context, form=wrong)


def may_copy(request: ActorRequest, shown: DocumentPage) -> bool:
    """Tell whether a copy may be sent to the customer from here: of an invoice of which something is open, as from the file."""
    return (
        request.actor.passes(Permission.ACTION_SEND_TEMPLATE)
        and shown.card.kind == "invoice"
        and any(line.open_amount for line in shown.lines)
    )


@require_safe
def document(request: ActorRequest, document_id: int) -> HttpResponse:
    return page(request, document_id)


@require_POST
def dispatch_add(request: ActorRequest, document_id: int) -> HttpResponse:
    """Write down one sending of the document."""
    form = DispatchForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_shown_on(form):
            proof = form.cleaned_data.get("proof")
            sha256 = keep_proof(request.actor, document_id, proof) if proof else None
            on = creditors.today_of(request.actor, document_page(request.actor, document_id).card.creditor_id)
            ledger.record_dispatch(request.actor, form.facts(document_id, sha256), on=on)
            return said(request, redirect("workbench:document", document_id), _("Sending written down."))
    return page(request, document_id, dispatch_form=form)


@require_POST
def dispatch_withdraw(request: ActorRequest, document_id: int, dispatch_id: int) -> HttpResponse:
    ledger.withdraw_dispatch(request.actor, dispatch_id)
    return said(request, redirect("workbench:document", document_id), _("Sending withdrawn."))


@require_POST
def einvoice_settle(request: ActorRequest, document_id: int) -> HttpResponse:
    """Write down that what the platform told is settled: the invoice is chased again."""
    form = SettledForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            dunning.settle_e_invoice(request.actor, document_id, comment=form.cleaned_data["comment"])
            return said(request, redirect("workbench:document", document_id), _("Settled: the invoice is chased again."))
    return page(request, document_id, settled_form=form)


@require_POST
def file_attach(request: ActorRequest, document_id: int) -> HttpResponse:
    """Attach a file to the document."""
    form = InvoiceFileForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_shown_on(form):
            attach_upload(request.actor, document_id, form.cleaned_data["file"])
            return said(request, redirect("workbench:document", document_id), _("File attached."))
    return page(request, document_id, file_form=form)


@require_POST
def file_detach(request: ActorRequest, document_id: int, file_id: int) -> HttpResponse:
    ledger.detach_file(request.actor, file_id)
    return said(request, redirect("workbench:document", document_id), _("File taken back."))


@require_safe
def file_show(request: ActorRequest, document_id: int, sha256: str) -> HttpResponse:
    """Give a file of the document: shown when the browser may, else downloaded."""
    name, kept = evidence_file(request.actor, document_id, sha256)
    media_type = files.media_type(request.actor, kept)
    is_shown = media_type in SHOWN
    answer = HttpResponse(files.content(request.actor, kept), content_type=media_type if is_shown else "application/octet-stream")
    quoted = name.replace("\\", "_").replace('"', "_").encode("ascii", "replace").decode()
    answer.headers["Content-Disposition"] = f'{"inline" if is_shown else "attachment"}; filename="{quoted}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
