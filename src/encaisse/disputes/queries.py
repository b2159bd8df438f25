"""Reads of disputes. Held amounts are what dunning asks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Q, Sum

from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.disputes.models import Dispute, DisputedItem, DisputeEvent
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger.models import OpenItem


@dataclass(frozen=True, slots=True)
class DisputeView:
    id: int
    creditor_id: int
    customer_id: int
    reason: str
    department: str
    owner_id: int | None
    due_on: date
    opened_on: date
    answered_on: date | None
    closed_on: date | None
    outcome: str
    disputed_amount: Decimal
    currency: str
    item_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a dispute, for the customer's timeline."""

    dispute_id: int
    kind: str
    at: datetime
    by_name: str
    body: str
    reason: str


def customers_in_sight(actor: Actor, permission: Permission = Permission.CUSTOMER_VIEW) -> Q:
    """Return the condition that rows with a `customer_id` lie in the actor's scope."""
    actor.must(permission)
    return Q(customer_id__in=Customer.objects.filter(customers.in_scope(actor)).values("id"))


def disputes_of(actor: Actor, customer_id: int, *, only_open: bool = False) -> list[DisputeView]:
    rows = Dispute.objects.filter(customers_in_sight(actor), customer_id=customer_id)
    if only_open:
        rows = rows.filter(closed_on__isnull=True)
    return views(rows.order_by("-opened_on", "-id"))


def open_disputes(actor: Actor, *, department: str | None = None) -> list[DisputeView]:
    """Return the open disputes in sight, the most urgent first."""
    rows = Dispute.objects.filter(customers_in_sight(actor), closed_on__isnull=True)
    if department:
        rows = rows.filter(department=department)
    return views(rows.order_by("due_on", "id"))


def disputes(actor: Actor, dispute_ids: Iterable[int]) -> dict[int, DisputeView]:
    """Return disputes by id, those in sight."""
    return {row.id: row for row in views(Dispute.objects.filter(customers_in_sight(actor), pk__in=list(dispute_ids)))}


def views(rows: Iterable[Dispute]) -> list[DisputeView]:
    found = list(rows)
    items: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    ids = [dispute.pk for dispute in found]
    for dispute_id, item_id, amount in DisputedItem.objects.filter(dispute_id__in=ids).values_list(
        "dispute_id", "item_id", "disputed_amount"
    ):
        items[dispute_id].append((item_id, amount))
    named = [each[0][0] for each in items.values()]
    currencies = dict(OpenItem.objects.filter(pk__in=named).values_list("pk", "currency"))
    return [
        DisputeView(
            id=dispute.pk, creditor_id=dispute.creditor_id, customer_id=dispute.customer_id, reason=dispute.reason,
            department=dispute.department, owner_id=dispute.owner_id, due_on=dispute.due_on, opened_on=dispute.opened_on,
            answered_on=dispute.answered_on, closed_on=dispute.closed_on, outcome=dispute.outcome,
            disputed_amount=sum((amount for _, amount in items[dispute.pk]), Decimal()),
            currency=currencies[items[dispute.pk][0][0]], item_ids=tuple(item_id for item_id, _ in items[dispute.pk]),
        )
        for dispute in found
    ]  # fmt: skip


def disputed_amounts(actor: Actor, item_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return what is disputed of each item today (open disputes only); items without dispute are absent."""
    rows = DisputedItem.objects.filter(customers_in_sight(actor), item_id__in=list(item_ids), dispute__closed_on__isnull=True)
    return dict(rows.values_list("item_id").annotate(Sum("disputed_amount")).values_list("item_id", "disputed_amount__sum"))


def locked_dispute(actor: Actor, dispute_id: int) -> Dispute:
    dispute = Dispute.objects.select_for_update().filter(customers_in_sight(actor), pk=dispute_id).first()
    if dispute is None:
        raise NotFound(what="dispute")
    return dispute


def happenings(actor: Actor, customer_id: int) -> list[Happening]:
    rows = DisputeEvent.objects.filter(customers_in_sight(actor), customer_id=customer_id).annotate(reason=F("dispute__reason"))
    return [
        Happening(row["dispute_id"], row["kind"], row["at"], row["by_name"], row["body"], row["reason"])
        for row in rows.order_by("-at", "-id").values("dispute_id", "kind", "at", "by_name", "body", "reason")
    ]
