"""Customers found by the numbers that tell their company."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q

from encaisse.customers.models import Customer
from encaisse.customers.queries.scope import in_scope
from encaisse.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class Identified:
    """A customer and its numbers."""

    id: int
    code: str
    name: str
    siren: str
    siret: str
    vat_number: str


def customers_by_numbers(
    actor: Actor, creditor_id: int, *, sirens: Iterable[str] = (), sirets: Iterable[str] = (), vat_numbers: Iterable[str] = ()
) -> list[Identified]:
    """Return the customers of a creditor that bear one of the numbers (SIREN, SIRET, VAT), the oldest first."""
    wanted = Q(party__siren__in=[*filter(None, sirens)]) | Q(siret__in=[*filter(None, sirets)])
    wanted |= Q(party__vat_number__in=[*filter(None, vat_numbers)])
    rows = Customer.objects.filter(in_scope(actor), wanted, creditor_id=creditor_id).order_by("pk")
    rows = rows.annotate(siren=F("party__siren"), vat_number=F("party__vat_number"))
    return [Identified(**row) for row in rows.values(*Identified.__dataclass_fields__)]
