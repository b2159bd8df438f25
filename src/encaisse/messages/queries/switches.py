from dataclasses import dataclass
from datetime import datetime

from encaisse.kit.actor import Actor
from encaisse.messages.models import Switch


@dataclass(frozen=True, slots=True)
class Stop:
    creditor_id: int | None
    reason: str
    stopped_at: datetime
    stopped_by_name: str


def stops(actor: Actor) -> list[Stop]:
    """Return where sending is stopped, for everything first."""
    found = Switch.objects.filter(resumed_at=None).order_by("-creditor_id")
    rows = found.values_list("creditor_id", "reason", "stopped_at", "stopped_by_name")
    return [Stop(*row) for row in rows if row[0] is None or actor.reaches(row[0])]


def stopped_creditors(actor: Actor) -> dict[int | None, str]:
    """Return the reason of each stop by creditor; None stands for everything."""
    return {stop.creditor_id: stop.reason for stop in stops(actor)}
