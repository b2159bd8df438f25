"""The time machine asked, run as a job, cancelled, forgotten. It writes its own result, and nothing about any customer."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from secrets import token_hex
from typing import Any

from django.db import transaction
from psycopg.types.json import Jsonb

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.db import copy_rows
from encaisse.db.clock import now, today
from encaisse.db.jobs import enqueue
from encaisse.db.queries import jobs_alive
from encaisse.dunning import queries
from encaisse.dunning.models import Replay, ReplayPayer, ReplayState
from encaisse.dunning.queries.machine import Answer, Asked, Stopped, replayed
from encaisse.dunning.rules.machine.asking import (
    ReplayCrashed,
    ReplayGone,
    ReplayInterrupted,
    ReplayNotOver,
    check_period,
    check_versions,
    costs_as_json,
    lane_as_json,
    payer_as_values,
)
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import Refusal, kept_refusal

log = logging.getLogger(__name__)

PAYER_COLUMNS = ("replay_id", "creditor_id", "customer_id", "lane", "kinds", "cost_amount", "level_days", "paid")
REAL = -1
JOB = "dunning.replay"


def version_ids(asked: Asked) -> list[int]:
    """Return the ids of the versions asked for; 0 is the one each customer follows."""
    return [version.version_id if version else 0 for version in asked.versions]


def check_asked(actor: Actor, asked: Asked) -> None:
    """Refuse a replay that nobody could run: the days, the versions, the creditor, the permission."""
    actor.must(Permission.SCENARIO_EDIT)
    creditors.creditor(actor, asked.creditor_id)
    check_period(asked.first, asked.last, today=max(today(), creditors.today_of(actor, asked.creditor_id)))
    check_versions(version_ids(asked))


@transaction.atomic
def ask_replay(actor: Actor, asked: Asked, *, name: str) -> int:
    """Ask for a replay: a job runs it, its result is kept under its name. Returns its id."""
    check_asked(actor, asked)
    settings = {
        "costs": costs_as_json(asked.costs), "calls_reached": asked.assumptions.calls_reached,
        "presented_after": asked.assumptions.presented_after,
    }  # fmt: skip
    row = Replay.objects.create(
        creditor_id=asked.creditor_id, name=name[:120], first_on=asked.first, last_on=asked.last,
        versions=version_ids(asked), segment=asked.segment, scenario_id=asked.scenario_id, most=asked.most,
        settings=settings, asked_by=actor.user_id, asked_by_name=actor.name[:120],
    )  # fmt: skip
    enqueue(JOB, replay_id=row.pk, user_id=actor.user_id)
    tell(actor, row, "asked", name=row.name)
    return row.pk


def run_replay(actor: Actor, replay_id: int) -> None:
    """Replay what was asked. Asked to stop, it stops at the next chunk; started again after a failure, it begins anew."""
    card = queries.replay_card(actor, replay_id)
    if card.state in {ReplayState.DONE, ReplayState.CANCELLED}:
        return
    Replay.objects.filter(pk=replay_id).update(state=ReplayState.RUNNING, failed={})
    try:
        with crashes_named(actor, f"R{replay_id}"):
            answer = replayed(actor, queries.asked_of(actor, card), told=lambda done, total: note_progress(replay_id, done, total))
    except Stopped:
        Replay.objects.filter(pk=replay_id).update(state=ReplayState.CANCELLED, ended_at=now())
        return
    except ReplayCrashed as crashed:
        fail(actor, replay_id, crashed)
        raise  # the job failed too: it shows among those of the night, under the same reference
    except Refusal as refusal:
        fail(actor, replay_id, refusal)
        return
    except BaseException:
        fail(actor, replay_id, ReplayInterrupted())
        raise
    keep(actor, replay_id, answer)


@contextmanager
def crashes_named(actor: Actor, prefix: str = "R") -> Iterator[None]:
    """Turn a fault into a sentence with a reference; the log tells the rest under it. Refusals and a stop asked for pass as they are."""
    actor.must(Permission.SCENARIO_EDIT)
    try:
        yield
    except (Refusal, Stopped):
        raise
    except Exception as fault:
        crashed = ReplayCrashed(reference=f"{prefix}-{token_hex(2).upper()}")
        log.exception("The time machine stopped on a fault: reference %s.", crashed.values["reference"])
        raise crashed from fault


@transaction.atomic
def fail(actor: Actor, replay_id: int, refusal: Refusal) -> None:
    """Keep why a replay failed, to be said in its reader's language."""
    Replay.objects.filter(pk=replay_id).update(state=ReplayState.FAILED, ended_at=now(), failed=kept_refusal(refusal))
    tell(actor, Replay.objects.get(pk=replay_id), "failed", why=refusal.in_words())


