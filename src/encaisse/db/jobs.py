"""Background work by name. A job is enqueued in the transaction that needs it: rolled back with it, seen only once committed.

Jobs are idempotent: a worker that dies leaves its job to another one. Their arguments are JSON. A room declares its jobs in
`jobs.py`; whoever enqueues knows only the name.
"""

import functools
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from asgiref.sync import async_to_sync
from django.db import transaction
from django.utils.module_loading import autodiscover_modules
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager

from encaisse.db.actions import forget_records, keep_record
from encaisse.kit.actor import system_actor

log = logging.getLogger(__name__)
Work = TypeVar("Work", bound=Callable[..., Any])

STALLED_AFTER = 30.0
SHUTDOWN = 10.0
EVERY_MINUTE = "* * * * *"


def job(
    name: str, *, queue: str = "default", attempts: int = 5, every: str | None = None, lock: str | None = None
) -> Callable[[Work], Work]:
    """Declare a job. `every`: a cron line, for a job that starts by itself (one at a time). A failed attempt waits longer each time."""

    def declare(work: Work) -> Work:
        retry = RetryStrategy(max_attempts=attempts, exponential_wait=4) if attempts > 1 else False
        registered = recorded(name, without_timestamp(work) if every else work, is_quiet=every == EVERY_MINUTE)
        task = app.task(name=name, queue=queue, retry=retry, lock=lock)(registered)
        if every:
            app.periodic(cron=every, periodic_id=name, queueing_lock=name)(task)
        return work

    return declare


def without_timestamp(work: Callable[[], Any]) -> Callable[[int], Any]:
    """Procrastinate tells a periodic job its planned time; ours ask the clock."""

    @functools.wraps(work)
    def called(timestamp: int) -> Any:  # noqa: ARG001 - the name and place are Procrastinate's
        return work()

    return called


def recorded(name: str, work: Callable[..., Any], *, is_quiet: bool) -> Callable[..., Any]:
    """Keep what became of each job, for whoever looks in the morning; of the work of every minute, only what failed."""

    @functools.wraps(work)
    def called(**arguments: Any) -> Any:
        started_at = datetime.now(UTC)
        try:
            answer = work(**arguments)
        except Exception as fault:
            keep_record(system_actor(), name, arguments=arguments, started_at=started_at, ended_at=datetime.now(UTC), fault=fault)
            raise
        if not is_quiet:
            keep_record(system_actor(), name, arguments=arguments, started_at=started_at, ended_at=datetime.now(UTC))
        return answer

    return called


def enqueue(
    name: str,
    /,
    *,
    queue: str = "default",
    lock: str | None = None,
    once: str | None = None,
    schedule_at: datetime | None = None,
    priority: int = 0,
    **arguments: Any,
) -> int | None:
    """Enqueue a job in this transaction. `lock`: one at a time; `once`: not again while one is waiting (then None is returned)."""
    task = app.configure_task(
        name, allow_unknown=True, queue=queue, lock=lock, queueing_lock=once, schedule_at=schedule_at, priority=priority
    )
    if once is None:
        return task.defer(**arguments)
    try:
        with transaction.atomic():
            return task.defer(**arguments)
    except AlreadyEnqueued:
        return None


def known_jobs() -> frozenset[str]:
    """Return the names of every job declared by a room."""
    autodiscover_modules("jobs")
    return frozenset(name for name in app.tasks if not name.startswith("builtin:"))


def work(*, concurrency: int = 1, queues: list[str] | None = None, wait: bool = True) -> None:
    """Work on the queue until told to stop; without `wait`, until nothing is waiting."""
    known_jobs()
    with app.replace_connector(app.connector.get_worker_connector()) as own:  # type: ignore[attr-defined]
        own.run_worker(concurrency=concurrency, queues=queues, wait=wait, shutdown_graceful_timeout=SHUTDOWN, delete_jobs="successful")


@job("db.retry_stalled_jobs", every=EVERY_MINUTE, attempts=1)
def retry_stalled_jobs() -> int:
    """Give the jobs of dead workers back to the queue, and return how many."""
    jobs = JobManager(DjangoConnector())
    stalled = list(async_to_sync(jobs.get_stalled_jobs)(seconds_since_heartbeat=STALLED_AFTER))
    for each in stalled:
        log.warning("The worker of job %s (%s) is gone: the job is retried.", each.id, each.task_name)
        async_to_sync(jobs.retry_job)(each)
    return len(stalled)


@job("db.forget_records", every="40 2 * * *", attempts=1)
def forget_old_records() -> int:
    """Forget what became of the jobs of more than two months ago."""
    return forget_records(system_actor(), before=datetime.now(UTC) - timedelta(days=62))
