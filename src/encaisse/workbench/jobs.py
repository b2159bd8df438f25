"""Background work of the workbench: the close of a month, on the first morning after it."""

from encaisse.db.jobs import job
from encaisse.kit.actor import system_actor
from encaisse.workbench import actions

# Every hour of the night and the morning: each creditor has a day of its own, and a worker may have been away.
EVERY_EARLY_HOUR = "10 0-9 * * *"


@job("workbench.close_months", every=EVERY_EARLY_HOUR, lock="workbench.close_months")
def close_months() -> int:
    """Close the month that has just ended for each creditor that was not closed yet."""
    return len(actions.close_months_due(system_actor()))
