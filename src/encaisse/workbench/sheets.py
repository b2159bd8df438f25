"""The aged balance as a workbook: by customer, by item, and a cover an auditor can hold against both."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from encaisse.customers.rules import Filters
from encaisse.dunning.templatetags.dunning import level_name
from encaisse.dunning.templatetags.dunning import reason_name as dunning_reason
from encaisse.kit.actor import Actor
from encaisse.ledger.rules.ages import age_of
from encaisse.people import queries as people
from encaisse.ui.exports import Column, Kind, Notes
from encaisse.ui.formats import day_text
from encaisse.ui.workbooks import Sheet
from encaisse.workbench.queries import exports
from encaisse.workbench.queries.closes import CloseView
from encaisse.workbench.queries.compares import every_moved_customer
from encaisse.workbench.queries.exports import ItemLine
from encaisse.workbench.queries.idle import IdleRow
from encaisse.workbench.queries.portfolio import NOW, When
from encaisse.workbench.templatetags.portfolio import standing_words
from encaisse.workbench.templatetags.review_words import deed_name, duty_words, outlook_name
from encaisse.workbench.templatetags.words import AGES
from encaisse.workbench.templatetags.workbench import reason_name, segment_name

Names = Mapping[int, str]
KINDS = {
    "invoice": _("Invoice"), "credit_note": _("Credit note"), "deposit": _("Deposit"), "payment": _("Payment"), "bill": _("Bill"),
    "opening": _("Opening balance"), "returned_payment": _("Returned payment"), "other": _("Other document"),
}  # fmt: skip


def aged_balance_sheets(actor: Actor, filters: Filters, *, on: date, when: When = NOW, sort: str = "-overdue") -> list[Sheet]:
    """Return the two lists of an aged balance; their rows are read while they are written, in one transaction."""
    names = people.names(actor)
    day = when.day or on
    by_customer, by_item = customer_columns(names, when), item_columns(names, when, on=day)
    return [
        Sheet(_("By customer"), by_customer, exports.customer_lines(actor, filters, when=when, sort=sort), *places(by_customer)),
        Sheet(_("By item"), by_item, exports.item_lines(actor, filters, when=when), *places(by_item)),
    ]


def places(columns: list[Column]) -> tuple[int, int]:
    """Return where the currency stands, and the net amount that both lists must agree on."""
    currency = next(place for place, column in enumerate(columns) if column.source == "currency" or column.heading == _("Currency"))
    return currency, next(place for place, column in enumerate(columns) if column.heading in {_("Net outstanding"), _("Still open")})


def customer_columns(names: Names, when: When) -> list[Column]:
    now = not when.is_past
    return [
        Column(_("Code"), lambda line: line.row.code, width=12),
        Column(_("Customer"), lambda line: line.row.name),
        Column(_("Segment"), lambda line: str(segment_name(line.row.segment)), width=18),
        Column(_("Collector"), lambda line: names.get(line.row.collector_id or 0, ""), width=18),
        Column(_("Salesperson"), lambda line: names.get(line.row.salesperson_id or 0, ""), width=18),
        *([Column(_("Next"), lambda line: standing_words(line.standing), width=34)] if now else []),
        Column(_("Currency"), lambda line: line.row.currency, width=8),
        Column(_("Not due"), lambda line: line.row.not_due_amount, Kind.MONEY, total=True),
        *(Column(words, age_at(place), Kind.MONEY, total=True) for place, words in enumerate(AGES)),
        Column(_("Overdue"), lambda line: line.row.overdue_amount, Kind.MONEY, total=True),
        Column(_("Credits"), lambda line: line.row.credit_amount, Kind.MONEY, total=True),
        Column(_("Net outstanding"), lambda line: line.row.open_amount, Kind.MONEY, total=True),
        Column(_("Oldest due date"), lambda line: line.row.oldest_due_date, Kind.DAY),
        Column(_("Items"), lambda line: line.row.item_count, Kind.NUMBER, total=True),
        *([] if when.at else review_columns(lambda line: line.review)),
    ]


def age_at(place: int) -> Any:
    return lambda line: line.row.ages[place]


def review_columns(review_of: Any) -> list[Column]:
    def told(name: str) -> Any:
        return lambda line: getattr(review_of(line), name, None)

    return [
        Column(_("Outlook"), lambda line: str(outlook_name(told("outlook")(line) or "")), width=12),
        Column(_("Review comment"), told("body"), width=44),
        Column(_("Expected on"), told("expected_on"), Kind.DAY),
        Column(_("Expected amount"), told("expected_amount"), Kind.MONEY),
        Column(_("Commented on"), told("written_on"), Kind.DAY),
        Column(_("Commented by"), told("written_by_name"), width=18),
    ]


def item_columns(names: Names, when: When, *, on: date) -> list[Column]:
    return [
        Column(_("Code"), "code", width=12),
        Column(_("Customer"), "name"),
        Column(_("Reference"), "reference", width=18),
        Column(_("Kind"), lambda item: str(KINDS.get(item.kind, item.kind)), width=14),
        Column(_("Order"), "order_reference", width=16),
        Column(_("Issued on"), "issued_on", Kind.DAY),
        Column(_("Due date"), "due_date", Kind.DAY),
        Column(_("Days late"), lambda item: max((on - item.due_date).days, 0) if item.open_amount > 0 else None, Kind.NUMBER),
        Column(_("Age"), lambda item: age_words(item, on=on), width=12),
        Column(_("Currency"), "currency", width=8),
        Column(_("Amount"), "amount", Kind.MONEY),
        Column(_("Still open"), "open_amount", Kind.MONEY, total=True),
        Column(_("Collector"), lambda item: names.get(item.collector_id or 0, ""), width=18),
        *([] if when.is_past else dunning_columns()),
        *([] if when.at else item_review_columns()),
    ]


def age_words(item: ItemLine, *, on: date) -> str:
    late = (on - item.due_date).days
    if item.open_amount < 0:
        return gettext("Credit")
    return str(AGES[age_of(late) - 1]) if late > 0 else gettext("Not due")


def dunning_columns() -> list[Column]:
    return [
        Column(_("Level"), lambda item: str(level_name(item.last_level)) if item.last_level is not None else "", width=14),
        Column(_("Last action"), "last_ended_on", Kind.DAY),
        Column(_("Next action"), lambda item: standing_words(item.standing), width=34),
        Column(_("Dispute"), lambda item: reason_name(item.dispute_reason) if item.dispute_reason else "", width=28),
        Column(_("Answer due on"), "dispute_due_on", Kind.DAY),
    ]


def item_review_columns() -> list[Column]:
    return [
        Column(_("Outlook"), lambda item: str(outlook_name(item.outlook)), width=12),
        Column(_("Review comment"), "comment", width=44),
        Column(_("Expected on"), "expected_on", Kind.DAY),
        Column(_("Expected amount"), "expected_amount", Kind.MONEY),
        Column(_("Commented on"), "written_on", Kind.DAY),
        Column(_("Commented by"), "written_by_name", width=18),
    ]


def aged_balance_cover(actor: Actor, *, on: date, creditors: str, told: Notes, when: When = NOW) -> Notes:
    """Say of whom, of which day and known since when, filtered how, and who asked."""
    known: list[tuple[Any, Any]] = []
    if when.close:
        known = [
            (_("Closed, known at"), when.close.known_at),
            (_("Closed by"), when.close.made_by_name),
            (_("Fingerprint"), when.close.sha256),
        ]
    elif when.at:
        known = [(_("Known"), gettext("today, including what was recorded since"))]
    return [
        (_("Company"), creditors),
        (_("At the end of") if when.is_past else _("On"), when.day or on),
        *known,
        *(told or [(_("Filters"), gettext("none: everything in reach"))]),
        (_("Amounts"), gettext("by due date; credits apart, negative; two currencies are never added")),
        (_("Exported by"), actor.name),
    ]


def book_name(on: date, when: When) -> str:
    return f"{'arrete' if when.close else 'balance-agee'}-{(when.day or on).isoformat()}"


def book_title(when: When) -> str:
    if when.close:
        return gettext("Portfolio closed at %(day)s") % {"day": day_text(when.close.closed_on)}
    return gettext("Aged balance")


def moved_sheet(actor: Actor, before: CloseView, after: CloseView) -> Sheet:
    """Return the list of the customers whose balance moved from one close to the next."""
    was, now = day_text(before.closed_on, "short"), day_text(after.closed_on, "short")
    columns = [
        Column(_("Code"), "code", width=12),
        Column(_("Customer"), "name"),
        Column(_("Currency"), "currency", width=8),
        Column(gettext("Net at %(day)s") % {"day": was}, "open_before", Kind.MONEY, total=True),
        Column(gettext("Net at %(day)s") % {"day": now}, "open_after", Kind.MONEY, total=True),
        Column(_("Net moved"), "open_moved", Kind.MONEY, total=True),
        Column(gettext("Overdue at %(day)s") % {"day": was}, "overdue_before", Kind.MONEY, total=True),
        Column(gettext("Overdue at %(day)s") % {"day": now}, "overdue_after", Kind.MONEY, total=True),
        Column(_("Overdue moved"), "overdue_moved", Kind.MONEY, total=True),
    ]
    return Sheet(_("What moved"), columns, every_moved_customer(actor, before.id, after.id), currency=2, checked=5)


def idle_sheet(names: Names, rows: Iterable[IdleRow]) -> Sheet:
    """Return the list of the customers late and left alone."""
    columns = [
        Column(_("Code"), "code", width=12),
        Column(_("Customer"), "name"),
        Column(_("Who should act"), lambda row: duty_words(row, names), width=26),
        Column(_("Last action"), lambda row: str(deed_name(row.last_deed)) if row.last_deed else gettext("never"), width=18),
        Column(_("Last action on"), "last_deed_on", Kind.DAY),
        Column(_("Oldest due date"), "oldest_due_date", Kind.DAY),
        Column(_("Days late"), "days_late", Kind.NUMBER),
        Column(_("Currency"), "currency", width=8),
        Column(_("Overdue"), "overdue_amount", Kind.MONEY, total=True),
        Column(_("Dunning says"), lambda row: str(dunning_reason(row.reason)) if row.reason else "", width=28),
        Column(pgettext_lazy("hold", "Until"), "until_on", Kind.DAY),
    ]
    return Sheet(_("Late without action"), columns, rows, currency=7, checked=8)