@transaction.atomic
def settle_lost_replays(actor: Actor) -> int:
    """Say that a replay failed when no job is left to run it: its job died before it could say so. Return how many."""
    alive = jobs_alive(actor, JOB, "replay_id")
    lost = Replay.objects.filter(state__in=[ReplayState.WAITING, ReplayState.RUNNING]).exclude(pk__in=alive).values_list("pk", flat=True)
    for replay_id in list(lost):
        fail(actor, replay_id, ReplayInterrupted())
    return len(lost)


@transaction.atomic
def replay_again(actor: Actor, replay_id: int) -> None:
    """Ask once more for a replay that failed or was cancelled: the same days, versions and costs, under the same name."""
    card = queries.replay_card(actor, replay_id)
    if not card.may_run_again:
        raise ReplayNotOver
    check_asked(actor, queries.asked_of(actor, card))
    Replay.objects.filter(pk=replay_id).update(
        state=ReplayState.WAITING, failed={}, ended_at=None, is_stopping=False, done_count=0, total_count=0
    )
    enqueue(JOB, replay_id=replay_id, user_id=actor.user_id)
    tell(actor, Replay.objects.get(pk=replay_id), "asked_again")


def note_progress(replay_id: int, done: int, total: int) -> None:
    """Write how far it is; stop if somebody asked."""
    Replay.objects.filter(pk=replay_id).update(done_count=done, total_count=total)
    if Replay.objects.filter(pk=replay_id, is_stopping=True).exists():
        raise Stopped


@transaction.atomic
def keep(actor: Actor, replay_id: int, answer: Answer) -> None:
    row = Replay.objects.select_for_update().get(pk=replay_id)
    ReplayPayer.objects.filter(replay_id=replay_id).delete()
    copy_rows("dunning_replay_payer", PAYER_COLUMNS, payer_rows(row, answer))
    row.result = {"lanes": [lane_as_json(each.lane) for each in answer.lanes], "real": lane_as_json(answer.real.lane)}
    row.state, row.ended_at = ReplayState.DONE, now()
    row.done_count = row.total_count = len(answer.payers)
    row.all_count = answer.total
    row.save(update_fields=["result", "state", "ended_at", "done_count", "total_count", "all_count"])
    tell(actor, row, "done", payers=len(answer.payers))


def payer_rows(row: Replay, answer: Answer) -> Iterator[tuple[Any, ...]]:
    """Yield a row per payer and lane in which something happened; every payer has its real one, with what it paid."""
    for lane, outcome in enumerate(answer.lanes):
        for payer in outcome.payers.values():
            kinds, cost, days = payer_as_values(payer)
            yield row.pk, row.creditor_id, payer.payer_id, lane, Jsonb(kinds), cost, Jsonb(days), Jsonb([])
    for payer_id in answer.payers:
        real = answer.real.payers.get(payer_id)
        kinds, cost, days = payer_as_values(real) if real else ({}, Decimal(0), {})
        paid = [
            {
                "currency": each.currency,
                "amount": str(each.amount),
                "first_on": each.first_on.isoformat(),
                "last_on": each.last_on.isoformat(),
            }
            for each in answer.paid.get(payer_id, ())
        ]
        yield row.pk, row.creditor_id, payer_id, REAL, Jsonb(kinds), cost, Jsonb(days), Jsonb(paid)


@transaction.atomic
def cancel_replay(actor: Actor, replay_id: int) -> None:
    """Ask a replay to stop; one that has not begun is over at once."""
    card = queries.replay_card(actor, replay_id)
    if card.is_over:
        raise ReplayGone
    changes: dict[str, Any] = {"is_stopping": True}
    if card.state == ReplayState.WAITING:
        changes |= {"state": ReplayState.CANCELLED, "ended_at": now()}
    Replay.objects.filter(pk=replay_id).update(**changes)
    tell(actor, Replay.objects.get(pk=replay_id), "cancelled")


@transaction.atomic
def forget_replay(actor: Actor, replay_id: int) -> None:
    """Throw the result of a replay away."""
    queries.replay_card(actor, replay_id)
    row = Replay.objects.get(pk=replay_id)
    ReplayPayer.objects.filter(replay_id=replay_id).delete()
    tell(actor, row, "forgotten", name=row.name)
    row.delete()


def tell(actor: Actor, row: Replay, did: str, **change: Any) -> None:
    write_audit(actor, did=f"replay.{did}", subject_kind="replay", subject_id=row.pk, creditor_id=row.creditor_id, change=change)
