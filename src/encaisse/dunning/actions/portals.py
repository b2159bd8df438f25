"""Portals that were down: left aside for a while when the step that waited for them is given up (rules 2 and 19)."""

from datetime import date

from encaisse.customers import queries as customers
from encaisse.customers.actions import leave_portal_aside
from encaisse.customers.rules.portals import USUAL_ASIDE
from encaisse.dunning.models import PlannedAction
from encaisse.dunning.rules.deposits import DepositResult
from encaisse.kit.actor import Actor
from encaisse.kit.dates import working_days


def give_portals_up(actor: Actor, action_ids: list[int], *, on: date) -> None:
    """Leave aside the portals that were down until their step was counted as not done: what comes next goes another way (rules 2, 19)."""
    down = PlannedAction.objects.filter(pk__in=action_ids, channel="portal", result=DepositResult.DOWN.value)
    wanted = customers.portals_of(actor, down.values_list("customer_id", flat=True))
    until = working_days().add(on, USUAL_ASIDE)
    for customer_id in wanted:
        leave_portal_aside(actor, customer_id, until=until, on=on, reason=DepositResult.DOWN.value)
