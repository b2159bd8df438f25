"""Registered letters of a customer, and what the post said of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encaisse.customers import queries as customers
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission


@dataclass(frozen=True, slots=True)
class RegisteredLetter:
    action_id: int
    posted_on: date
    level: int
    net_amount: Decimal
    currency: str
    outcome: str
    message_id: int | None
    presented_on: date | None


def registered_letters(actor: Actor, customer_id: int) -> list[RegisteredLetter]:
    """Return the registered letters posted to a customer, the newest first."""
    customers.customer(actor, customer_id)
    return [RegisteredLetter(*row) for row in run_sql("dunning.registered_letters", customer_id=customer_id)]


@dataclass(frozen=True, slots=True)
class Notice:
    """The last formal notice of a customer, with the day the post presented it, when it said so."""

    posted_on: date
    presented_on: date | None


def last_notices(actor: Actor, customer_ids: Iterable[int]) -> dict[int, Notice]:
    """Return the last formal notice sent to each customer of a list."""
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    rows = run_sql("dunning.last_notices", ids=list(customer_ids), **scope)
    return {row.customer_id: Notice(row.posted_on, row.presented_on) for row in rows}
