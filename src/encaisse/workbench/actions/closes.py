"""A close: the portfolio of a creditor at the end of a day, frozen. Waiting for the writers, then four statements, however large."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.db import execute_sql, run_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.workbench.models import Close
from encaisse.workbench.queries import closes
from encaisse.workbench.rules.closes import check_close, month_end_due


@dataclass(frozen=True, slots=True)
class MadeClose:
    """A close just made: how much it holds, and the hash that proves it."""

    id: int
    creditor_id: int
    closed_on: date
    customers: int
    items: int
    comments: int
    totals: dict[str, dict[str, Decimal]]
    sha256: str


@transaction.atomic
def close_portfolio(actor: Actor, creditor_id: int, *, at: date, on: date) -> MadeClose:
    """Freeze the portfolio of a creditor as it stood at the end of a day, as known now."""
    actor.must(Permission.PORTFOLIO_CLOSE)
    creditor = creditors.creditor(actor, creditor_id)
    # Known until now: whoever wrote before is waited for, whoever comes later is dated later.
    known_at: datetime = run_sql("workbench.instant")[0].instant
    execute_sql("workbench.quieten_ledger")
    check_close(at, on=on, already=Close.objects.filter(creditor_id=creditor.id, closed_on=at).exists())
    close = Close.objects.create(
        creditor_id=creditor.id, closed_on=at, known_at=known_at, made_by=actor.user_id, made_by_name=actor.name[:120]
    )
    asked = {"close_id": close.pk, "creditor_id": creditor.id, "at": at, "known_at": known_at}
    execute_sql("workbench.close_items", **asked)
    execute_sql("workbench.close_balances", **asked)
    made = sealed(close)
    write_audit(
        actor, did="portfolio.closed", subject_kind="close", subject_id=close.pk, creditor_id=creditor.id,
        change={"at": at, "customers": made.customers, "items": made.items, "comments": made.comments, "sha256": made.sha256},
    )  # fmt: skip
    return made


def sealed(close: Close) -> MadeClose:
    """Count, add up and hash what was written; from here on the database refuses any change."""
    [counts] = run_sql("workbench.close_counts", close_id=close.pk)
    totals = {row.currency: amounts_of(row) for row in run_sql("workbench.close_totals", close_id=close.pk)}
    digest = bytes(run_sql("workbench.close_hash", close_id=close.pk)[0].sha256)
    written = {currency: {name: str(amount) for name, amount in sums.items()} for currency, sums in totals.items()}
    Close.objects.filter(pk=close.pk).update(
        customer_count=counts.customers, item_count=counts.items, comment_count=counts.comments, totals=written, sha256=digest
    )
    return MadeClose(close.pk, close.creditor_id, close.closed_on, counts.customers, counts.items, counts.comments, totals, digest.hex())


def amounts_of(row: Any) -> dict[str, Decimal]:
    return {name: value for name, value in row._asdict().items() if name.endswith("_amount") or name.startswith("age_")}


def close_months_due(actor: Actor) -> list[MadeClose]:
    """Close the month that has just ended for each creditor in reach whose facts were known then; nothing the second time."""
    due = [
        (creditor_id, at, on)
        for creditor_id, first_fact_on in closes.first_facts(actor).items()
        for on in (creditors.today_of(actor, creditor_id),)
        if (at := month_end_due(on, closed=closes.closed_days(actor, creditor_id), first_fact_on=first_fact_on))
    ]
    return [close_portfolio(actor, creditor_id, at=at, on=on) for creditor_id, at, on in due]
