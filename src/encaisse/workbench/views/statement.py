"""The statement of account: to look at, to download, to send. A service message: no scenario moves."""

from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from encaisse.kit.actor import Permission
from encaisse.kit.refusals import Refusal
from encaisse.ui.exports import XLSX
from encaisse.ui.formats import refusal_text
from encaisse.ui.htmx import panel_or_page, refusals_shown_on
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.actions import Duplicates, send_duplicates, send_statement
from encaisse.workbench.forms.writing import StatementForm, new_key
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries.statement import Statement, statement_pdf
from encaisse.workbench.queries.statement import statement as statement_of
from encaisse.workbench.queries.workbooks import write_statement
from encaisse.workbench.views.common import customer_of, done
from encaisse.workbench.views.gestures import complained, ticked

PDF = "application/pdf"


def statement(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Show what a statement says and whom it would reach; send it."""
    found = customer_of(request, customer_id)
    today = agenda.today_of(request.actor, found)
    form = StatementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.actor.must(Permission.ACTION_SEND_TEMPLATE)
        with refusals_shown_on(form):
            send_statement(request.actor, customer_id, on=today, **form.cleaned_data)
        if not form.errors:
            by_mail = form.cleaned_data["channel"] == "email"
            return done(
                request, gettext("Statement sent.") if by_mail else gettext("Statement put with the letters to print."), customer_id
            )
    shown = {channel: statement_of(request.actor, customer_id, on=today, channel=channel) for channel in ("email", "letter")}
    return panel_or_page(request, "workbench/statement.html", panel(request, shown, form), form=form if form.is_bound else None)


def panel(request: ActorRequest, shown: dict[str, Statement], form: StatementForm) -> dict[str, Any]:
    by_mail = shown["email"]
    return {
        "customer": by_mail.writing.customer, "statement": by_mail, "form": form,
        "reach": by_mail.writing.reach, "postal": shown["letter"].content.customer.address,
        "may_send": request.actor.passes(Permission.ACTION_SEND_TEMPLATE), "may_export": request.actor.passes(Permission.LIST_EXPORT),
    }  # fmt: skip


def chosen(request: ActorRequest, customer_id: int) -> Statement:
    found = customer_of(request, customer_id)
    return statement_of(request.actor, customer_id, on=agenda.today_of(request.actor, found))


@require_GET
def statement_as_pdf(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Download the statement as the customer would receive it."""
    request.actor.must(Permission.LIST_EXPORT)
    shown = chosen(request, customer_id)
    headers = {"Content-Disposition": f'inline; filename="{shown.name}.pdf"'}
    return HttpResponse(statement_pdf(request.actor, shown), content_type=PDF, headers=headers)


@require_GET
def statement_as_workbook(request: ActorRequest, customer_id: int) -> FileResponse:
    request.actor.must(Permission.LIST_EXPORT)
    shown = chosen(request, customer_id)
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    write_statement(request.actor, shown, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{shown.name}.xlsx", content_type=XLSX)


@require_POST
def duplicates(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Send copies of the ticked invoices, and say which are not stored."""
    request.actor.must(Permission.ACTION_SEND_TEMPLATE)
    today = agenda.today_of(request.actor, customer_of(request, customer_id))
    try:
        told = send_duplicates(request.actor, customer_id, ticked(request.POST), on=today, key=new_key())
    except Refusal as refusal:
        return complained(request, refusal_text(refusal, gettext), customer_id)
    return done(request, words_of(told), customer_id)


def words_of(told: Duplicates) -> str:
    sent = gettext("Copy of %(references)s sent to %(address)s.") % {"references": ", ".join(told.sent), "address": told.recipient}
    asked = gettext("%(references)s: no file is stored, a task asks order administration for it.") % {"references": ", ".join(told.missing)}
    return " ".join([*([sent] if told.sent else []), *([asked] if told.missing else [])])
