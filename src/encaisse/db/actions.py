import logging
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError

from encaisse.db.clock import demonstration_day, now
from encaisse.db.models import JobRecord, StoppedClock
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound, Refusal, kept_refusal

log = logging.getLogger(__name__)
LONGEST_FAULT = 2000


def stop_clock(actor: Actor, *, on: date) -> None:
    """Let the demonstration database stand on a day, for every process."""
    actor.must(Permission.SETTINGS_EDIT)
    StoppedClock.objects.update_or_create(pk=1, defaults={"stopped_on": on})
    demonstration_day.forget()


def restart_clock(actor: Actor) -> None:
    actor.must(Permission.SETTINGS_EDIT)
    StoppedClock.objects.all().delete()
    demonstration_day.forget()


def keep_record(
    actor: Actor, name: str, *, arguments: dict[str, Any], started_at: datetime, ended_at: datetime, fault: Exception | None = None
) -> None:
    """Write down what became of a job; whatever keeps it from being written must not hide what the job did."""
    actor.must(Permission.SETTINGS_EDIT)
    said = "" if fault is None else f"{type(fault).__name__}: {fault}"
    refusal = kept_refusal(fault) if isinstance(fault, Refusal) else {}
    try:
        JobRecord.objects.create(
            name=name, arguments=arguments, started_at=started_at, ended_at=ended_at, is_done=fault is None,
            fault=said[:LONGEST_FAULT], refusal=refusal,
        )  # fmt: skip
    except DatabaseError:
        log.exception("The record of the job %s could not be kept.", name)


def note_retry(actor: Actor, record_id: int) -> tuple[str, dict[str, Any]]:
    """Note that a failed job is tried again, once; return its name and arguments for whoever asks for it."""
    actor.must(Permission.SETTINGS_EDIT)
    record = JobRecord.objects.select_for_update().filter(pk=record_id, is_done=False, retried_at=None).first()
    if record is None:
        raise NotFound(what="job")
    JobRecord.objects.filter(pk=record_id).update(retried_at=now())
    return record.name, record.arguments


def forget_records(actor: Actor, *, before: datetime) -> int:
    """Forget what became of the jobs of long ago."""
    actor.must(Permission.SETTINGS_EDIT)
    return JobRecord.objects.filter(started_at__lt=before).delete()[0]
