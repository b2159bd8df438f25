"""Runs asked for on screen: one at a time per company, done by a job, their progress written as they go."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.db.clock import now
from encaisse.db.jobs import enqueue
from encaisse.dunning import queries
from encaisse.dunning.actions.run import RunReport, RunUnderWay, Told, run_dunning
from encaisse.dunning.models import RunOrder
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import Refusal, kept_refusal


def order_run(actor: Actor, creditor_id: int, *, on: date, full: bool = False, simulate: bool = False, accept_stale: bool = False) -> int:
    """Ask for a run, or for its simulation; a job does it. Refuses while one is under way for this company."""
    actor.must(Permission.DUNNING_RUN)
    creditors.creditor(actor, creditor_id)
    queries.must_be_fresh(actor, creditor_id, on=on, accepted=accept_stale)
    try:
        with transaction.atomic():
            order = RunOrder.objects.create(
                creditor_id=creditor_id, on=on, is_full=full, is_simulation=simulate, accept_stale=accept_stale, asked_by=actor.user_id
            )
            enqueue("dunning.run_ordered", order_id=order.pk, user_id=actor.user_id)
            change = {"on": on, "full": full, "simulate": simulate, "accept_stale": accept_stale}
            write_audit(
                actor, did="dunning.order_run", subject_kind="run_order", subject_id=order.pk, creditor_id=creditor_id, change=change
            )
    except IntegrityError:
        raise RunUnderWay from None
    return order.pk


def take_order(actor: Actor, order_id: int) -> None:
    """Do a run asked for. A refusal is kept with it, to be said in its reader's language; a fault shows, and frees the company."""
    order = queries.run_order(actor, order_id)
    taken = RunOrder.objects.filter(pk=order_id, state=RunOrder.State.WAITING).update(state=RunOrder.State.RUNNING, started_at=now())
    if not taken:
        return  # another worker was faster, or the run was cut short: it is asked for again by a person
    try:
        report = run_dunning(
            actor, on=order.on, creditor_ids=[order.creditor_id], full=order.is_full, dry_run=order.is_simulation,
            accept_stale=order.accept_stale, told=lambda done, total: note_progress(order_id, done, total),
        )  # fmt: skip
    except Refusal as refusal:
        close(order_id, RunOrder.State.REFUSED, refused=kept_refusal(refusal))
    except Exception:
        close(order_id, RunOrder.State.FAILED)
        raise
    else:
        close(order_id, RunOrder.State.DONE, report=report_values(report), is_simulation=report.is_dry)


def note_progress(order_id: int, done: int, total: int) -> None:
    RunOrder.objects.filter(pk=order_id).update(done=done, total=total)


def close(order_id: int, state: str, **values: Any) -> None:
    RunOrder.objects.filter(pk=order_id).update(state=state, ended_at=now(), **values)


@transaction.atomic
def give_up_order(actor: Actor, order_id: int) -> None:
    """Free a company whose run stopped halfway: its worker died. Running again does only what is left."""
    order = queries.run_order(actor, order_id)
    if not order.is_live:
        return
    close(order_id, RunOrder.State.FAILED)
    write_audit(actor, did="dunning.give_up_run", subject_kind="run_order", subject_id=order_id, creditor_id=order.creditor_id)


def report_values(report: RunReport) -> dict[str, Any]:
    return {
        "payers": report.payers, "decided": report.decided, "waiting": report.waiting,
        "planned": dict(report.planned), "held": dict(report.held), "told": [told_values(told) for told in report.told],
    }  # fmt: skip


def told_values(told: Told) -> dict[str, Any]:
    return {
        **asdict(told), "until": told.until.isoformat() if told.until else None,
        "net_amounts": {currency: str(amount) for currency, amount in told.net_amounts.items()},
    }  # fmt: skip
