from encaisse.creditors.actions import fill_working_days
from encaisse.db.jobs import job
from encaisse.kit.actor import system_actor


@job("creditors.fill_working_days", every="30 2 2 1,7 *")
def fill_working_days_ahead() -> int:
    """Keep the calendars filled two years ahead."""
    return fill_working_days(system_actor())
