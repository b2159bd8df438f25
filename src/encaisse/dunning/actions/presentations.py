"""What the post says of a registered letter: the day it was presented, or that nobody lives there (rule 7)."""

from datetime import date

from django.db import transaction

from encaisse.audit.actions import write_audits
from encaisse.creditors import queries as creditors
from encaisse.customers.actions import touch
from encaisse.db import execute_sql
from encaisse.db.clock import now
from encaisse.dunning import queries
from encaisse.dunning.actions.approve import deed
from encaisse.dunning.actions.steps import reopen_steps_of
from encaisse.dunning.models import ActionState, PlannedAction, Signal
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.dunning.rules.presentations import check_presentation
from encaisse.dunning.rules.progress import Presentation, stands_as_presented
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound


@transaction.atomic
def note_presentation(actor: Actor, action_id: int, *, outcome: Presentation, presented_on: date) -> None:
    """Note when a registered letter was presented (refused and unclaimed stand as presented), or reopen its step: address unknown."""
    actor.must(Permission.ACTION_CREATE)
    action = next(iter(queries.locked_actions(actor, [action_id])), None)
    if action is None:
        raise NotFound(what="letter")
    today = creditors.today_of(actor, action.creditor_id)
    check_presentation(channel=action.channel, state=action.state, posted_on=action.ended_on, presented_on=presented_on, today=today)
    if stands_as_presented(outcome):
        execute_sql("dunning.note_presented", action_id=action.pk, presented_on=presented_on)
        PlannedAction.objects.filter(pk=action.pk).update(result=outcome.value)
    else:
        reopen_steps_of([action.pk])
        PlannedAction.objects.filter(pk=action.pk).update(state=ActionState.FAILED, result=outcome.value)
    Signal.objects.filter(customer_id=action.customer_id, kind=TaskKind.PRESENTATION_DATE_MISSING, done_at__isnull=True).update(
        done_at=now(), done_by=actor.user_id
    )
    touch([action.customer_id])
    write_audits(actor, [deed(action, "letter.presented", outcome=outcome.value, on=presented_on.isoformat())])
