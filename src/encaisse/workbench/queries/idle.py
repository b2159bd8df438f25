"""« Échus sans action depuis N jours »: late payers whom nobody has spoken to, in whose hands they are, and what was done last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from encaisse.customers.queries import scope_parameters
from encaisse.customers.rules import Page
from encaisse.db import run_sql, stream_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.workbench.rules.idle import USUAL_DAYS, Deed, Duty, check_days, who_acts

AT_A_TIME = 1000  # rows read together when all of them are asked for


@dataclass(frozen=True, slots=True)
class IdleRow:
    """A payer late and left alone: since when, what was done last, why nothing is planned, who should act."""

    payer_id: int
    creditor_id: int
    code: str
    name: str
    currency: str
    overdue_amount: Decimal
    oldest_due_date: date
    days_late: int
    collector_id: int | None
    salesperson_id: int | None
    department: str
    dispute_due_on: date | None
    verdict: str
    reason: str
    until_on: date | None
    last_deed: Deed | None
    last_deed_on: date | None

    @property
    def duty(self) -> Duty:
        return who_acts(department=self.department, collector_id=self.collector_id, salesperson_id=self.salesperson_id)


@dataclass(frozen=True, slots=True)
class IdleTotal:
    """What is left alone in the hands of one collector, in one currency; 0 is nobody's."""

    collector_id: int
    currency: str
    payers: int
    overdue_amount: Decimal


def idle(
    actor: Actor,
    *,
    on: date,
    days: int = USUAL_DAYS,
    owner_id: int | None = None,
    sort: str = "-overdue",
    page: int = 1,
    size: int = 50,
) -> Page[IdleRow]:
    """Return one page of the payers late and left alone for so many days."""
    asked = asked_for(actor, on=on, days=days)
    rows = run_sql("workbench.idle", on=on, collector=owner_id, sort=sort, limit=size, offset=(page - 1) * size, **asked)
    return Page(tuple(idle_row(row) for row in rows), rows[0].total if rows else 0, page, size)


def idle_rows(actor: Actor, *, on: date, days: int = USUAL_DAYS, owner_id: int | None = None, sort: str = "-overdue") -> Iterator[IdleRow]:
    """Return all the payers late and left alone, as they come: in constant memory, within a transaction."""
    asked = asked_for(actor, on=on, days=days)
    rows = stream_sql("workbench.idle", chunk=AT_A_TIME, on=on, collector=owner_id, sort=sort, limit=None, offset=0, **asked)
    return map(idle_row, rows)


def idle_row(row: Any) -> IdleRow:
    fields: tuple[Any, ...] = (*row[:-3], Deed(row.last_deed) if row.last_deed else None, row.last_deed_on)
    return IdleRow(*fields)


def idle_totals(actor: Actor, *, on: date, days: int = USUAL_DAYS) -> list[IdleTotal]:
    """Return what is left alone by collector and currency, the largest first."""
    return [IdleTotal(*row) for row in run_sql("workbench.idle_totals", **asked_for(actor, on=on, days=days))]


def asked_for(actor: Actor, *, on: date, days: int) -> dict[str, Any]:
    check_days(days)
    return {"since": on - timedelta(days=days), **scope_parameters(actor, Permission.INVOICE_VIEW)}
