from collections.abc import Iterable, Mapping
from typing import Any

from encaisse.audit.actions import write_audit
from encaisse.customers.actions.touch import touch
from encaisse.kit.actor import Actor


def tell(actor: Actor, did: str, subject: Any, *, change: Mapping[str, Any] | None = None) -> None:
    """Write down what was done to a customer (any row with `pk` and `creditor_id`), and touch it."""
    customer_id = getattr(subject, "customer_id", subject.pk)
    touch([customer_id])
    write_audit(
        actor, did=f"customers.{did}", subject_kind=type(subject).__name__.lower(), subject_id=subject.pk,
        creditor_id=subject.creditor_id, customer_id=customer_id, change=change,
    )  # fmt: skip


def tell_many(actor: Actor, did: str, creditor_id: int | None, customer_ids: Iterable[int], *, change: Mapping[str, Any]) -> None:
    """Write down one thing done to many customers at once: one entry, with their number."""
    ids = list(customer_ids)
    touch(ids)
    whole = {**change, "customers": len(ids), **({"customer_ids": ids} if len(ids) <= LISTED else {})}
    write_audit(actor, did=f"customers.{did}", subject_kind="customers", subject_id=None, creditor_id=creditor_id, change=whole)


# Beyond, the entry names the number only: the rows themselves tell who.
LISTED = 500
