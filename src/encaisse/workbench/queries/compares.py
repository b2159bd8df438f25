"""Two closes of one company side by side: what moved by age, which items are new, settled or reduced, and for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from encaisse.customers.queries import is_of_whole_creditors, scope_parameters
from encaisse.customers.rules import Page
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.workbench.queries.closes import CloseView, close
from encaisse.workbench.rules.closes import Moved, Movement, NothingToCompare

PLACES = ("not_due", "age_1", "age_2", "age_3", "age_4", "age_5", "age_6", "overdue", "credit", "open")
ALL = 10_000_000


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure at two closes."""

    place: str
    before: Decimal
    after: Decimal

    @property
    def moved(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class ComparedCurrency:
    currency: str
    customers_before: int
    customers_after: int
    figures: tuple[Compared, ...]
    movements: dict[Movement, Moved]


@dataclass(frozen=True, slots=True)
class MovedCustomer:
    """A customer whose balance moved from one close to the next."""

    customer_id: int
    creditor_id: int
    code: str
    name: str
    currency: str
    open_before: Decimal
    open_after: Decimal
    overdue_before: Decimal
    overdue_after: Decimal
    comment_id: int | None

    @property
    def open_moved(self) -> Decimal:
        return self.open_after - self.open_before

    @property
    def overdue_moved(self) -> Decimal:
        return self.overdue_after - self.overdue_before


def pair(actor: Actor, before_id: int, after_id: int) -> tuple[CloseView, CloseView]:
    """Return two closes of one company, the earlier one first."""
    one, other = close(actor, before_id), close(actor, after_id)
    if one.creditor_id != other.creditor_id or one.id == other.id:
        raise NothingToCompare
    return (one, other) if one.closed_on < other.closed_on else (other, one)


def comparison(actor: Actor, before_id: int, after_id: int) -> list[ComparedCurrency]:
    """Return what two closes add up to, by age, and what became of their items: one entry per currency."""
    asked = asked_of(actor, before_id, after_id)
    moved: dict[str, dict[Movement, Moved]] = {}
    whole = is_of_whole_creditors(asked)
    for row in run_sql("workbench.compare_items_whole" if whole else "workbench.compare_items", **asked):
        moved.setdefault(row.currency, {})[Movement(row.movement)] = Moved(row.items, row.amount)
    return [
        ComparedCurrency(
            row.currency, row.customers_before, row.customers_after,
            tuple(Compared(place, getattr(row, f"{place}_before"), getattr(row, f"{place}_after")) for place in PLACES),
            moved.get(row.currency, {}),
        )
        for row in run_sql("workbench.compare_ages", **asked)
    ]  # fmt: skip


def moved_customers(actor: Actor, before_id: int, after_id: int, *, sort: str = "", page: int = 1, size: int = 50) -> Page[MovedCustomer]:
    """Return one page of the customers whose balance moved."""
    rows = run_sql("workbench.compare_customers", sort=sort, limit=size, offset=(page - 1) * size, **asked_of(actor, before_id, after_id))
    return Page(tuple(MovedCustomer(*row[:-1]) for row in rows), rows[0].total if rows else 0, page, size)


def every_moved_customer(actor: Actor, before_id: int, after_id: int, *, sort: str = "") -> Iterator[MovedCustomer]:
    """Yield all of them, for an export."""
    yield from moved_customers(actor, before_id, after_id, sort=sort, size=ALL)


def asked_of(actor: Actor, before_id: int, after_id: int) -> dict[str, Any]:
    before, after = pair(actor, before_id, after_id)
    return {"before_id": before.id, "after_id": after.id, **scope_parameters(actor, Permission.INVOICE_VIEW)}
