"""A situation shows what is open today: what it no longer shows was settled, by whom and how is not known."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from encaisse.db import copy_rows, new_ids, run_sql
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import NotFound
from encaisse.ledger.actions.allocations import SITUATION, move_open_amounts, pairs_of, reverse, standing
from encaisse.ledger.actions.audit import tell_many
from encaisse.ledger.actions.sources import locked_source
from encaisse.ledger.models import Allocation
from encaisse.ledger.queries.relations import run_on

DOCUMENT = (
    "id", "creditor_id", "customer_id", "kind", "number", "title", "issued_on", "currency", "gross_amount", "order_reference", "doubt",
    "qualified_as", "source_id", "source_key",
)  # fmt: skip
ITEM = ("id", "creditor_id", "customer_id", "document_id", "part_no", "due_date", "due_date_source", "currency", "amount", "open_amount")
ALLOCATION = (
    "creditor_id",
    "customer_id",
    "debit_id",
    "credit_id",
    "amount",
    "allocated_on",
    "recorded_by",
    "reason",
    "batch_id",
)


@dataclass(frozen=True, slots=True)
class Situation:
    settled_items: int
    settled_amount: Decimal
    reopened_items: int


@dataclass(frozen=True, slots=True)
class Part:
    """What of an item is to be settled: shaped as an item of its own, so that pairing reads it like any other."""

    id: int
    due_date: date
    open_amount: Decimal


@dataclass(frozen=True, slots=True)
class Frame:
    """What every row of one situation has in common."""

    creditor_id: int
    source_id: int
    batch_id: int
    on: date
    recorded_by: int | None


@transaction.atomic
def settle_situation(actor: Actor, *, relation: str, batch_id: int, creditor_id: int, source_id: int, on: date) -> Situation:
    """Settle what a situation no longer shows, or shows lower; open again what it shows higher after an earlier situation."""
    source = locked_source(actor, source_id)
    if source.creditor_id != creditor_id:
        raise NotFound(what="source")
    reopened = reopen(actor, moves(relation, batch_id, source_id), on=on)
    left = [row for row in moves(relation, batch_id, source_id) if abs(row.shown_amount) < abs(row.open_amount)]
    frame = Frame(creditor_id, source_id, batch_id, on, actor.user_id)
    by_customer: dict[tuple[int, str], list[Part]] = defaultdict(list)
    for row in left:
        by_customer[row.customer_id, row.currency].append(Part(row.id, row.due_date, row.open_amount - row.shown_amount))
    for row in run_sql("ledger.settlements_left", source_id=source_id):
        by_customer[row.customer_id, row.currency].append(Part(row.id, row.due_date, row.open_amount))
    settle(frame, by_customer)
    settled_amount = sum((abs(row.open_amount - row.shown_amount) for row in left), Decimal(0))
    if left or reopened:
        change = {"source_id": source_id, "batch_id": batch_id, "settled": len(left), "amount": settled_amount, "reopened": len(reopened)}
        touched = {row.customer_id for row in left} | set(reopened.values())
        tell_many(actor, "settle_situation", creditor_id=creditor_id, customer_ids=touched, change=change)
    return Situation(len(left), settled_amount, len(reopened))


def moves(relation: str, batch_id: int, source_id: int) -> list[Any]:
    return run_on(relation, "situation_moves", batch_id=batch_id, source_id=source_id)[1]


def reopen(actor: Actor, rows: Iterable[Any], *, on: date) -> dict[int, int]:
    """Undo what earlier situations settled of items that are shown again; return their customers by item."""
    higher = {row.id: row.customer_id for row in rows if abs(row.shown_amount) > abs(row.open_amount)}
    reopened: dict[int, int] = {}
    for item_id, customer_id in higher.items():
        for row in standing(Allocation.objects.filter(customer_id=customer_id, reason=SITUATION), item_id):
            reverse(actor, row, on=on, reason=SITUATION)
            reopened[item_id] = customer_id
    return reopened


def settle(frame: Frame, by_customer: dict[tuple[int, str], list[Part]]) -> None:
    """Write one settlement per customer and currency for what does not cancel out, and the allocations."""
    owed = {key: sum((part.open_amount for part in parts), Decimal(0)) for key, parts in by_customer.items()}
    unpaired = [key for key, amount in owed.items() if amount]
    documents, items = new_ids("ledger_document", len(unpaired)), new_ids("ledger_open_item", len(unpaired))
    settlements = [Settlement(*key, -owed[key], pk, item) for key, pk, item in zip(unpaired, documents, items, strict=True)]
    copy_rows("ledger_document", DOCUMENT, [each.document(frame) for each in settlements])
    copy_rows("ledger_open_item", ITEM, [each.item(frame) for each in settlements])
    for each in settlements:
        by_customer[each.customer_id, each.currency].append(Part(each.item_id, frame.on, each.amount))
    allocate_all(frame, by_customer)


@dataclass(frozen=True, slots=True)
class Settlement:
    """Money that must have come (or gone), since the situation no longer shows what it settles."""

    customer_id: int
    currency: str
    amount: Decimal
    document_id: int
    item_id: int

    def document(self, frame: Frame) -> tuple[Any, ...]:
        kind = "payment" if self.amount < 0 else "other"
        return (
            self.document_id, frame.creditor_id, self.customer_id, kind, "", f"Situation {frame.on:%d/%m/%Y}", frame.on, self.currency,
            self.amount, "", "", "", frame.source_id, f"settled:{frame.batch_id}:{self.currency}:{self.document_id}",
        )  # fmt: skip

    def item(self, frame: Frame) -> tuple[Any, ...]:
        return (
            self.item_id, frame.creditor_id, self.customer_id, self.document_id, 1, frame.on, "given", self.currency,
            self.amount, self.amount,
        )  # fmt: skip


def allocate_all(frame: Frame, by_customer: dict[tuple[int, str], list[Part]]) -> None:
    pairs = [(customer_id, pair) for (customer_id, _), parts in by_customer.items() for pair in pairs_of(parts)]
    tail = (frame.on, frame.recorded_by, SITUATION, frame.batch_id)
    rows = [(frame.creditor_id, customer_id, pair.debit_id, pair.credit_id, pair.amount, *tail) for customer_id, pair in pairs]
    copy_rows("ledger_allocation", ALLOCATION, rows)
    move_open_amounts([pair for _, pair in pairs])
