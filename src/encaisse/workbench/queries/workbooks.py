"""The statement of account as a workbook, in the customer's language."""

from typing import IO

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.queries import OpenItemRow
from encaisse.ui.exports import Column, Kind, write_xlsx
from encaisse.workbench.queries.statement import Statement


def write_statement(actor: Actor, shown: Statement, file: IO[bytes]) -> int:
    """Write the workbook of a statement; return how many items it lists."""
    actor.must(Permission.INVOICE_VIEW)
    customer = shown.writing.customer
    notes = [(_("Customer"), f"{customer.code} {customer.name}"), (_("On"), shown.on), (_("Company"), shown.writing.creditor.name)]
    with translation.override(shown.content.language):
        return write_xlsx(file, _("Statement of account"), columns(shown), shown.items, notes=notes)


def columns(shown: Statement) -> list[Column]:
    summed = len(shown.balances) == 1

    def days_late(item: OpenItemRow) -> int | None:
        return max((shown.on - item.due_date).days, 0) if item.open_amount > 0 else None

    return [
        Column(_("Reference"), "reference"),
        Column(_("Order"), "order_reference", width=18),
        Column(_("Issued on"), "issued_on", Kind.DAY),
        Column(_("Due date"), "due_date", Kind.DAY),
        Column(_("Days late"), days_late, Kind.NUMBER),
        Column(_("Amount"), "amount", Kind.MONEY),
        Column(_("Still open"), "open_amount", Kind.MONEY, total=summed),
        Column(_("Currency"), "currency", width=8),
    ]
