"""Reads of proceedings: the insolvency of a customer's company."""

from dataclasses import dataclass
from datetime import date

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.proceedings.models import Insolvency
from encaisse.proceedings.rules import Deadline, claim_deadline, last_day


@dataclass(frozen=True, slots=True)
class InsolvencyView:
    """The judgment in force; `is_own`: noted on this very customer, and taken back there."""

    id: int
    kind: str
    judgment_on: date
    published_on: date | None
    court: str
    deadline: Deadline
    is_own: bool

    @property
    def claim_by(self) -> date | None:
        """The last day for this creditor to file its claim, once the judgment was published."""
        return last_day(self.deadline, self.published_on) if self.published_on else None


def insolvency(actor: Actor, customer_id: int) -> InsolvencyView | None:
    """Return the insolvency in force of a customer's company, noted here or by another creditor of the organisation."""
    customer = customers.customer(actor, customer_id)
    company = Customer.objects.filter(party_id=customer.party_id)
    row = Insolvency.objects.filter(customer_id__in=company.values("pk"), withdrawn_at=None).order_by("judgment_on").last()
    if row is None:
        return None
    creditor = creditors.creditor(actor, customer.creditor_id)
    return InsolvencyView(
        id=row.pk, kind=row.kind, judgment_on=row.judgment_on, published_on=row.published_on, court=row.court,
        deadline=claim_deadline(creditor.country, creditor.postcode), is_own=row.customer_id == customer_id,
    )  # fmt: skip


def locked_insolvency(actor: Actor, insolvency_id: int) -> Insolvency:
    row = Insolvency.objects.select_for_update().filter(pk=insolvency_id, withdrawn_at=None).first()
    if row is None:
        raise NotFound(what="insolvency")
    customers.locked_customer(actor, row.customer_id, Permission.LEGAL_OPEN)
    return row
