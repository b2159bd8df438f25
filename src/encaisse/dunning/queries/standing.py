"""Where each customer of a list stands: what was decided last about its payer, and the action under way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from encaisse.customers import queries as customers
from encaisse.db import run_sql
from encaisse.dunning.models import GoLive
from encaisse.kit.actor import Actor, Permission


@dataclass(frozen=True, slots=True)
class Standing:
    customer_id: int
    payer_id: int
    verdict: str
    reason: str
    until_on: date | None
    channel: str
    level: int | None
    state: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class HoldInForce:
    """A hold set by a person, of a customer or of one of its items, with what it keeps from being asked."""

    id: int
    creditor_id: int
    customer_id: int
    code: str
    name: str
    item_id: int | None
    reference: str
    reason: str
    comment: str
    from_on: date
    until_on: date
    set_by_name: str
    recorded_at: datetime
    overdue_amount: Decimal
    currency: str


def standings(actor: Actor, customer_ids: Iterable[int]) -> dict[int, Standing]:
    """Return where dunning stands with each customer of a list."""
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    return {row.customer_id: Standing(*row) for row in run_sql("dunning.standings", ids=list(customer_ids), **scope)}


def holds_in_force(actor: Actor, *, on: date, page: int = 1, size: int = 50) -> tuple[list[HoldInForce], int]:
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    rows = run_sql("dunning.holds_in_force", on=on, size=size, offset=(page - 1) * size, **scope)
    return [HoldInForce(*row[:-1]) for row in rows], rows[0].total if rows else 0


def live_since(actor: Actor) -> dict[int, datetime]:
    """Return since when each creditor in reach is live; one that is absent is not."""
    rows = GoLive.objects.filter(closed_at__isnull=False)
    if not actor.all_creditors:
        rows = rows.filter(creditor_id__in=actor.creditors)
    return {creditor_id: closed_at for creditor_id, closed_at in rows.values_list("creditor_id", "closed_at") if closed_at}
