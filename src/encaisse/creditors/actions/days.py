"""Writes of the days on which a company lives otherwise than its region: days it closes, days it works all the same."""

from datetime import date

from django.db import transaction

from encaisse.creditors import queries, rules
from encaisse.creditors.actions import decide_again, tell
from encaisse.creditors.models import ClosedDay, OpenedDay
from encaisse.creditors.rules.year import ClosedByTheCompany, Moved, NothingExceptional, OpenAlready, moved
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import NotFound


@transaction.atomic
def close_day(actor: Actor, creditor_id: int, *, day: date, name: str = "") -> Moved:
    """Close a day on which the company works: nothing leaves, and it is no working day in any delay."""
    queries.may_edit(actor, creditor_id)
    before = queries.own_calendar(actor, creditor_id)
    if not before.is_open(day):
        raise rules.ClosedAlready(day=day)
    if OpenedDay.objects.filter(creditor_id=creditor_id, day=day).exists():
        return follow_region(actor, creditor_id, day=day)
    ClosedDay.objects.create(creditor_id=creditor_id, day=day, name=name)
    tell(actor, "creditors.close_day", creditor_id, change={"day": day, "name": name})
    decide_again(actor, creditor_id)
    return moved(day, before=before, after=queries.own_calendar(actor, creditor_id))


@transaction.atomic
def work_day(actor: Actor, creditor_id: int, *, day: date, name: str = "") -> Moved:
    """Work on a week-end day or a public holiday: messages may leave, and delays count it."""
    queries.may_edit(actor, creditor_id)
    before = queries.own_calendar(actor, creditor_id)
    if before.is_open(day):
        raise OpenAlready(day=day)
    if ClosedDay.objects.filter(creditor_id=creditor_id, day=day).exists():
        raise ClosedByTheCompany(day=day)
    OpenedDay.objects.create(creditor_id=creditor_id, day=day, name=name)
    tell(actor, "creditors.work_day", creditor_id, change={"day": day, "name": name})
    decide_again(actor, creditor_id)
    return moved(day, before=before, after=queries.own_calendar(actor, creditor_id))


@transaction.atomic
def follow_region(actor: Actor, creditor_id: int, *, day: date) -> Moved:
    """Take an exceptional day back: it is again what the region makes of it."""
    queries.may_edit(actor, creditor_id)
    before = queries.own_calendar(actor, creditor_id)
    kept = [row for model in (ClosedDay, OpenedDay) for row in model.objects.select_for_update().filter(creditor_id=creditor_id, day=day)]
    if not kept:
        raise NothingExceptional(day=day)
    for row in kept:
        row.delete()
    tell(actor, "creditors.follow_region", creditor_id, change={"day": day})
    decide_again(actor, creditor_id)
    return moved(day, before=before, after=queries.own_calendar(actor, creditor_id))


@transaction.atomic
def open_day(actor: Actor, closed_day_id: int) -> None:
    """Work again on a day that was closed."""
    closed = ClosedDay.objects.filter(pk=closed_day_id).first()
    if closed is None:
        raise NotFound(what="closed day")
    follow_region(actor, closed.creditor_id, day=closed.day)
