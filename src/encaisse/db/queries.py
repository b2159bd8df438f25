"""What background work did: its records, and whether a worker is awake. Names no customer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from encaisse.db.models import JobRecord
from encaisse.db.statements import run_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound


@dataclass(frozen=True, slots=True)
class JobRun:
    """One job done, or tried: when, how long, and what went wrong."""

    id: int
    name: str
    arguments: dict[str, Any]
    started_at: datetime
    ended_at: datetime
    is_done: bool
    fault: str
    refusal: dict[str, Any]
    retried_at: datetime | None

    @property
    def seconds(self) -> float:
        return (self.ended_at - self.started_at).total_seconds()


@dataclass(frozen=True, slots=True)
class Workers:
    """Who does the background work, and what waits for it."""

    awake: int
    last_seen_at: datetime | None
    waiting: int
    under_way: int


# A worker gives a sign every ten seconds.
AWAKE_WITHIN = 30.0
COLUMNS = tuple(JobRun.__dataclass_fields__)


def job_runs(actor: Actor, *, since: datetime, until: datetime) -> list[JobRun]:
    """Return what was done between two instants, the newest first."""
    actor.must(Permission.SETTINGS_EDIT)
    rows = JobRecord.objects.filter(started_at__gte=since, started_at__lt=until).order_by("-started_at", "-id")
    return [JobRun(**row) for row in rows.values(*COLUMNS)[:500]]


def job_run(actor: Actor, record_id: int) -> JobRun:
    actor.must(Permission.SETTINGS_EDIT)
    row = JobRecord.objects.filter(pk=record_id).values(*COLUMNS).first()
    if row is None:
        raise NotFound(what="job")
    return JobRun(**row)


def workers(actor: Actor) -> Workers:  # noqa: ARG001 - whether somebody works is nobody's secret
    row = run_sql("db.workers", patience=AWAKE_WITHIN)[0]
    return Workers(row.awake, row.last_seen_at, row.waiting, row.under_way)


def jobs_alive(actor: Actor, name: str, argument: str) -> frozenset[int]:  # noqa: ARG001 - numbers, of nobody
    """Return what the jobs of a name that wait or are under way are about: the numbers of one of their arguments."""
    return frozenset(row.about for row in run_sql("db.jobs_alive", name=name, argument=argument))
