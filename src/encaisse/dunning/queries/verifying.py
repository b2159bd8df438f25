"""What `encaisse verify` checks of dunning: the progress of each item is what its history says; a decision skipped was rightly skipped."""

from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.rules.verification import Difference, Verified


def differences(actor: Actor) -> Verified:
    """Work the progress of every item out again from the steps that ended."""
    actor.must(Permission.AUDIT_VIEW)
    rows = run_sql("dunning.progress_differences")
    checked = run_sql("dunning.progress_count")[0].count
    found = tuple(Difference("item progress", f"item {row.item_id}", str(row.kept), str(row.facts)) for row in rows)
    return Verified(checked, found)
