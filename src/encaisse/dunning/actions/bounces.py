"""Rule 19: what came back reopens its step on the next channel or contact, and a person is told."""

from datetime import timedelta

from django.db import transaction

from encaisse.audit.actions import write_audits
from encaisse.customers.actions import touch
from encaisse.db import run_sql
from encaisse.db.clock import now
from encaisse.dunning import queries
from encaisse.dunning.actions.approve import deed
from encaisse.dunning.actions.signals import raise_signal, with_words
from encaisse.dunning.actions.steps import reopen_steps_of, work_progress_out
from encaisse.dunning.models import ActionState, PlannedAction
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.dunning.rules.progress import bounce_undoes
from encaisse.kit.actor import Actor, Permission

BOUNCED = "bounced"
LATELY = timedelta(days=7)


@transaction.atomic
def take_back_bounced(actor: Actor) -> int:
    """Reopen the steps whose message came back within three days; of an older one only the task is raised. Returns how many came back."""
    actor.must(Permission.ACTION_CREATE)
    rows = run_sql("dunning.bounced_actions", all_creditors=actor.all_creditors, creditors=sorted(actor.creditors))
    undone = [row.id for row in rows if bounce_undoes(row.sent_on, row.bounced_on)]
    PlannedAction.objects.filter(pk__in=undone).update(state=ActionState.FAILED)
    PlannedAction.objects.filter(pk__in=[row.id for row in rows]).update(result=BOUNCED)
    reopen_steps_of(undone)
    work_progress_out([row.id for row in rows])
    for row in rows:
        raise_signal(
            actor, row.customer_id, TaskKind.MESSAGE_BOUNCED, on=row.bounced_on, comment=with_words(row.recipient, row.bounce_detail)
        )
    tell_of_others(actor)
    tell_of_complaints(actor)
    touch({row.customer_id for row in rows})
    actions = {action.pk: action for action in queries.locked_actions(actor, [row.id for row in rows])} if rows else {}
    write_audits(actor, [deed(actions[row.id], "action.bounced", reopened=row.id in undone) for row in rows if row.id in actions])
    return len(rows)


def tell_of_others(actor: Actor) -> None:
    """Raise the task for messages of no step: written by hand, copies, statements."""
    scope = {"all_creditors": actor.all_creditors, "creditors": sorted(actor.creditors)}
    for row in run_sql("dunning.bounced_without_action", since=now() - LATELY, **scope):
        raise_signal(
            actor, row.customer_id, TaskKind.MESSAGE_BOUNCED, on=row.bounced_on, comment=with_words(row.recipient, row.bounce_detail)
        )


def tell_of_complaints(actor: Actor) -> None:
    """Raise the task for customers who marked a message as unwanted, or asked for no more at an address."""
    scope = {"all_creditors": actor.all_creditors, "creditors": sorted(actor.creditors)}
    for row in run_sql("dunning.complaints_untold", since=now() - LATELY, **scope):
        raise_signal(actor, row.customer_id, TaskKind.ADDRESS_OBJECTS, on=row.complained_on, comment=row.recipient)
