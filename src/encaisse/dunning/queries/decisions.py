"""The latest decision of each payer, and « Ce qui n'est pas relancé » : overdue by hold reason, amount, age, owner, end date."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.db import run_sql
from encaisse.dunning.models import Decision
from encaisse.dunning.rules.left_alone import Chosen
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.rules.ages import AGE_ENDS


@dataclass(frozen=True, slots=True)
class NotDunned:
    """A payer left alone in a currency in which something is overdue: why, until when, in whose hands."""

    payer_id: int
    creditor_id: int
    code: str
    name: str
    verdict: str
    reason: str
    until_on: date | None
    overdue_amount: Decimal
    currency: str
    oldest_due_date: date | None
    days_late: int
    collector_id: int | None
    collector_name: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NotDunnedTotal:
    reason: str
    payers: int
    overdue_amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class NotDunnedPage:
    """A page of what is not dunned for one reason (or any), how many payers there are, and what each reason leaves alone."""

    reason: str
    rows: list[NotDunned]
    total: int
    totals: list[NotDunnedTotal]


@dataclass(frozen=True, slots=True)
class LatestDecision:
    payer_id: int
    decided_on: date
    decided_at: datetime
    verdict: str
    reason: str
    until_on: date | None
    detail: dict[str, Any]


def oldest_unfinished_instant() -> datetime:
    """Return the instant before which every recorded fact is visible to us: facts since then make the next run decide again."""
    instant: datetime = run_sql("dunning.oldest_unfinished_instant")[0].instant
    return instant


def latest_decision(actor: Actor, payer_id: int) -> LatestDecision | None:
    seen = Customer.objects.filter(customers.in_scope(actor), pk=payer_id)
    row = Decision.objects.filter(pk__in=seen.values("pk")).first()
    if row is None:
        return None
    return LatestDecision(row.customer_id, row.decided_on, row.decided_at, row.verdict, row.code, row.until_on, row.reason)


def scope_within(actor: Actor, creditor_id: int | None = None) -> dict[str, Any]:
    """Return the scope of whoever looks, narrowed to one company when one is chosen."""
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    if creditor_id is None:
        return scope
    return scope | {"scope_all_creditors": False, "scope_creditors": [creditor_id] if actor.reaches(creditor_id) else []}


def chosen_parameters(chosen: Chosen) -> dict[str, Any]:
    starts = [1, *(end + 1 for end in AGE_ENDS)]
    return {"reason": chosen.reason, "owner": chosen.owner, "age": chosen.age, "ends_by": chosen.ends_by, "age_starts": starts}


def not_dunned(
    actor: Actor, *, on: date, chosen: Chosen | None = None, sort: str = "-overdue", page: int = 1, size: int = 50
) -> tuple[list[NotDunned], int]:
    """Return a page of the payers with something overdue that no action of today speaks to, a line per currency, and how many lines."""
    chosen = chosen or Chosen()
    parameters = chosen_parameters(chosen) | scope_within(actor, chosen.creditor)
    rows = run_sql("dunning.not_dunned", on=on, sort=sort, size=size, offset=(page - 1) * size, **parameters)
    return [NotDunned(*row._replace(detail=json.loads(row.detail))[:-1]) for row in rows], rows[0].total if rows else 0


def not_dunned_totals(actor: Actor, *, creditor_id: int | None = None) -> list[NotDunnedTotal]:
    return [NotDunnedTotal(*row) for row in run_sql("dunning.not_dunned_totals", **scope_within(actor, creditor_id))]


def not_dunned_page(
    actor: Actor, *, on: date, reason: str = "", creditor_id: int | None = None, sort: str = "-overdue", page: int = 1, size: int = 50
) -> NotDunnedPage:
    """Return a page with its totals; a reason for which nothing is left alone asks for all. Whole creditors are read in one pass."""
    asked = Chosen(reason=reason, creditor=creditor_id)
    found = not_dunned_read(actor, on=on, asked=asked, sort=sort, page=page, size=size)
    if reason and reason not in {total.reason for total in found.totals}:
        return not_dunned_read(actor, on=on, asked=Chosen(creditor=creditor_id), sort=sort, page=page, size=size)
    return found


def not_dunned_read(
    actor: Actor, *, on: date, asked: Chosen | None = None, sort: str = "-overdue", page: int = 1, size: int = 50
) -> NotDunnedPage:
    asked = asked or Chosen()
    scope, reason = scope_within(actor, asked.creditor), asked.reason
    if not customers.is_of_whole_creditors(scope):
        found, total = not_dunned(actor, on=on, chosen=asked, sort=sort, page=page, size=size)
        return NotDunnedPage(reason, found, total, not_dunned_totals(actor, creditor_id=asked.creditor))
    rows = run_sql("dunning.not_dunned_whole", on=on, reason=reason, sort=sort, size=size, offset=(page - 1) * size, **scope)
    totals = [NotDunnedTotal(code, payers, Decimal(amount), currency) for code, payers, amount, currency in json.loads(rows[0].totals)]
    shown = [NotDunned(*row._replace(detail=json.loads(row.detail))[:-2]) for row in rows if row.id is not None]
    return NotDunnedPage(reason, shown, rows[0].total, totals)
