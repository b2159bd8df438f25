"""Registered letters of a customer, and what the post said of them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encaisse.customers import queries as customers
from encaisse.db import run_sql
from encaisse.kit.actor import Actor


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
