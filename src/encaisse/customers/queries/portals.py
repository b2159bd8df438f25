"""The portals customers want everything sent through, and how each customer wants it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from encaisse.customers.models import Customer, CustomerPortal, SupplierPortal
from encaisse.customers.queries.scope import in_scope
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound


@dataclass(frozen=True, slots=True)
class PortalCard:
    """A portal of the organisation's list. `customers` counts those in sight who want it."""

    id: int
    name: str
    address: str
    instructions: str
    retired_on: date | None
    customers: int | None = 0  # none for whoever sees no customer


@dataclass(frozen=True, slots=True)
class PortalOfCustomer:
    """How one customer wants to be written to: which portal, under which number, with whose login."""

    customer_id: int
    portal_id: int
    name: str
    address: str
    own_address: str
    supplier_number: str
    login_holder: str
    instructions: str
    portal_instructions: str
    since_on: date
    aside_until: date | None
    aside_reason: str

    @property
    def link(self) -> str:
        return self.own_address or self.address

    def is_aside(self, on: date) -> bool:
        return self.aside_until is not None and on <= self.aside_until


def portals(actor: Actor, *, with_retired: bool = False) -> list[PortalCard]:
    """Return the organisation's portals, by name, and how many customers in sight want each: none for whoever sets up and sees nobody."""
    if not actor.may(Permission.SETTINGS_EDIT):
        actor.must(Permission.CUSTOMER_VIEW)
    rows = SupplierPortal.objects.filter(Q() if with_retired else Q(retired_on__isnull=True)).order_by("name")
    counts = customers_by_portal(actor) if actor.may(Permission.CUSTOMER_VIEW) else dict.fromkeys(row.pk for row in rows)
    return [PortalCard(row.pk, row.name, row.address, row.instructions, row.retired_on, counts.get(row.pk, 0)) for row in rows]


def customers_by_portal(actor: Actor) -> dict[int, int | None]:
    seen = CustomerPortal.objects.filter(ended_on__isnull=True, customer__in=Customer.objects.filter(in_scope(actor)))
    return dict(seen.values_list("portal_id").annotate(count=Count("pk")))


def portal(actor: Actor, portal_id: int) -> PortalCard:
    found = next((card for card in portals(actor, with_retired=True) if card.id == portal_id), None)
    if found is None:
        raise NotFound(what="portal")
    return found


def portal_of(actor: Actor, customer_id: int) -> PortalOfCustomer | None:
    return portals_of(actor, [customer_id]).get(customer_id)


def portals_of(actor: Actor, customer_ids: Iterable[int]) -> dict[int, PortalOfCustomer]:
    """Return the portal each customer wants, for those who want one."""
    seen = Customer.objects.filter(in_scope(actor), pk__in=list(customer_ids))
    rows = CustomerPortal.objects.filter(ended_on__isnull=True, customer__in=seen).select_related("portal")
    return {
        row.customer_id: PortalOfCustomer(
            row.customer_id, row.portal_id, row.portal.name, row.portal.address, row.address, row.supplier_number, row.login_holder,
            row.instructions, row.portal.instructions, row.since_on, row.aside_until, row.aside_reason,
        )
        for row in rows
    }  # fmt: skip
