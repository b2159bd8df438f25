"""Runs asked for on screen: how far each is, and what it gave."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from encaisse.dunning.models import RunOrder
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound

WAITING = "waiting"
LIVE = (WAITING, "running")


@dataclass(frozen=True, slots=True)
class RunOrderView:
    id: int
    creditor_id: int
    on: date
    is_full: bool
    is_simulation: bool
    accept_stale: bool
    state: str
    done: int
    total: int
    refused: dict[str, Any]
    report: dict[str, Any]
    asked_by: int | None
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_waiting(self) -> bool:
        return self.state == WAITING


COLUMNS = tuple(RunOrderView.__dataclass_fields__)


def run_order(actor: Actor, order_id: int) -> RunOrderView:
    found = next(iter(in_reach(actor, id=order_id)), None)
    if found is None:
        raise NotFound(what="run")
    return found


def run_orders(actor: Actor, *, only_live: bool = False, creditor_id: int | None = None, limit: int = 20) -> list[RunOrderView]:
    """Return the runs asked for, the newest first."""
    asked: dict[str, Any] = {"state__in": LIVE} if only_live else {}
    if creditor_id is not None:
        asked["creditor_id"] = creditor_id
    return in_reach(actor, **asked)[:limit]


def in_reach(actor: Actor, **asked: Any) -> list[RunOrderView]:
    actor.must(Permission.DUNNING_RUN)
    rows = RunOrder.objects.filter(**asked)
    if not actor.all_creditors:
        rows = rows.filter(creditor_id__in=actor.creditors)
    return [RunOrderView(**row) for row in rows.order_by("-id").values(*COLUMNS)[:200]]
