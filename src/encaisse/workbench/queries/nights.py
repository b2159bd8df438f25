"""« Ce qui s’est passé cette nuit »: imports, runs, messages and jobs, in a fixed number of reads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from encaisse.db import queries as jobs
from encaisse.db import run_sql
from encaisse.db.queries import JobRun, Workers
from encaisse.dunning.models import Run
from encaisse.intake.models import Import
from encaisse.kit.actor import Actor, Permission
from encaisse.workbench.rules.nights import JobTally, Night, tallies


@dataclass(frozen=True, slots=True)
class NightImport:
    id: int
    creditor_id: int
    name: str
    kind: str
    imported_at: datetime
    counts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NightRun:
    creditor_id: int
    on: Any
    counts: dict[str, Any]
    started_at: datetime
    ended_at: datetime | None

    @property
    def seconds(self) -> float | None:
        """Return how long it took; nothing for a run of the demonstration, whose end is told in its own time."""
        took = (self.ended_at - self.started_at).total_seconds() if self.ended_at else -1.0
        return took if took >= 0 else None


@dataclass(frozen=True, slots=True)
class NightMailbox:
    """A mailbox in a night: the mails it gave, those filed by themselves, those that wait for a person."""

    creditor_id: int
    address: str
    read_at: datetime | None
    is_failing: bool
    mails: int
    filed: int
    to_file: int


@dataclass(frozen=True, slots=True)
class WhatHappened:
    imports: list[NightImport]
    runs: list[NightRun]
    messages: list[tuple[int, str, int]]
    mailboxes: list[NightMailbox]
    tallies: list[JobTally]
    failures: list[JobRun]
    workers: Workers


def what_happened(actor: Actor, night: Night) -> WhatHappened:
    actor.must(Permission.SETTINGS_EDIT)
    runs = jobs.job_runs(actor, since=night.since, until=night.until)
    return WhatHappened(
        imports=night_imports(actor, night), runs=night_runs(actor, night), messages=night_messages(actor, night),
        mailboxes=night_mailboxes(actor, night),
        tallies=tallies((run.name, run.is_done, run.seconds) for run in runs), failures=[run for run in runs if not run.is_done],
        workers=jobs.workers(actor),
    )  # fmt: skip


def reach(actor: Actor) -> Q:
    return Q() if actor.all_creditors else Q(creditor_id__in=actor.creditors)


def night_imports(actor: Actor, night: Night) -> list[NightImport]:
    rows = Import.objects.filter(reach(actor), imported_at__gte=night.since, imported_at__lt=night.until).order_by("imported_at")
    return [NightImport(**row) for row in rows.values(*NightImport.__dataclass_fields__)[:100]]


def night_runs(actor: Actor, night: Night) -> list[NightRun]:
    rows = Run.objects.filter(reach(actor), started_at__gte=night.since, started_at__lt=night.until).order_by("started_at")
    return [NightRun(**row) for row in rows.values(*NightRun.__dataclass_fields__)[:100]]


def night_messages(actor: Actor, night: Night) -> list[tuple[int, str, int]]:
    rows = run_sql(
        "workbench.night_messages", since=night.since, until=night.until, all_creditors=actor.all_creditors,
        creditors=sorted(actor.creditors),
    )  # fmt: skip
    return [(row.creditor_id, row.outcome, row.messages) for row in rows]


def night_mailboxes(actor: Actor, night: Night) -> list[NightMailbox]:
    """Return every mailbox in reach with what it gave in a night, nothing included: a silent mailbox was read too."""
    rows = run_sql(
        "workbench.night_mailboxes", since=night.since, until=night.until, all_creditors=actor.all_creditors,
        creditors=sorted(actor.creditors),
    )  # fmt: skip
    return [NightMailbox(*row) for row in rows]
