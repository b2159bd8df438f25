"""Every kept figure of the ledger, reckoned again from the facts."""

from encaisse.db import run_sql
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.rules.verification import Difference, Verified

CHECKS = ("open_amounts", "document_sums", "balances", "ages", "allocations", "copies", "payers")


def differences(actor: Actor) -> Verified:
    """Reckon everything again; without `all_creditors`, what lies in the actor's reach."""
    actor.must(Permission.AUDIT_VIEW)
    reach = {"all_creditors": actor.all_creditors, "creditors": sorted(actor.creditors), "now": now()}
    found = [Difference(*map(str, row)) for check in CHECKS for row in run_sql(f"ledger.verify_{check}", **reach)]
    return Verified(run_sql("ledger.verify_size", **reach)[0].checked, tuple(found))
