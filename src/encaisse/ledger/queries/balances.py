"""The aged balance: live, of a past day, and maintained."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q

from encaisse.customers.queries import in_scope, scope_parameters
from encaisse.customers.rules import Filters, Page
from encaisse.db import run_sql, run_sql_as, stream_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.money import Money
from encaisse.ledger.models import CustomerBalance
from encaisse.ledger.queries.items import about

Ages = tuple[Decimal, Decimal, Decimal, Decimal, Decimal, Decimal]


class BalanceRow(NamedTuple):
    """What a customer owes in one currency, by age. `open_amount` is net; credits are apart, and negative.

    The fields are the columns of the statements, in their order: a live balance has a hundred thousand rows.
    """

    customer_id: int
    creditor_id: int
    code: str
    name: str
    currency: str
    open_amount: Decimal
    credit_amount: Decimal
    not_due_amount: Decimal
    overdue_amount: Decimal
    age_1: Decimal
    age_2: Decimal
    age_3: Decimal
    age_4: Decimal
    age_5: Decimal
    age_6: Decimal
    oldest_due_date: date | None
    item_count: int
    collector_id: int | None
    salesperson_id: int | None
    segment: str
    aged_on: date

    @property
    def ages(self) -> Ages:
        return self.age_1, self.age_2, self.age_3, self.age_4, self.age_5, self.age_6

    @property
    def overdue(self) -> Money:
        return Money(self.overdue_amount, self.currency)

    @property
    def net(self) -> Money:
        return Money(self.open_amount, self.currency)


@dataclass(frozen=True, slots=True)
class BalanceTotal:
    currency: str
    customers: int
    open_amount: Decimal
    credit_amount: Decimal
    not_due_amount: Decimal
    overdue_amount: Decimal
    ages: Ages
    oldest_due_date: date | None
    item_count: int

    @classmethod
    def read(cls, row: Any) -> "BalanceTotal":
        """Build a total from the columns of a statement that adds balances up."""
        return cls(
            row.currency, row.customers, row.open_amount, row.credit_amount, row.not_due_amount, row.overdue_amount,
            (row.age_1, row.age_2, row.age_3, row.age_4, row.age_5, row.age_6), row.oldest_due_date, row.item_count,
        )  # fmt: skip


SORTS = frozenset(
    sign + name
    for sign in ("", "-")
    for name in ("name", "code", "city", "open", "overdue", "oldest", "credit", "not_due", *(f"age_{age}" for age in range(1, 7)))
)
OF_CUSTOMERS = frozenset({"name", "code", "city"})  # orders that the balances alone do not have


def aged_balance(actor: Actor, *, on: date, filters: Filters | None = None) -> list[BalanceRow]:
    """Return what is open now, by customer and currency, aged on a day."""
    return run_sql_as(BalanceRow._make, "ledger.aged_balance", on=on, **parameters(actor, filters))


def aged_balance_at(actor: Actor, *, on: date, known_at: datetime | None = None, filters: Filters | None = None) -> list[BalanceRow]:
    """Return what was open at the end of a day, as known at an instant (as known now, when none is given), aged on that day."""
    return run_sql_as(BalanceRow._make, "ledger.aged_balance_at", on=on, known_at=known_at, **parameters(actor, filters))


def balances(
    actor: Actor, *, filters: Filters | None = None, sort: str = "-overdue", page: int = 1, size: int = 50, count: int | None = None
) -> Page[BalanceRow]:
    """Return one page of the maintained balances; whoever has their totals knows their `count`."""
    asked = parameters(actor, filters)
    order = sort if sort in SORTS else "-overdue"
    if count is None:
        count = run_sql(statement_for("ledger.balance_count", asked), **asked)[0].count
    rows = run_sql_as(
        BalanceRow._make, page_statement(asked, order, page * size, count), sort=order, limit=size, offset=(page - 1) * size, **asked
    )
    return Page(tuple(rows), count, page, size)


MANY = 2_000  # found by the words typed: their first pages are met sooner in the order asked than by sorting them all


def page_statement(asked: dict[str, Any], order: str, until: int, count: int) -> str:
    """Return the statement that meets a page soonest, which ends at the row `until` of `count`."""
    walked = count > max(MANY, 10 * until) if asked["words"] else order.removeprefix("-") in OF_CUSTOMERS
    return "ledger.balances" if walked else statement_for("ledger.balances", asked)


def every_balance(actor: Actor, *, filters: Filters | None = None, sort: str = "-overdue") -> Iterator[BalanceRow]:
    """Yield every maintained balance as it is read, in constant memory; needs a transaction."""
    asked = parameters(actor, filters)
    statement = "ledger.balances_found" if asked["words"] else "ledger.balances"
    return map(BalanceRow._make, stream_sql(statement, sort=sort if sort in SORTS else "-overdue", limit=None, offset=0, **asked))


def balance_totals(actor: Actor, *, filters: Filters | None = None) -> list[BalanceTotal]:
    """Return one total per currency: amounts of two currencies are never added."""
    return totals_of(parameters(actor, filters))


def totals_of(asked: dict[str, Any]) -> list[BalanceTotal]:
    return [BalanceTotal.read(row) for row in run_sql(statement_for("ledger.balance_totals", asked), **asked)]


# What narrows a list to some customers of a creditor: without any, the balances alone tell.
NARROWING = ("collector", "salesperson", "segment", "group", "region", "kind", "scope_people", "scope_customer")


def statement_for(name: str, asked: dict[str, Any]) -> str:
    """Return the statement that starts from the words typed, or reads whole creditors when nothing asks for some of their customers."""
    if asked["words"]:
        return f"{name}_found"
    narrowed = any(asked[each] not in (None, "") for each in NARROWING)
    return name if narrowed else f"{name}_of_creditors"


def balance_of(actor: Actor, customer_id: int) -> list[BalanceRow]:
    """Return the maintained balances of one customer, one per currency."""
    return run_sql_as(BalanceRow._make, "ledger.balance_of", customer_id=customer_id, **scope_parameters(actor, Permission.INVOICE_VIEW))


def balances_to_re_age(actor: Actor, *, on: date) -> list[int]:
    """Return the customers whose ages have moved by themselves since they were reckoned, or were reckoned for a later day."""
    moved = Q(next_due_date__lte=on) | Q(aged_on__gt=on)
    rows = CustomerBalance.objects.filter(about(in_scope(actor)), moved)
    return list(rows.order_by("customer_id").values_list("customer_id", flat=True).distinct())


def open_amounts_at(
    actor: Actor, *, on: date, known_at: datetime | None = None, customer_ids: Iterable[int] | None = None
) -> dict[int, Decimal]:
    """Return what was open of each item at the end of a day, as known at an instant; items not yet there are absent."""
    ids = None if customer_ids is None else list(customer_ids)
    scope = scope_parameters(actor, Permission.INVOICE_VIEW)
    rows = run_sql("ledger.open_amounts_at", on=on, known_at=known_at, customer_ids=ids, **scope)
    return {row.item_id: row.open_amount for row in rows}


def parameters(actor: Actor, filters: Filters | None) -> dict[str, Any]:
    return {**(filters or Filters()).parameters(), **scope_parameters(actor, Permission.INVOICE_VIEW)}
