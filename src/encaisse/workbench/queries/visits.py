"""What a visit needs: the planned visit, whom to ask for, what is late; and the visits already told."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.customers.queries import AddressCard, ContactCard, CustomerFile
from encaisse.dunning import queries as dunning
from encaisse.kit.actor import Actor, Permission
from encaisse.workbench.models import Visit
from encaisse.workbench.queries import calls
from encaisse.workbench.queries.file import Commitments
from encaisse.workbench.queries.items import HeldRow, held_rows
from encaisse.workbench.queries.writing import open_of


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    id: int
    result: str
    met: str
    reason: str
    comment: str
    paid_amount: Decimal | None
    paid_currency: str
    paid_by: str
    visited_on: date
    noted_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedVisit:
    """A visit about to be made or told. `place` is where the customer is found."""

    call: calls.Prepared
    place: AddressCard | None
    contacts: tuple[ContactCard, ...]
    visits: tuple[VisitRow, ...]


def prepared_visit(actor: Actor, customer: CustomerFile, *, on: date, action_id: int | None = None) -> PreparedVisit:
    """Gather what the visitor must have under their eyes; without an action the visit is off the scenario, unless one is planned."""
    live = dunning.actions_of(actor, customer.id, only_live=True)
    planned = action_id or next((action.id for action in live if action.channel == "visit"), None)
    reach = customers.best_address(actor, customer.id, "postal")
    return PreparedVisit(
        call=calls.prepared(actor, customer, on=on, action_id=planned),
        place=reach.address if reach else None,
        contacts=tuple(customers.contacts(actor, customer.id)),
        visits=tuple(visits_of(actor, customer.id)),
    )


def open_rows(actor: Actor, customer: CustomerFile, engaged: Commitments, *, on: date) -> list[HeldRow]:
    """Return what is open of a customer with what holds it; nothing for whoever may not see invoices."""
    return held_rows(open_of(actor, customer), engaged, (), on=on) if actor.may(Permission.INVOICE_VIEW) else []


def visits_of(actor: Actor, customer_id: int, *, limit: int = 20) -> list[VisitRow]:
    """Return the visits told of a customer, the latest first."""
    seen = Customer.objects.filter(customers.in_scope(actor), pk=customer_id).values("pk")
    return [
        VisitRow(
            id=row.pk, result=row.result, met=row.met, reason=row.reason, comment=row.comment, paid_amount=row.paid_amount,
            paid_currency=row.paid_currency, paid_by=row.paid_by, visited_on=row.visited_on, noted_by_name=row.noted_by_name,
        )
        for row in Visit.objects.filter(customer_id__in=seen).order_by("-noted_at", "-pk")[:limit]
    ]  # fmt: skip
