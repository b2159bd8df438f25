"""« À qualifier »: what is never dunned by itself until a person decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, QuerySet, Subquery, Sum
from django.db.models.expressions import OuterRef

from encaisse.customers.models import Customer
from encaisse.customers.queries import in_scope
from encaisse.customers.rules import Page
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.models import OpenItem, Qualification
from encaisse.ledger.queries.items import about


@dataclass(frozen=True, slots=True)
class ToQualify:
    """A due date that waits for a decision, and why."""

    item_id: int
    document_id: int
    creditor_id: int
    customer_id: int
    customer_code: str
    customer_name: str
    doubt: str
    kind: str
    number: str
    title: str
    issued_on: date
    due_date: date
    currency: str
    open_amount: Decimal


def waiting(actor: Actor, creditor_id: int | None) -> QuerySet[OpenItem]:
    rows = OpenItem.objects.filter(about(in_scope(actor, Permission.INVOICE_VIEW)), document__qualified_as="")
    rows = rows.exclude(open_amount=0).exclude(document__doubt="")
    return rows if creditor_id is None else rows.filter(creditor_id=creditor_id)


def to_qualify(actor: Actor, *, creditor_id: int | None = None, doubt: str = "", page: int = 1, size: int = 50) -> Page[ToQualify]:
    """Return one page of what waits for a decision, the largest first."""
    rows = waiting(actor, creditor_id)
    if doubt:
        rows = rows.filter(document__doubt=doubt)
    customer = Customer.objects.filter(pk=OuterRef("customer_id"))
    named = rows.annotate(
        item_id=F("pk"), customer_code=Subquery(customer.values("code")), customer_name=Subquery(customer.values("name")),
        **{name: F(f"document__{name}") for name in ("doubt", "kind", "number", "title", "issued_on")},
    )  # fmt: skip
    start = (page - 1) * size
    page_rows = named.order_by("-open_amount", "pk").values(*ToQualify.__dataclass_fields__)[start : start + size]
    return Page(tuple(ToQualify(**row) for row in page_rows), rows.count(), page, size)


def to_qualify_counts(actor: Actor, *, creditor_id: int | None = None) -> dict[str, tuple[int, Decimal]]:
    """Return how many items wait for each reason, and their net amount."""
    rows = waiting(actor, creditor_id).values_list("document__doubt").annotate(Count("pk"), Sum("open_amount")).order_by("document__doubt")
    return {doubt: (count, amount) for doubt, count, amount in rows}


def customer_qualifications(actor: Actor, customer_ids: Iterable[int]) -> dict[int, str]:
    """Return what was decided, last, of all documents of a customer, those to come too."""
    rows = Qualification.objects.filter(about(in_scope(actor)), customer_id__in=list(customer_ids), document_id__isnull=True)
    latest = rows.order_by("customer_id", "-pk").distinct("customer_id")
    return dict(latest.values_list("customer_id", "qualified_as"))
