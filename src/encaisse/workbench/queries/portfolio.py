"""The portfolio: the aged balance with where dunning stands and what was said last; of now, of a past day, or as it was closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from encaisse.customers.rules import Filters, Page
from encaisse.db import run_sql
from encaisse.dunning import queries as dunning
from encaisse.dunning.queries import Standing
from encaisse.kit.actor import Actor
from encaisse.ledger import queries as ledger
from encaisse.ledger.queries import BalanceGroup, BalanceRow, BalanceTotal
from encaisse.workbench.queries import closes, reviews
from encaisse.workbench.queries.closes import ClosedRow, CloseView
from encaisse.workbench.queries.reviews import ReviewView
from encaisse.workbench.rules.portfolio import Grouping

ATTRIBUTES = {
    "name": "name", "code": "code", "open": "open_amount", "overdue": "overdue_amount", "oldest": "oldest_due_date",
    "credit": "credit_amount", "not_due": "not_due_amount",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class When:
    """Which portfolio: a close, the end of a past day as known now, or, without either, the one of now."""

    at: date | None = None
    close: CloseView | None = None

    @property
    def is_past(self) -> bool:
        return self.at is not None or self.close is not None

    @property
    def day(self) -> date | None:
        return self.close.closed_on if self.close else self.at


NOW = When()


@dataclass(frozen=True, slots=True)
class Line:
    """A balance, where dunning stands with the customer, and what was said last at a review."""

    row: BalanceRow
    standing: Standing | None
    review: ReviewView | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """One page of lines, or the groups they make, and the totals of the whole per currency."""

    page: Page[Line]
    totals: list[BalanceTotal]
    groups: tuple[BalanceGroup, ...] = ()


def portfolio(actor: Actor, filters: Filters, *, when: When = NOW, sort: str, page: int, size: int) -> Portfolio:
    """Return one page of the portfolio."""
    if when.close:
        found = closes.closed_balances(actor, when.close.id, filters=filters, sort=sort, page=page, size=size)
        totals = closes.closed_totals(actor, when.close.id, filters=filters)
        return Portfolio(Page(tuple(closed_lines(actor, found)), found.count, page, size), totals)
    if when.at is None:
        totals = ledger.balance_totals(actor, filters=filters)
        rows = ledger.balances(actor, filters=filters, sort=sort, page=page, size=size, count=customers_in(totals))
        return Portfolio(Page(tuple(lines(actor, rows)), rows.count, page, size), totals)
    whole = sorted_rows(ledger.aged_balance_at(actor, on=when.at, filters=filters), sort)
    start = (page - 1) * size
    shown = tuple(Line(row, None, None) for row in whole[start : start + size])
    return Portfolio(Page(shown, len(whole), page, size), totals_of(whole))


def lines(actor: Actor, rows: Iterable[BalanceRow]) -> list[Line]:
    shown = list(rows)
    ids = {row.customer_id for row in shown}
    standings, said = dunning.standings(actor, ids), reviews.latest_reviews(actor, ids)
    return [Line(row, standings.get(row.customer_id), said.get(row.customer_id)) for row in shown]


def closed_lines(actor: Actor, rows: Iterable[ClosedRow]) -> list[Line]:
    shown = list(rows)
    said = reviews.reviews(actor, {each.comment_id for each in shown if each.comment_id})
    return [Line(each.balance, None, said.get(each.comment_id or 0)) for each in shown]


def grouped(actor: Actor, filters: Filters, *, grouping: str, when: When = NOW) -> Portfolio:
    """Return the groups of the portfolio, without lines."""
    found = tuple(groups(actor, filters, grouping=grouping, when=when))
    totals = totals_of(each.total for each in found)
    return Portfolio(Page((), customers_in(totals), 1, 1), totals, found)


def groups(actor: Actor, filters: Filters, *, grouping: str, when: When = NOW) -> list[BalanceGroup]:
    """Return the subtotals of the portfolio, one per group and currency, the most overdue first."""
    if when.close:
        asked = closes.closed_parameters(actor, when.close.id, filters)
        return [BalanceGroup.read(row) for row in run_sql("workbench.closed_groups", grouping=grouping, **asked)]
    if when.at is None:
        return ledger.balance_groups(actor, grouping=grouping, filters=filters)
    found: dict[str, list[BalanceRow]] = {}
    for row in ledger.aged_balance_at(actor, on=when.at, filters=filters):
        found.setdefault(key_of(row, Grouping(grouping)), []).append(row)
    subtotals = [BalanceGroup(key, total) for key, rows in found.items() for total in totals_of(rows)]
    return sorted(subtotals, key=lambda group: (-group.total.overdue_amount, group.key, group.total.currency))


def key_of(row: BalanceRow, grouping: Grouping) -> str:
    """Return the key of a balance of a past day, which knows neither groups nor regions of then: those stay together."""
    attribute = {
        Grouping.COLLECTOR: "collector_id", Grouping.SALESPERSON: "salesperson_id", Grouping.SEGMENT: "segment",
        Grouping.CREDITOR: "creditor_id",
    }.get(grouping)  # fmt: skip
    return str(getattr(row, attribute) or 0) if attribute else "0"


def sorted_rows(rows: Iterable[BalanceRow], sort: str) -> list[BalanceRow]:
    column = sort.removeprefix("-")

    def value(row: BalanceRow) -> tuple[bool, str | Decimal | date]:
        found = row.ages[int(column[-1]) - 1] if column.startswith("age_") else getattr(row, ATTRIBUTES[column])
        return found is not None, found or Decimal()

    return sorted(rows, key=value, reverse=sort.startswith("-"))


def totals_of(parts: Iterable[BalanceRow | BalanceTotal]) -> list[BalanceTotal]:
    """Add balances, or subtotals, up: one total per currency."""
    by_currency = groupby(sorted(parts, key=lambda part: part.currency), key=lambda part: part.currency)
    return [total_of(currency, list(group)) for currency, group in by_currency]


def total_of(currency: str, parts: list[BalanceRow | BalanceTotal]) -> BalanceTotal:
    def summed(name: str) -> Decimal:
        return sum((getattr(part, name) for part in parts), Decimal())

    one, two, three, four, five, six = (sum((part.ages[place] for part in parts), Decimal()) for place in range(6))
    oldest = min((part.oldest_due_date for part in parts if part.oldest_due_date), default=None)
    return BalanceTotal(
        currency, customers_in(parts), summed("open_amount"), summed("credit_amount"), summed("not_due_amount"),
        summed("overdue_amount"), (one, two, three, four, five, six), oldest, sum(part.item_count for part in parts),
    )  # fmt: skip


def customers_in(parts: Iterable[BalanceRow | BalanceTotal]) -> int:
    return sum(part.customers if isinstance(part, BalanceTotal) else 1 for part in parts)
