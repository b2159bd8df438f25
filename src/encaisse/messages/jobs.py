from encaisse.db.jobs import EVERY_MINUTE, job
from encaisse.kit.actor import system_actor
from encaisse.messages.actions import deliver_ready, fetch_mail


@job("messages.deliver", queue="messages", attempts=1)
def deliver() -> None:
    """Deliver what is ready now."""
    deliver_ready(system_actor())


@job("messages.deliver_due", queue="messages", every=EVERY_MINUTE, attempts=1)
def deliver_due() -> None:
    """Deliver what has come due: a slot, a retry, a minute's rest of a sender."""
    deliver_ready(system_actor())


@job("messages.fetch", queue="mail", every=EVERY_MINUTE, attempts=1, lock="messages.fetch")
def fetch() -> None:
    """Read the mailboxes whose turn has come."""
    fetch_mail(system_actor())
