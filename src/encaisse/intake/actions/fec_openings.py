"""Opening entries of a year are last year's open items: matched by key, by piece, by amount, else by customer total; never added twice."""

from datetime import date

from encaisse.db import execute_sql, run_sql
from encaisse.intake.models import Import
from encaisse.intake.rules.findings import Finding

MATCHES = ("match_openings_by_piece", "match_openings_by_amount", "carry_matched_openings", "opening_rest", "drop_restated_openings")


def carry_openings(kept: Import, *, currency: str) -> list[Finding]:
    """Give the opening entries on the stage the identity of the items they carry forward."""
    days = run_sql("intake.opening_day", creditor_id=kept.creditor_id, source_id=kept.source_id)
    if not days:
        return []
    day: date = days[0].opening_day
    execute_sql("intake.new_openings", source_id=kept.source_id)
    execute_sql("intake.prior_items", source_id=kept.source_id, opening_day=day)
    for name in MATCHES:
        execute_sql(f"intake.{name}")
    for name in ("carry_items_by_total", "enter_opening_differences"):
        execute_sql(f"intake.{name}", import_id=kept.pk, currency=currency, opening_day=day)
    found = opening_findings()
    execute_sql("intake.close_openings")
    return found


def opening_findings() -> list[Finding]:
    found = [
        Finding(
            "opening_differs", None, {"customer": row.customer, "opening": row.opening, "ledger": row.ledger, "difference": row.difference}
        )
        for row in run_sql("intake.opening_findings")
    ]
    carried = run_sql("intake.openings_carried")[0]
    if carried.count:
        found.append(Finding("opening_carried", None, {"count": carried.count, "amount": carried.amount}))
    return found
