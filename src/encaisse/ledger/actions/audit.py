from collections.abc import Iterable, Mapping
from typing import Any

from encaisse.audit.actions import write_audit
from encaisse.customers.actions import touch
from encaisse.kit.actor import Actor
from encaisse.ledger.actions.balances import refresh_balances


def tell(actor: Actor, did: str, *, kind: str, subject_id: int, row: Any, change: Mapping[str, Any], money_moved: bool = True) -> None:
    """Close an action about one customer: balances reckoned anew, customer touched, deed written down."""
    if money_moved:
        refresh_balances(actor, [row.customer_id])
    touch([row.customer_id])
    write_audit(
        actor, did=f"ledger.{did}", subject_kind=kind, subject_id=subject_id,
        creditor_id=row.creditor_id, customer_id=row.customer_id, change=change,
    )  # fmt: skip


def tell_many(actor: Actor, did: str, *, creditor_id: int | None, customer_ids: Iterable[int], change: Mapping[str, Any]) -> None:
    """Close an action about many customers: one entry, with its figures."""
    ids = sorted(set(customer_ids))
    refresh_balances(actor, ids)
    touch(ids)
    write_audit(actor, did=f"ledger.{did}", subject_kind="documents", subject_id=None, creditor_id=creditor_id, change=change)
