"""Factors, what is assigned to them, and to whom an item is paid."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Subquery

from encaisse.creditors import queries as creditors
from encaisse.customers.models import Customer
from encaisse.customers.queries import in_scope
from encaisse.customers.rules import Page
from encaisse.db.columns import unseal
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger.models import Factor, FactoredDocument, OpenItem
from encaisse.ledger.queries.items import about

IBAN = "ledger.factor_iban"


@dataclass(frozen=True, slots=True)
class FactorCard:
    """A factor of a company: where it is paid, and whether its mandate lets the company dun."""

    id: int
    creditor_id: int
    name: str
    contract_no: str
    iban: str
    bic: str
    may_dun: bool
    iban_end: str


@dataclass(frozen=True, slots=True)
class AssignedRow:
    """An open due date assigned to a factor."""

    item_id: int
    document_id: int
    customer_id: int
    customer_code: str
    customer_name: str
    number: str
    title: str
    due_date: date
    currency: str
    open_amount: Decimal
    assigned_on: date
    assigned_by_name: str


def factor_card(row: Factor) -> FactorCard:
    iban = unseal(bytes(row.iban_cipher), key_no=row.key_no, purpose=IBAN)
    return FactorCard(row.pk, row.creditor_id, row.name, row.contract_no, iban, row.bic, row.may_dun, row.iban_hint)


def factors(actor: Actor) -> list[FactorCard]:
    """Return the factors of the companies in reach, by company and name."""
    actor.must(Permission.INVOICE_VIEW)
    reach = [card.id for card in creditors.creditors_in_reach(actor)]
    return [factor_card(row) for row in Factor.objects.filter(creditor_id__in=reach).order_by("creditor_id", "name")]


def factor(actor: Actor, factor_id: int) -> FactorCard:
    """Return a factor of a company in reach, or refuse."""
    found = next((card for card in factors(actor) if card.id == factor_id), None)
    if found is None:
        raise NotFound(what="factor")
    return found


def assigned_to(actor: Actor, factor_id: int, *, page: int = 1, size: int = 50) -> Page[AssignedRow]:
    """Return one page of what is open and assigned to a factor, the oldest due date first."""
    held = FactoredDocument.objects.filter(
        customer_id=OuterRef("customer_id"), document_id=OuterRef("document_id"), factor_id=factor_id, taken_back_on__isnull=True
    )
    rows = OpenItem.objects.filter(about(in_scope(actor, Permission.INVOICE_VIEW)), Exists(held)).exclude(open_amount=0)
    customer = Customer.objects.filter(pk=OuterRef("customer_id"))
    named = rows.annotate(
        item_id=F("pk"), customer_code=Subquery(customer.values("code")), customer_name=Subquery(customer.values("name")),
        number=F("document__number"), title=F("document__title"), assigned_on=Subquery(held.values("assigned_on")),
        assigned_by_name=Subquery(held.values("assigned_by_name")),
    )  # fmt: skip
    start = (page - 1) * size
    shown = named.order_by("due_date", "pk").values(*AssignedRow.__dataclass_fields__)[start : start + size]
    return Page(tuple(AssignedRow(**row) for row in shown), rows.count(), page, size)


def payees(actor: Actor, item_ids: Collection[int]) -> dict[int, FactorCard]:
    """Return, by item, the factor to whom it is paid; what is ours is left out."""
    seen = about(in_scope(actor, Permission.CUSTOMER_VIEW))
    if not item_ids or not Factor.objects.exists():
        return {}
    lines = dict(OpenItem.objects.filter(seen, pk__in=list(item_ids)).values_list("pk", "document_id"))
    bought = payees_of_documents(actor, set(lines.values()))
    return {pk: bought[document_id] for pk, document_id in lines.items() if document_id in bought}


def payees_of_documents(actor: Actor, document_ids: Collection[int]) -> dict[int, FactorCard]:
    """Return, by document, the factor to whom it is paid; what is ours is left out."""
    seen = about(in_scope(actor, Permission.CUSTOMER_VIEW))
    held = FactoredDocument.objects.filter(seen, taken_back_on__isnull=True, document_id__in=list(document_ids)).select_related("factor")
    return {row.document_id: factor_card(row.factor) for row in held}
