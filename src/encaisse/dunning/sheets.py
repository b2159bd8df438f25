"""What is not dunned as a workbook: the lines, the same by reason, collector and age, and the accounts as the ledger tells them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from encaisse.creditors import queries as creditors
from encaisse.dunning import queries
from encaisse.dunning.rules.left_alone import Axis, Chosen, LeftAlone, groups
from encaisse.dunning.templatetags.dunning import hold_reason_name, reason_name, reason_words
from encaisse.dunning.templatetags.left_alone import AXES, age_days, group_name
from encaisse.kit.actor import Actor
from encaisse.ui.exports import Column, Kind, Notes
from encaisse.ui.formats import day_text
from encaisse.ui.workbooks import Sheet

Holds = Mapping[int, list[queries.HoldBeside]]


def left_alone_sheets(actor: Actor, rows: Sequence[queries.NotDunned], *, on: date) -> list[Sheet]:
    holds = queries.holds_beside(actor, [row.payer_id for row in rows], on=on)
    names = {row.collector_id: row.collector_name for row in rows}
    lines = [LeftAlone(row.reason, row.collector_id, row.days_late, row.overdue_amount, row.currency) for row in rows]
    return [lines_sheet(rows, holds), *(axis_sheet(axis, lines, names) for axis in Axis), accounts_sheet(actor, rows)]


def lines_sheet(rows: Sequence[queries.NotDunned], holds: Holds) -> Sheet:
    columns = [
        Column(_("Code"), "code", width=12),
        Column(_("Customer"), "name"),
        Column(_("Why"), lambda row: str(reason_name(row.reason))),
        Column(_("In words"), lambda row: reason_words(row.detail), width=70),
        Column(pgettext_lazy("hold", "Until"), "until_on", Kind.DAY),
        Column(_("Holds set by people"), lambda row: holds_told(holds.get(row.payer_id, [])), width=50),
        Column(_("Days late"), "days_late", Kind.NUMBER),
        Column(_("Oldest due date"), "oldest_due_date", Kind.DAY),
        Column(_("Overdue"), "overdue_amount", Kind.MONEY, total=True),
        Column(_("Currency"), "currency", width=8),
        Column(_("Collector"), "collector_name"),
    ]
    return Sheet(_("What is not chased"), columns, rows, currency=9, checked=8)


def holds_told(holds: Sequence[queries.HoldBeside]) -> str:
    """Say each hold: its reason, its end, who set it."""
    told = (", ".join(filter(None, (str(hold_reason_name(each.reason)), day_text(each.until_on), each.set_by_name))) for each in holds)
    return "; ".join(told)


def axis_sheet(axis: Axis, lines: Sequence[LeftAlone], names: Mapping[int | None, str]) -> Sheet:
    def name_of(row: Any) -> str:
        return group_name(axis, row[0][0], names.get(int(row[0][0]), "") if axis is Axis.OWNER else "")

    columns = [
        Column(AXES[axis], name_of, width=36),
        Column(_("Lines"), lambda row: row[1][0], Kind.NUMBER, total=True),
        Column(_("Overdue"), lambda row: row[1][1], Kind.MONEY, total=True),
        Column(_("Currency"), lambda row: row[0][1], width=8),
    ]
    return Sheet(AXES[axis], columns, sorted(groups(lines, axis).items()), currency=3, checked=2)


def accounts_sheet(actor: Actor, rows: Sequence[queries.NotDunned]) -> Sheet:
    shown = {(row.payer_id, row.currency) for row in rows}
    accounts = queries.overdue_accounts(actor, {row.payer_id for row in rows})
    columns = [
        Column(_("Payer"), "payer_code", width=12),
        Column(_("Name of the payer"), "payer_name"),
        Column(_("Code"), "code", width=12),
        Column(_("Customer"), "name"),
        Column(_("Oldest due date"), "oldest_due_date", Kind.DAY),
        Column(_("Overdue"), "overdue_amount", Kind.MONEY, total=True),
        Column(_("Currency"), "currency", width=8),
    ]
    return Sheet(
        _("Overdue in the ledger"), columns, [each for each in accounts if (each.payer_id, each.currency) in shown], currency=6, checked=5
    )


def left_alone_cover(actor: Actor, rows: Sequence[queries.NotDunned], chosen: Chosen, *, on: date) -> Notes:
    """Say of which day, what was chosen, and who asked."""
    told: list[tuple[Any, Any]] = []
    if chosen.creditor is not None:
        told.append((_("Company"), creditors.creditor(actor, chosen.creditor).name))
    if chosen.reason:
        told.append((_("Reason"), str(reason_name(chosen.reason))))
    if chosen.owner is not None:
        names = {row.collector_id or 0: row.collector_name for row in rows}
        told.append((_("Collector"), group_name(Axis.OWNER, str(chosen.owner), names.get(chosen.owner, ""))))
    if chosen.age is not None:
        told.append((_("Age"), age_days(chosen.age)))
    if chosen.ends_by:
        told.append((_("Ends by"), chosen.ends_by))
    return [
        (_("On"), on),
        *(told or [(_("Filters"), gettext("none: everything in reach"))]),
        (_("Amounts"), gettext("overdue by payer and currency; two currencies are never added")),
        (_("Exported by"), actor.name),
    ]
