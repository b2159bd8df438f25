"""What the ledger tells of a customer's story."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from encaisse.customers.queries import scope_parameters
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission


@dataclass(frozen=True, slots=True)
class LedgerEvent:
    """One fact. `kind` is the kind of a document, or allocated, unallocated, returned, due_date_changed, delivery_state, qualified."""

    on: date
    at: datetime
    kind: str
    document_id: int | None
    reference: str
    amount: Decimal | None
    currency: str
    detail: str


def timeline(actor: Actor, customer_id: int, *, limit: int = 200) -> list[LedgerEvent]:
    """Return the latest facts of a customer's ledger, the latest first."""
    scope = scope_parameters(actor, Permission.INVOICE_VIEW)
    rows = run_sql("ledger.timeline", customer_id=customer_id, limit=limit, **scope)
    return [LedgerEvent(*row) for row in rows]
