"""The portfolio: the aged balance with where dunning stands, kept up to date or reckoned for a past day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from encaisse.customers.rules import Filters, Page
from encaisse.dunning import queries as dunning
from encaisse.dunning.queries import Standing
from encaisse.kit.actor import Actor
from encaisse.ledger import queries as ledger
from encaisse.ledger.queries import BalanceRow, BalanceTotal

ATTRIBUTES = {
    "name": "name", "code": "code", "open": "open_amount", "overdue": "overdue_amount", "oldest": "oldest_due_date",
    "credit": "credit_amount", "not_due": "not_due_amount",
}  # fmt: skip
ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Portfolio:
    """One page of balances, the totals of the whole per currency, and where dunning stands with each customer of the page."""

    page: Page[BalanceRow]
    totals: list[BalanceTotal]
    standings: dict[int, Standing]

    @property
    def lines(self) -> list[tuple[BalanceRow, Standing | None]]:
        return [(row, self.standings.get(row.customer_id)) for row in self.page.rows]


def portfolio(actor: Actor, filters: Filters, *, at: date | None, sort: str, page: int, size: int) -> Portfolio:
    """Return the portfolio of today, or as it was at the end of a day."""
    if at is None:
        rows = ledger.balances(actor, filters=filters, sort=sort, page=page, size=size)
        return Portfolio(rows, ledger.balance_totals(actor, filters=filters), dunning.standings(actor, {row.customer_id for row in rows}))
    whole = sorted_rows(ledger.aged_balance_at(actor, on=at, filters=filters), sort)
    start = (page - 1) * size
    return Portfolio(Page(tuple(whole[start : start + size]), len(whole), page, size), totals_of(whole), {})


def whole_portfolio(actor: Actor, filters: Filters, *, at: date | None, sort: str) -> tuple[list[BalanceRow], dict[int, Standing]]:
    """Return every row, for an export."""
    if at is not None:
        return sorted_rows(ledger.aged_balance_at(actor, on=at, filters=filters), sort), {}
    rows = list(ledger.balances(actor, filters=filters, sort=sort, page=1, size=ALL))
    return rows, dunning.standings(actor, {row.customer_id for row in rows})


def sorted_rows(rows: Iterable[BalanceRow], sort: str) -> list[BalanceRow]:
    column = sort.removeprefix("-")

    def value(row: BalanceRow) -> tuple[bool, str | Decimal | date]:
        found = row.ages[int(column[-1]) - 1] if column.startswith("age_") else getattr(row, ATTRIBUTES[column])
        return found is not None, found or Decimal()

    return sorted(rows, key=value, reverse=sort.startswith("-"))


def totals_of(rows: Iterable[BalanceRow]) -> list[BalanceTotal]:
    by_currency = groupby(sorted(rows, key=lambda row: row.currency), key=lambda row: row.currency)
    return [total_of(currency, list(group)) for currency, group in by_currency]


def total_of(currency: str, rows: list[BalanceRow]) -> BalanceTotal:
    def summed(name: str) -> Decimal:
        return sum((getattr(row, name) for row in rows), Decimal())

    one, two, three, four, five, six = (sum((row.ages[place] for row in rows), Decimal()) for place in range(6))
    oldest = min((row.oldest_due_date for row in rows if row.oldest_due_date), default=None)
    return BalanceTotal(
        currency, len(rows), summed("open_amount"), summed("credit_amount"), summed("not_due_amount"), summed("overdue_amount"),
        (one, two, three, four, five, six), oldest, sum(row.item_count for row in rows),
    )  # fmt: skip
