"""The portfolio for a workbook: every customer and every item of a list, as they come, in constant memory."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from encaisse.customers.rules import Filters
from encaisse.db import stream_sql
from encaisse.dunning.queries import Standing
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger import queries as ledger
from encaisse.ledger.queries import BalanceRow
from encaisse.ledger.queries.balances import parameters
from encaisse.workbench.queries import closes
from encaisse.workbench.queries.closes import ClosedRow
from encaisse.workbench.queries.portfolio import NOW, Line, When, closed_lines, lines, sorted_rows

AT_ONCE = 2000
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An open item as the detail of an aged balance tells it."""

    customer_id: int
    code: str
    name: str
    item_id: int
    kind: str
    number: str
    title: str
    issued_on: date
    order_reference: str
    due_date: date
    currency: str
    amount: Decimal
    open_amount: Decimal
    collector_id: int | None
    salesperson_id: int | None
    last_level: int | None
    last_ended_on: date | None
    standing: Standing | None
    dispute_reason: str
    dispute_due_on: date | None
    outlook: str
    comment: str
    expected_on: date | None
    expected_amount: Decimal | None
    written_on: date | None
    written_by_name: str

    @property
    def reference(self) -> str:
        return self.number or self.title or f"{self.kind} {self.issued_on:%d/%m/%Y}"


def customer_lines(actor: Actor, filters: Filters, *, when: When = NOW, sort: str = "-overdue") -> Iterator[Line]:
    """Yield every line of the portfolio; needs a transaction."""
    if when.close:
        asked = closes.closed_parameters(actor, when.close.id, filters)
        rows = stream_sql("workbench.closed_balances", sort=sort, limit=None, offset=0, **asked)
        closed = (ClosedRow(BalanceRow._make(row[:-1]), row.comment_id) for row in rows)
        yield from in_batches(closed, lambda batch: closed_lines(actor, batch))
    elif when.at:
        yield from (Line(row, None, None) for row in sorted_rows(ledger.aged_balance_at(actor, on=when.at, filters=filters), sort))
    else:
        yield from in_batches(ledger.every_balance(actor, filters=filters, sort=sort), lambda batch: lines(actor, batch))


def in_batches(rows: Iterator[Row], dressed: Callable[[Iterable[Row]], list[Line]]) -> Iterator[Line]:
    while batch := list(islice(rows, AT_ONCE)):
        yield from dressed(batch)


def item_lines(actor: Actor, filters: Filters, *, when: When = NOW) -> Iterator[ItemLine]:
    """Yield every item behind the lines of the portfolio; needs a transaction. Comments are for who may read notes."""
    reads = actor.may(Permission.NOTE_VIEW) is not None
    if when.close:
        rows = stream_sql("workbench.export_closed_items", **closes.closed_parameters(actor, when.close.id, filters))
    elif when.at:
        rows = stream_sql("workbench.export_items_at", on=when.at, known_at=None, **parameters(actor, filters))
    else:
        rows = stream_sql("workbench.export_items", **parameters(actor, filters))
    return (item_line(row, reads=reads) for row in rows)


def item_line(row: Any, *, reads: bool) -> ItemLine:
    standing = Standing(row.customer_id, row.customer_id, row.verdict, row.reason, row.until_on, row.channel, row.level, row.state, None)
    said = (row.outlook, row.comment, row.expected_on, row.expected_amount, row.written_on, row.written_by_name)
    unsaid = ("", "", None, None, None, "")
    told: tuple[Any, ...] = (
        *row[: row._fields.index("verdict")], standing if row.verdict else None, row.dispute_reason, row.dispute_due_on,
        *(said if reads else unsaid),
    )  # fmt: skip
    return ItemLine(*told)
