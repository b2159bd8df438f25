"""Reads of proceedings: the insolvency of a customer's company."""

from dataclasses import dataclass
from datetime import date

from encaisse.customers import queries as customers
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.proceedings.models import Insolvency
from encaisse.proceedings.rules import Deadline, last_day


@dataclass(frozen=True, slots=True)
class InsolvencyView:
    """The judgment in force; `is_own`: noted on this very customer, and taken back there."""

    id: int
    kind: str
    judgment_on: date
    published_on: date | None
    court: str
    is_own: bool

    @property
    def claim_by(self) -> date | None:
        """The last day to file the claim: two months after the judgment was published."""
        return last_day(Deadline.CLAIM_FILING, self.published_on) if self.published_on else None


def insolvency(actor: Actor, customer_id: int) -> InsolvencyView | None:
    """Return the insolvency in force of a customer's company, noted here or by another creditor of the organisation."""
    customer = customers.customer(actor, customer_id)
    row = Insolvency.objects.filter(party_id=customer.party_id, withdrawn_at=None).first()
    if row is None:
        return None
    return InsolvencyView(row.pk, row.kind, row.judgment_on, row.published_on, row.court, row.customer_id == customer_id)


def locked_insolvency(actor: Actor, insolvency_id: int) -> Insolvency:
    row = Insolvency.objects.select_for_update().filter(pk=insolvency_id, withdrawn_at=None).first()
    if row is None:
        raise NotFound(what="insolvency")
    customers.locked_customer(actor, row.customer_id, Permission.LEGAL_OPEN)
    return row
