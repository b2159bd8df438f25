"""Allocations: a credit pays a debit. Never edited: an undo is a row of its own."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from encaisse.audit.actions import write_audits
from encaisse.audit.rules import Deed
from encaisse.customers.actions import touch
from encaisse.customers.queries import in_scope
from encaisse.db import execute_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger import queries, rules
from encaisse.ledger.actions.audit import tell
from encaisse.ledger.actions.balances import refresh_balances
from encaisse.ledger.models import Allocation, Document, DocumentKind, OpenItem, ReturnedPayment
from encaisse.ledger.queries import OpenItemRow
from encaisse.ledger.rules import facts
from encaisse.ledger.rules.facts import AllocationFacts

SITUATION = "situation"


class Pairable(Protocol):
    """Anything open that can be paired: an item, or the part of one that is to be settled."""

    @property
    def id(self) -> int: ...
    @property
    def due_date(self) -> date: ...
    @property
    def open_amount(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Settled:
    allocations: int
    left_amount: Decimal


@dataclass(frozen=True, slots=True)
class Returned:
    returned_payment_id: int
    reopened_item_ids: tuple[int, ...]


def allocate(
    actor: Actor, *, debit_id: int, credit_id: int, amount: Decimal, on: date, reason: str = "", batch_id: int | None = None
) -> int:
    """Let a payment or credit note pay (part of) a due date; return the allocation's id."""
    return allocate_many(actor, [AllocationFacts(debit_id, credit_id, amount)], on=on, reason=reason, batch_id=batch_id)[0]


@transaction.atomic
def allocate_many(
    actor: Actor, allocations: Sequence[AllocationFacts], *, on: date, reason: str = "", batch_id: int | None = None
) -> list[int]:
    """Write many allocations at once; each is checked against what the earlier ones leave open."""
    actor.must(Permission.PAYMENT_ALLOCATE)
    ids = {item_id for each in allocations for item_id in (each.debit_id, each.credit_id)}
    items = {item.id: item for item in queries.locked_open_items(actor, ids, Permission.PAYMENT_ALLOCATE).values()}
    left = {item_id: item.open_amount for item_id, item in items.items()}
    for each in allocations:
        debit, credit = (as_open_item(items, left, item_id) for item_id in (each.debit_id, each.credit_id))
        if items[each.debit_id].customer_id != items[each.credit_id].customer_id:
            raise facts.CustomersDiffer
        rules.check_allocation(debit, credit, each.amount)
        left[each.debit_id] -= each.amount
        left[each.credit_id] += each.amount
    return write_allocations(actor, items, allocations, on=on, reason=reason, batch_id=batch_id)


def as_open_item(items: dict[int, OpenItemRow], left: dict[int, Decimal], item_id: int) -> rules.OpenItem:
    if item_id not in items:
        raise NotFound(what="open item")
    item = items[item_id]
    return rules.OpenItem(item.id, item.reference, item.due_date, item.currency, item.amount, left[item_id])


def write_allocations(
    actor: Actor, items: dict[int, OpenItemRow], allocations: Sequence[AllocationFacts], *, on: date, reason: str, batch_id: int | None
) -> list[int]:
    rows = Allocation.objects.bulk_create(
        Allocation(
            creditor_id=items[each.debit_id].creditor_id, customer_id=items[each.debit_id].customer_id, debit_id=each.debit_id,
            credit_id=each.credit_id, amount=each.amount, allocated_on=on, recorded_by=actor.user_id, reason=reason, batch_id=batch_id,
        )
        for each in allocations
    )  # fmt: skip
    move_open_amounts(allocations)
    customers = {row.customer_id for row in rows}
    refresh_balances(actor, customers)
    touch(customers)
    write_audits(actor, [deed_of(row) for row in rows])
    return [row.pk for row in rows]


def move_open_amounts(allocations: Iterable[AllocationFacts]) -> None:
    sides = [side for each in allocations for side in ((each.debit_id, -each.amount), (each.credit_id, each.amount))]
    execute_sql("ledger.move_open_amounts", ids=[item_id for item_id, _ in sides], amounts=[amount for _, amount in sides])


def deed_of(row: Allocation) -> Deed:
    change = {"debit_id": row.debit_id, "credit_id": row.credit_id, "amount": row.amount, "on": row.allocated_on, "reason": row.reason}
    return Deed("ledger.allocate", "allocation", row.pk, row.creditor_id, row.customer_id, change)


@transaction.atomic
def settle_group(actor: Actor, item_ids: Iterable[int], *, on: date, reason: str = "letter", batch_id: int | None = None) -> Settled:
    """Settle items of one customer against each other, the oldest debits first; what does not cancel out stays open."""
    items = list(queries.locked_open_items(actor, item_ids, Permission.PAYMENT_ALLOCATE).values())
    if len({(item.customer_id, item.currency) for item in items}) > 1:
        raise facts.CustomersDiffer
    allocations = list(pairs_of(items))
    if allocations:
        allocate_many(actor, allocations, on=on, reason=reason, batch_id=batch_id)
    return Settled(len(allocations), sum((item.open_amount for item in items), Decimal(0)))


