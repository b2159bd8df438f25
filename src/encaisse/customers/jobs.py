from encaisse.customers.actions import follow_assignments
from encaisse.db.clock import today
from encaisse.db.jobs import job
from encaisse.kit.actor import system_actor


@job("customers.follow_assignments", every="2 0 * * *")
def customers_come_back() -> int:
    """Let the customers lent until yesterday come back to whom they had."""
    return follow_assignments(system_actor(), on=today())
