"""The portfolio as a workbook: what the screen shows, filtered as it is."""

from django.http import FileResponse
from django.views.decorators.http import require_GET

from encaisse.creditors import queries as creditors
from encaisse.db import seeing_one_instant
from encaisse.kit.actor import Permission
from encaisse.ui.requests import ActorRequest
from encaisse.ui.workbooks import workbook
from encaisse.workbench import sheets
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.views.portfolio import portfolio_form, wanted_of, when_of


@require_GET
def portfolio_export(request: ActorRequest) -> FileResponse:
    """Export the aged balance, or a close, as filtered on screen."""
    request.actor.must(Permission.LIST_EXPORT)
    request.actor.must(Permission.INVOICE_VIEW)
    form, wanted, on = portfolio_form(request), wanted_of(request), agenda.today_of(request.actor)
    when = when_of(request, form)
    with seeing_one_instant(request.actor):
        cover = sheets.aged_balance_cover(request.actor, on=on, creditors=companies(request), told=form.told(), when=when)
        lists = sheets.aged_balance_sheets(request.actor, form.filters(), on=on, when=when, sort=wanted.order)
        return workbook(sheets.book_name(on, when), sheets.book_title(when), lists, cover=cover)


def companies(request: ActorRequest) -> str:
    return ", ".join(card.name for card in creditors.creditors_in_reach(request.actor))
