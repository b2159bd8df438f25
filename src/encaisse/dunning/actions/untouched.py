"""What nobody touched ends as not done, dated from the day it was planned: counted against the team, never a formal notice."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.db import execute_sql
from encaisse.dunning.actions.portals import give_portals_up
from encaisse.dunning.actions.steps import end_steps_of
from encaisse.dunning.models import ActionState, PlannedAction
from encaisse.dunning.rules.morning import SALES_WINDOW
from encaisse.dunning.rules.progress import untouched_on
from encaisse.dunning.rules.scenario import Channel, Level, StepMode
from encaisse.dunning.rules.values import StepEnd
from encaisse.kit.actor import Actor

IS_SALES = Q(channel=Channel.SALES_TASK)


def end_untouched(actor: Actor, creditor_id: int, *, on: date, payer_ids: Sequence[int] | None = None) -> int:
    """End the calls and approvals nobody touched for five working days, and the tasks of sales after their three (rules 2, 13, 22)."""
    calendar, zone = creditors.own_calendar(actor, creditor_id), ZoneInfo(creditors.creditor(actor, creditor_id).timezone)
    with transaction.atomic():
        rows = waiting(creditor_id, since=calendar.add(on, -SALES_WINDOW - 1)).select_for_update()
        if payer_ids is not None:
            rows = rows.filter(customer_id__in=payer_ids)
        ended = [
            (ended_on, action_id)
            for action_id, channel, planned_since, call_back_at in rows.values_list("id", "channel", "planned_since", "call_back_at")
            if (ended_on := untouched_on(Channel(channel), planned_for(planned_since, call_back_at, zone), calendar, on=on))
        ]
        for ended_on, group in groupby(sorted(ended), key=itemgetter(0)):
            ids = [action_id for _, action_id in group]
            end_steps_of(ids, how=StepEnd.NOT_DONE, on=ended_on)
            PlannedAction.objects.filter(id__in=ids).update(state=ActionState.NOT_DONE, ended_on=ended_on)
            give_portals_up(actor, ids, on=on)
        execute_sql("dunning.forget_decisions", action_ids=[action_id for _, action_id in ended])
        if ended:
            change = {"actions": len(ended)}
            write_audit(
                actor, did="actions.not_done", subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id, change=change
            )
    return len(ended)


def planned_for(planned_since: date, call_back_at: datetime | None, zone: ZoneInfo) -> date:
    """Return the day from which somebody may be blamed: that of the plan, or the later one the customer asked to be called back on."""
    return planned_since if call_back_at is None else max(planned_since, call_back_at.astimezone(zone).date())


def waiting(creditor_id: int, *, since: date) -> QuerySet[PlannedAction]:
    """Return what waits for a person since a day at least; what a person approved, or leaves by itself, is nobody's to touch."""
    return PlannedAction.objects.filter(
        Q(approved_by__isnull=True) | Q(call_back_at__isnull=False) | Q(channel=Channel.PORTAL),
        IS_SALES | ~Q(mode=StepMode.AUTOMATIC),
        creditor_id=creditor_id, state__in=["to_approve", "approved"], level__lt=Level.FORMAL_NOTICE, planned_since__lte=since,
    )  # fmt: skip