def pairs_of(items: Iterable[Pairable]) -> Iterator[AllocationFacts]:
    """Yield what each credit pays, in turn, of each debit."""
    by_age = sorted(items, key=lambda item: (item.due_date, item.id))
    waiting = deque((item.id, -item.open_amount) for item in by_age if item.open_amount < 0)
    for debit in (item for item in by_age if item.open_amount > 0):
        owed = debit.open_amount
        while owed and waiting:
            credit_id, left = waiting.popleft()
            amount = min(owed, left)
            yield AllocationFacts(debit.id, credit_id, amount)
            owed -= amount
            if left > amount:
                waiting.appendleft((credit_id, left - amount))


@transaction.atomic
def undo_allocation(actor: Actor, allocation_id: int, *, on: date, reason: str = "") -> int:
    """Undo an allocation by its negative; both items are open again by its amount."""
    return reverse(actor, locked_allocation(actor, allocation_id), on=on, reason=reason)


def locked_allocation(actor: Actor, allocation_id: int) -> Allocation:
    seen = in_scope(actor, Permission.PAYMENT_ALLOCATE)
    row = Allocation.objects.filter(queries.about(seen), pk=allocation_id, reverses_id__isnull=True).first()
    if row is None:
        raise NotFound(what="allocation")
    return row


def reverse(actor: Actor, row: Allocation, *, on: date, reason: str) -> int:
    queries.locked_open_items(actor, [row.debit_id, row.credit_id], Permission.CUSTOMER_VIEW)
    undone = Allocation.objects.filter(customer_id=row.customer_id, reverses_id=row.pk)
    rules.check_reversal(already_reversed=undone.exists())
    undo = Allocation.objects.create(
        creditor_id=row.creditor_id, customer_id=row.customer_id, debit_id=row.debit_id, credit_id=row.credit_id, amount=-row.amount,
        allocated_on=on, recorded_by=actor.user_id, reverses_id=row.pk, reason=reason[:40],
    )  # fmt: skip
    move_open_amounts([AllocationFacts(row.debit_id, row.credit_id, -row.amount)])
    tell(actor, "undo_allocation", kind="allocation", subject_id=row.pk, row=row, change={"amount": row.amount, "on": on, "reason": reason})
    return undo.pk


@transaction.atomic
def return_payment(
    actor: Actor,
    credit_item_id: int,
    *,
    on: date,
    reason_code: str = "",
    family: str = "",
    fee_amount: Decimal = Decimal(0),
    is_in_source: bool = False,
) -> Returned:
    """A payment came back unpaid: what it had paid is open again (its round grows).

    The payment is cancelled out by a document of its own, unless its source brings that entry itself (`is_in_source`).
    """
    actor.must(Permission.PAYMENT_ALLOCATE)
    credit = queries.locked_open_item(actor, credit_item_id)
    if credit.amount >= 0:
        raise facts.NothingToReturn(item=credit.reference)
    if earlier := ReturnedPayment.objects.filter(customer_id=credit.customer_id, credit_id=credit.id).first():
        raise facts.AlreadyReturned(item=credit.reference, returned_on=earlier.returned_on)
    standing = standing_allocations(credit)
    for row in standing:
        reverse(actor, row, on=on, reason=queries.RETURNED)
    returned = ReturnedPayment.objects.create(
        creditor_id=credit.creditor_id, customer_id=credit.customer_id, credit_id=credit.id, returned_on=on,
        reason_code=reason_code, family=family, fee_amount=fee_amount,
    )  # fmt: skip
    reopened = tuple(sorted({row.debit_id for row in standing}))
    if not is_in_source:
        cancel_out(actor, credit, on=on)
    change = {"on": on, "reason_code": reason_code, "fee_amount": fee_amount, "reopened_item_ids": list(reopened)}
    tell(actor, "return_payment", kind="item", subject_id=credit.id, row=credit, change=change)
    return Returned(returned.pk, reopened)


def cancel_out(actor: Actor, credit: OpenItemRow, *, on: date) -> None:
    """Write the debit that takes a returned payment back, and settle both."""
    payment = Document.objects.get(customer_id=credit.customer_id, pk=credit.document_id)
    debit = Document.objects.create(
        creditor_id=credit.creditor_id, customer_id=credit.customer_id, kind=DocumentKind.RETURNED_PAYMENT, number=payment.number,
        title=payment.title, issued_on=on, currency=credit.currency, gross_amount=-credit.amount, about_document_id=payment.pk,
        source_id=payment.source_id, source_key=f"returned:{credit.id}",
    )  # fmt: skip
    item = OpenItem.objects.create(
        creditor_id=credit.creditor_id, customer_id=credit.customer_id, document=debit, due_date=on, currency=credit.currency,
        amount=-credit.amount, open_amount=-credit.amount,
    )  # fmt: skip
    allocate(actor, debit_id=item.pk, credit_id=credit.id, amount=-credit.amount, on=on, reason=queries.RETURNED)


def standing_allocations(credit: OpenItemRow) -> list[Allocation]:
    return standing(Allocation.objects.filter(customer_id=credit.customer_id), credit.id)


def standing(rows: QuerySet[Allocation], item_id: int) -> list[Allocation]:
    """Return the allocations of an item that were not undone."""
    of_item = rows.filter(Q(debit_id=item_id) | Q(credit_id=item_id))
    undone = Allocation.objects.filter(customer_id=OuterRef("customer_id"), reverses_id=OuterRef("pk"))
    return list(of_item.filter(~Exists(undone), reverses_id__isnull=True).order_by("pk"))
