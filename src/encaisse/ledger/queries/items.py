"""Open items: one row per due date of a document."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from encaisse.customers.models import Customer
from encaisse.customers.queries import in_scope
from encaisse.customers.rules import Page
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger.models import Allocation, OpenItem

# The reason of the reversals that a returned payment makes: each opens the item for another round.
RETURNED = "returned payment"


@dataclass(frozen=True, slots=True)
class OpenItemRow:
    id: int
    creditor_id: int
    customer_id: int
    document_id: int
    part_no: int
    kind: str
    number: str
    title: str
    issued_on: date
    due_date: date
    due_date_source: str
    currency: str
    amount: Decimal
    open_amount: Decimal
    order_reference: str
    doubt: str
    qualified_as: str

    @property
    def reference(self) -> str:
        """What the item is called on paper and on screen."""
        return self.number or self.title or f"{self.kind} {self.issued_on:%d/%m/%Y}"

    @property
    def is_dunnable(self) -> bool:
        """A doubtful item waits for a person's decision."""
        return self.qualified_as == "to_dun" if self.doubt else self.qualified_as != "left_out"

    def is_dunnable_on(self, day: date) -> bool:
        """Say whether an item may be claimed on a day: a bill that has matured is a debt like another."""
        is_matured = self.doubt == "bill_not_matured" and self.due_date < day
        return self.qualified_as != "left_out" if is_matured else self.is_dunnable


OF_DOCUMENT = ("kind", "number", "title", "issued_on", "order_reference", "doubt", "qualified_as")
ROW = tuple(OpenItemRow.__dataclass_fields__)
SORTS = {
    "due_date": ("due_date", "id"), "-due_date": ("-due_date", "-id"), "number": ("number", "id"), "-number": ("-number", "-id"),
    "issued_on": ("issued_on", "id"), "-issued_on": ("-issued_on", "-id"), "amount": ("amount", "id"), "-amount": ("-amount", "-id"),
    "open_amount": ("open_amount", "id"), "-open_amount": ("-open_amount", "-id"),
}  # fmt: skip


def about(customers: Q) -> Q:
    """Return the condition that a row with a `customer_id` is about one of the customers."""
    return Q(customer_id__in=Customer.objects.filter(customers).values("pk"))


def rows_of(items: QuerySet[OpenItem]) -> list[OpenItemRow]:
    return [OpenItemRow(**row) for row in with_document(items)]


def with_document(items: QuerySet[OpenItem]) -> Any:
    return items.annotate(**{name: F(f"document__{name}") for name in OF_DOCUMENT}).values(*ROW)


def open_items(
    actor: Actor,
    *,
    customer_id: int | None = None,
    customer_ids: Iterable[int] | None = None,
    payer_id: int | None = None,
    currency: str | None = None,
) -> list[OpenItemRow]:
    """Return what is open of a customer, of some, or of all those a payer pays for; the oldest due date first."""
    customers = in_scope(actor, Permission.INVOICE_VIEW)
    if payer_id is not None:
        customers &= Q(payer_id=payer_id)
    items = OpenItem.objects.filter(about(customers)).exclude(open_amount=0)
    if customer_id is not None:
        items = items.filter(customer_id=customer_id)
    if customer_ids is not None:
        items = items.filter(customer_id__in=list(customer_ids))
    if currency is not None:
        items = items.filter(currency=currency)
    return rows_of(items.order_by("due_date", "pk"))


def items(actor: Actor, ids: Iterable[int]) -> dict[int, OpenItemRow]:
    """Return items by id, open or not."""
    found = OpenItem.objects.filter(about(in_scope(actor, Permission.INVOICE_VIEW)), pk__in=list(ids))
    return {row.id: row for row in rows_of(found)}


def items_of(
    actor: Actor, customer_id: int, *, only_open: bool = True, search: str = "", sort: str = "due_date", page: int = 1, size: int = 50
) -> Page[OpenItemRow]:
    """Return one page of the items of a customer."""
    found = OpenItem.objects.filter(about(in_scope(actor, Permission.INVOICE_VIEW)), customer_id=customer_id)
    if only_open:
        found = found.exclude(open_amount=0)
    if search:
        found = found.filter(Q(document__number__icontains=search) | Q(document__order_reference__icontains=search))
    start = (page - 1) * size
    rows = with_document(found).order_by(*SORTS.get(sort, SORTS["due_date"]))[start : start + size]
    return Page(tuple(OpenItemRow(**row) for row in rows), found.count(), page, size)


def locked_open_item(actor: Actor, item_id: int, permission: Permission = Permission.INVOICE_VIEW) -> OpenItemRow:
    """Return an item, locked until the end of the transaction: nobody else allocates, disputes or promises it meanwhile."""
    found = locked_open_items(actor, [item_id], permission)
    if item_id not in found:
        raise NotFound(what="open item")
    return found[item_id]


def locked_open_items(actor: Actor, ids: Iterable[int], permission: Permission = Permission.INVOICE_VIEW) -> dict[int, OpenItemRow]:
    """Return items by id, locked in the order of their ids, so that two writers never wait for each other."""
    seen = OpenItem.objects.filter(about(in_scope(actor, permission)), pk__in=list(ids))
    locked = list(OpenItem.objects.select_for_update().filter(pk__in=seen.values("pk")).order_by("pk").values_list("pk", flat=True))
    return {row.id: row for row in rows_of(OpenItem.objects.filter(pk__in=locked).order_by("pk"))}


def rounds(actor: Actor, item_ids: Iterable[int]) -> dict[int, int]:
    """Return the opening number of items: 1, and one more for each payment of theirs that came back."""
    ids = list(item_ids)
    undone = Allocation.objects.filter(about(in_scope(actor)), reverses_id__isnull=False, reason=RETURNED, debit_id__in=ids)
    counted = dict(undone.values_list("debit_id").annotate(Count("credit_id", distinct=True)).values_list("debit_id", "credit_id__count"))
    return {item_id: 1 + counted.get(item_id, 0) for item_id in ids}
