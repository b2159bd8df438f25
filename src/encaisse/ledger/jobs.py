from encaisse.db.clock import today
from encaisse.db.jobs import job
from encaisse.kit.actor import system_actor
from encaisse.ledger.actions import re_age


@job("ledger.re_age", every="5 0 * * *")
def re_age_balances() -> int:
    """Age the balances of the day that begins."""
    return re_age(system_actor(), on=today())
