"""The aged balance by collector, salesperson, group, segment, region or creditor; and the customers behind a list."""

from dataclasses import dataclass
from typing import Any

from encaisse.customers.rules import Filters
from encaisse.db import run_sql
from encaisse.kit.actor import Actor
from encaisse.ledger.queries.balances import BalanceTotal, parameters


@dataclass(frozen=True, slots=True)
class BalanceGroup:
    """What the customers of one group owe in one currency. `key` is the id or the code grouped by; "0" holds those without any."""

    key: str
    total: BalanceTotal

    @classmethod
    def read(cls, row: Any) -> "BalanceGroup":
        """Build a group from a row of a statement that returns subtotals."""
        return cls(row.key, BalanceTotal.read(row))


def balance_groups(actor: Actor, *, grouping: str, filters: Filters | None = None) -> list[BalanceGroup]:
    """Return the subtotals of the maintained balances, the most overdue first."""
    return [BalanceGroup.read(row) for row in run_sql("ledger.balance_groups", grouping=grouping, **parameters(actor, filters))]


def customers_with_balance(actor: Actor, *, filters: Filters | None = None) -> list[int]:
    """Return every customer that a list of balances shows, on all of its pages."""
    return [row.customer_id for row in run_sql("ledger.balance_customers", **parameters(actor, filters))]
