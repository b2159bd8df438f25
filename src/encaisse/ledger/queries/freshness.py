"""Until which day what we know is true: shown wherever decisions are made."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, Q

from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.models import Source


@dataclass(frozen=True, slots=True)
class SourceFreshness:
    source_id: int
    creditor_id: int
    kind: str
    name: str
    true_until_on: date | None
    received_at: datetime


def in_reach(actor: Actor) -> Q:
    return Q() if actor.all_creditors else Q(creditor_id__in=actor.creditors)


def freshness(actor: Actor, creditor_id: int | None = None, *, only_dated: bool = False) -> list[SourceFreshness]:
    """List the sources and until when each is true; `only_dated`: those that say it, for a list of customers says nothing of money."""
    actor.must(Permission.CUSTOMER_VIEW)
    rows = Source.objects.filter(in_reach(actor))
    if creditor_id is not None:
        rows = rows.filter(creditor_id=creditor_id)
    if only_dated:
        rows = rows.filter(true_until_on__isnull=False)
    columns = ("pk", "creditor_id", "kind", "name", "true_until_on", "received_at")
    return [SourceFreshness(*row) for row in rows.order_by("creditor_id", "name").values_list(*columns)]


def facts_true_until(actor: Actor, creditor_id: int) -> date | None:
    """Return the day until which every source of a creditor tells the truth: the oldest of them."""
    actor.must(Permission.CUSTOMER_VIEW)
    rows = Source.objects.filter(in_reach(actor), creditor_id=creditor_id, true_until_on__isnull=False)
    oldest: date | None = rows.aggregate(oldest=Min("true_until_on"))["oldest"]
    return oldest
