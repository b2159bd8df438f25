"""A job that failed, tried again because a person asks."""

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.db.actions import note_retry
from encaisse.db.jobs import enqueue
from encaisse.kit.actor import Actor


@transaction.atomic
def retry_job(actor: Actor, record_id: int) -> None:
    """Ask for a failed job again, as it was: jobs are idempotent, what is done is not done twice."""
    name, arguments = note_retry(actor, record_id)
    enqueue(name, **arguments)
    write_audit(actor, did="jobs.retry", subject_kind="job", subject_id=record_id, change={"job": name})
