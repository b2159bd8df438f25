"""Closes of the portfolio: which there are, what one holds, and whether the ledger still confirms it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from encaisse.creditors import queries as creditors
from encaisse.customers.queries import scope_parameters
from encaisse.customers.queries.scope import is_of_whole_creditors
from encaisse.customers.rules import Filters, Page
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger.queries import BalanceRow, BalanceTotal
from encaisse.ledger.rules.verification import Difference, Verified
from encaisse.workbench.models import Close


@dataclass(frozen=True, slots=True)
class CloseView:
    """A close, and what it adds up to: for those who see whole creditors only."""

    id: int
    creditor_id: int
    closed_on: date
    known_at: datetime
    made_by_name: str
    customers: int | None
    items: int | None
    comments: int | None
    totals: dict[str, dict[str, Decimal]]
    sha256: str


def closes(actor: Actor, *, creditor_id: int | None = None) -> list[CloseView]:
    """Return the closes of the creditors in reach, the latest first."""
    whole = is_of_whole_creditors(scope_parameters(actor, Permission.INVOICE_VIEW))
    rows = Close.objects.filter(creditor_id__in=[card.id for card in creditors.creditors_in_reach(actor)])
    if creditor_id is not None:
        rows = rows.filter(creditor_id=creditor_id)
    return [close_view(row, whole=whole) for row in rows.order_by("-closed_on", "creditor_id")]


def close_view(row: Close, *, whole: bool) -> CloseView:
    totals = {currency: {name: Decimal(amount) for name, amount in sums.items()} for currency, sums in row.totals.items()}
    customers, items, comments = (row.customer_count, row.item_count, row.comment_count) if whole else (None, None, None)
    return CloseView(
        row.pk, row.creditor_id, row.closed_on, row.known_at, row.made_by_name, customers, items, comments, totals if whole else {},
        bytes(row.sha256).hex(),
    )  # fmt: skip


def close(actor: Actor, close_id: int) -> CloseView:
    """Return a close of a creditor in reach."""
    found = [each for each in closes(actor) if each.id == close_id]
    if not found:
        raise NotFound(what="close")
    return found[0]


def closed_days(actor: Actor, creditor_id: int) -> list[date]:
    creditors.creditor(actor, creditor_id)
    return list(Close.objects.filter(creditor_id=creditor_id).order_by("closed_on").values_list("closed_on", flat=True))


def first_facts(actor: Actor) -> dict[int, date | None]:
    """Return since when anything is known of each creditor in reach."""
    rows = run_sql("workbench.first_facts", all_creditors=actor.all_creditors, creditors=sorted(actor.creditors))
    return {row.creditor_id: row.first_fact_on for row in rows}


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """A balance of a close, and the comment of that day."""

    balance: BalanceRow
    comment_id: int | None


def closed_balances(
    actor: Actor, close_id: int, *, filters: Filters | None = None, sort: str = "-overdue", page: int = 1, size: int = 50
) -> Page[ClosedRow]:
    """Return one page of the balances of a close."""
    asked = closed_parameters(actor, close_id, filters)
    rows = run_sql("workbench.closed_balances", sort=sort, limit=size, offset=(page - 1) * size, **asked)
    count = sum(total.customers for total in closed_totals(actor, close_id, filters=filters))
    return Page(tuple(ClosedRow(BalanceRow._make(row[:-1]), row.comment_id) for row in rows), count, page, size)


def closed_totals(actor: Actor, close_id: int, *, filters: Filters | None = None) -> list[BalanceTotal]:
    return [BalanceTotal.read(row) for row in run_sql("workbench.closed_totals", **closed_parameters(actor, close_id, filters))]


def closed_parameters(actor: Actor, close_id: int, filters: Filters | None) -> dict[str, Any]:
    """Return the parameters of the statements that read a close: who may see the customer today sees what it owed then."""
    return {"close_id": close_id, **(filters or Filters()).parameters(), **scope_parameters(actor, Permission.INVOICE_VIEW)}


def differences(actor: Actor) -> Verified:
    """Reckon every close again, from the ledger as it was known then, and its hash."""
    actor.must(Permission.AUDIT_VIEW)
    reach = Close.objects.all() if actor.all_creditors else Close.objects.filter(creditor_id__in=actor.creditors)
    rows = list(reach.order_by("pk"))
    found = tuple(difference for row in rows for difference in differences_of(row))
    return Verified(sum(row.item_count for row in rows), found)


def differences_of(row: Close) -> Iterable[Difference]:
    asked = {"close_id": row.pk, "creditor_id": row.creditor_id, "at": row.closed_on, "known_at": row.known_at}
    for check in ("closed_items", "closed_balances"):
        for each in run_sql(f"workbench.verify_{check}", **asked):
            yield Difference(*map(str, each))
    kept, facts = bytes(row.sha256).hex(), bytes(run_sql("workbench.close_hash", close_id=row.pk)[0].sha256).hex()
    if kept != facts:
        yield Difference("close hash", f"close {row.pk} {row.closed_on}", kept, facts)
