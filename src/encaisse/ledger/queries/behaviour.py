"""How a customer pays, over twelve months."""

from datetime import date

from encaisse.customers.queries import scope_parameters
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.rules.behaviour import MonthOfBehaviour, first_month


def payment_behaviour(actor: Actor, customer_id: int, *, currency: str, on: date) -> list[MonthOfBehaviour]:
    """Return what was invoiced, received and late in each of the last twelve months, the oldest first."""
    scope = scope_parameters(actor, Permission.INVOICE_VIEW)
    rows = run_sql("ledger.payment_behaviour", customer_id=customer_id, currency=currency, first=first_month(on), on=on, **scope)
    return [MonthOfBehaviour(*row) for row in rows]
