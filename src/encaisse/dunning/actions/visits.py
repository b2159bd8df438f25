"""What a planned visit gave: somebody met ends the step; nobody there is an attempt; gone away reopens the step elsewhere (rule 19)."""

from datetime import date

from django.db import transaction
from django.db.models import F

from encaisse.audit.actions import write_audits
from encaisse.creditors import queries as creditors
from encaisse.customers import actions as customer_actions
from encaisse.customers import queries as customers
from encaisse.customers.models import Health
from encaisse.dunning.actions.approve import deed
from encaisse.dunning.actions.results import one_locked
from encaisse.dunning.actions.steps import end_steps_of
from encaisse.dunning.models import ActionState, PlannedAction
from encaisse.dunning.rules.values import StepEnd
from encaisse.dunning.rules.visits import MET, VisitResult, check_visit, check_visited_on
from encaisse.kit.actor import Actor, Permission


@transaction.atomic
def note_visit(actor: Actor, action_id: int, *, result: VisitResult, visited_on: date) -> None:
    """Note what a planned visit gave, on the day it was made."""
    actor.must(Permission.ACTION_CREATE)
    action = one_locked(actor, action_id)
    check_visit(channel=action.channel, state=action.state)
    check_visited_on(visited_on, today=creditors.today_of(actor, action.creditor_id))
    changed: dict[str, object] = {"attempts": F("attempts") + 1, "result": result.value}
    if result in MET:
        changed |= {"state": ActionState.DONE, "ended_on": visited_on}
        end_steps_of([action.pk], how=StepEnd.DONE, on=visited_on)
    if result is VisitResult.GONE:
        changed |= {"state": ActionState.WITHDRAWN}
    PlannedAction.objects.filter(pk=action.pk).update(**changed)
    customer_actions.touch([action.customer_id])
    write_audits(actor, [deed(action, "visit.noted", result=result.value, on=visited_on.isoformat())])


def nobody_there(actor: Actor, customer_id: int, *, on: date) -> None:
    """Say that the postal address of a customer reaches nobody any more."""
    if reach := customers.best_address(actor, customer_id, "postal"):
        customer_actions.set_health(actor, reach.address.id, health=Health.DEAD, on=on, reason="gone away")
