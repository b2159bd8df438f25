"""The open items of a customer, with what holds each of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from encaisse.customers.rules import Page
from encaisse.disputes import queries as disputes
from encaisse.disputes.queries import DisputeView
from encaisse.dunning import queries as dunning
from encaisse.dunning.queries.moment import HoldView
from encaisse.kit.actor import Actor
from encaisse.kit.money import decimals
from encaisse.kit.refusals import NotFound
from encaisse.ledger import queries as ledger
from encaisse.ledger.queries import OpenItemRow
from encaisse.workbench.queries.claimable import is_claimable, main_currency
from encaisse.workbench.queries.document import Evidence, evidence_of
from encaisse.workbench.queries.file import Commitments

HOLDING = frozenset({"open", "to_check"})


@dataclass(frozen=True, slots=True)
class HeldRow:
    """An open item and what is disputed of it, promised for it, planned or held."""

    item: OpenItemRow
    disputed: bool
    promised_for: date | None
    held_until: date | None
    is_planned: bool
    days_late: int
    minor: int
    waits: bool = False  # under « À qualifier »
    evidence: Evidence | None = None
    payee: str = ""
    """The factor to whom it is assigned, and who alone is paid."""

    @property
    def is_noted(self) -> bool:
        """Tell whether something is to be said of the item beside its amount."""
        noted = (self.disputed, self.promised_for, self.held_until, self.is_planned, self.payee, self.waits)
        return any(noted)


def items(
    actor: Actor,
    customer_id: int,
    engaged: Commitments,
    holds: Iterable[HoldView],
    *,
    on: date,
    search: str,
    sort: str,
    page: int,
    size: int,
) -> Page[HeldRow]:
    """Return a page of what is open, or of everything when asked."""
    found = ledger.items_of(actor, customer_id, search=search, sort=sort, page=page, size=size)
    evidence = evidence_of(actor, {row.document_id for row in found.rows})
    factors = {pk: card.name for pk, card in ledger.payees_of_documents(actor, {row.document_id for row in found.rows}).items()}
    rows = tuple(
        replace(row, evidence=evidence.get(row.item.document_id), payee=factors.get(row.item.document_id, ""))
        for row in held_rows(found.rows, engaged, holds, on=on)
    )
    return Page(rows, found.count, page, size)


def replacements(actor: Actor, customer_id: int, dispute_id: int) -> list[OpenItemRow]:
    """Return the open invoices that may replace what a dispute contests: all but those, the latest first."""
    contested = {item_id for each in disputes.disputes(actor, [dispute_id]).values() for item_id in each.item_ids}
    found = ledger.open_items(actor, customer_id=customer_id)
    return sorted((row for row in found if row.open_amount > 0 and row.id not in contested), key=lambda row: row.issued_on, reverse=True)


def contested(actor: Actor, dispute_id: int) -> tuple[DisputeView, list[str]]:
    """Return a dispute and the numbers of the invoices it contests, the oldest first."""
    found = disputes.disputes(actor, [dispute_id])
    if dispute_id not in found:
        raise NotFound(what="dispute")
    named = sorted(ledger.items(actor, found[dispute_id].item_ids).values(), key=lambda row: (row.due_date, row.id))
    return found[dispute_id], [row.reference for row in named]


def held_rows(rows: Iterable[OpenItemRow], engaged: Commitments, holds: Iterable[HoldView], *, on: date) -> list[HeldRow]:
    disputed = {item_id for dispute in engaged.disputes if dispute.closed_on is None for item_id in dispute.item_ids}
    promised: dict[int, date] = {}
    for promise in engaged.promises:
        if promise.state in HOLDING:
            promised |= dict.fromkeys(promise.item_ids, promise.promised_for)
    planned = {item_id for plan in engaged.plans if plan.state == "accepted" for item_id in plan.item_ids}
    held = {hold.item_id: hold.until_on for hold in holds if hold.item_id}
    return [
        HeldRow(
            item=row, disputed=row.id in disputed,
            promised_for=promised.get(row.id), held_until=held.get(row.id), is_planned=row.id in planned,
            days_late=max((on - row.due_date).days, 0) if row.open_amount > 0 else 0, minor=minor_units(row.open_amount, row.currency),
            waits=not row.is_dunnable_on(on),
        )
        for row in rows
    ]  # fmt: skip


def chosen(actor: Actor, customer_id: int, ids: Iterable[int]) -> list[OpenItemRow]:
    """Return the ticked items that belong to the customer, the oldest due first."""
    found = [row for row in ledger.items(actor, ids).values() if row.customer_id == customer_id and row.open_amount]
    return sorted(found, key=lambda row: (row.due_date, row.id))


def overdue(actor: Actor, customer_id: int, *, on: date) -> list[OpenItemRow]:
    """Return what may be claimed of a customer: late debits nobody left out and no judgment stopped, in the currency that weighs most."""
    late = [row for row in ledger.open_items(actor, customer_id=customer_id) if is_claimable(row, on=on)]
    stopped = dunning.stopped_items(actor, [customer_id], on=on) if late else ()
    return main_currency([row for row in late if row.id not in stopped])


def minor_units(amount: Decimal, currency: str) -> int:
    """Return an amount in the currency's smallest coins, as pages add them."""
    return int(amount.scaleb(decimals(currency)))
