from encaisse.creditors import queries as creditors
from encaisse.db.clock import today
from encaisse.db.jobs import job
from encaisse.intake import actions, queries
from encaisse.people.queries import actor_of


@job("intake.take", attempts=2)
def take(*, upload_id: int, user_id: int) -> None:
    """Take in a large file for the person who sent it."""
    actor = actor_of(user_id, on=today())
    on = creditors.today_of(actor, queries.upload(actor, upload_id).creditor_id)
    actions.take_upload(actor, upload_id, on=on)
