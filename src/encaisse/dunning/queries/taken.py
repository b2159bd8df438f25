"""The steps taken for items, as the page of a document tells them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from encaisse.customers.models import Customer
from encaisse.customers.queries import in_scope
from encaisse.dunning.models import ItemStep, PlannedAction
from encaisse.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class StepTaken:
    item_id: int
    step_key: str
    level: int
    ended_on: date
    how: str
    channel: str


def steps_taken(actor: Actor, item_ids: Iterable[int]) -> list[StepTaken]:
    """Return the steps that ended for items, the latest first."""
    seen = Customer.objects.filter(in_scope(actor)).values("pk")
    rows = ItemStep.objects.filter(customer_id__in=seen, item_id__in=list(item_ids)).order_by("-ended_on", "-position")
    found = list(rows.values_list("item_id", "step_key", "level", "ended_on", "how", "planned_action_id"))
    actions = {row[5] for row in found if row[5]}
    channels = dict(PlannedAction.objects.filter(pk__in=actions).values_list("pk", "channel"))
    return [
        StepTaken(item_id, key, level, ended_on, how, channels.get(action_id or 0, ""))
        for item_id, key, level, ended_on, how, action_id in found
    ]
