"""The e-invoices whose last step, as a platform told it, stops their reminders."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from encaisse.customers import queries as customers
from encaisse.db import run_sql
from encaisse.dunning.rules.einvoices import held_by
from encaisse.dunning.rules.values import ItemHold
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.rules.life_cycle import BESIDE


@dataclass(frozen=True, slots=True)
class StoppedEInvoice:
    document_id: int
    customer_id: int
    number: str
    code: int
    reason_code: str
    contested_amount: Decimal | None
    open_amount: Decimal
    currency: str

    @property
    def held_for(self) -> ItemHold | None:
        return held_by(self.code, self.reason_code)


def e_invoices_stopped(actor: Actor, document_ids: Iterable[int] | None = None) -> list[StoppedEInvoice]:
    """Return the documents still open whose last step stops their reminders: among some, or all."""
    scope = customers.scope_parameters(actor, Permission.INVOICE_VIEW)
    ids = None if document_ids is None else list(document_ids)
    rows = [StoppedEInvoice(*row) for row in run_sql("dunning.einvoices_stopped", document_ids=ids, beside=list(BESIDE), **scope)]
    return [each for each in rows if each.held_for and each.open_amount > 0]
