from encaisse.audit.actions import make_partitions
from encaisse.db.clock import now
from encaisse.db.jobs import job
from encaisse.kit.actor import system_actor


@job("audit.make_partitions", every="17 3 1 * *")
def make_the_months_to_come() -> int:
    """Keep two years of monthly partitions ahead."""
    return make_partitions(system_actor(), on=now().date())
