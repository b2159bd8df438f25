"""Whom a day that a company closes or works concerns: said before it is confirmed."""

from dataclasses import dataclass
from datetime import date

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.dunning.models import Decision, PlannedAction
from encaisse.kit.actor import Actor, Permission


@dataclass(frozen=True, slots=True)
class Concerned:
    """How many accounts wait for that day, how many messages and tasks are ready, how many accounts the next run reads again."""

    that_day: int
    ready: int
    in_all: int


def concerned_by_day(actor: Actor, creditor_id: int, on: date) -> Concerned:
    """Count the accounts of a company whom a day that moves concerns."""
    creditors.creditor(actor, creditor_id)
    seen = Customer.objects.filter(customers.in_scope(actor, Permission.SETTINGS_EDIT), creditor_id=creditor_id).values("pk")
    decided = Decision.objects.filter(creditor_id=creditor_id, customer_id__in=seen)
    ready = PlannedAction.objects.filter(creditor_id=creditor_id, customer_id__in=seen, state__in=["to_approve", "approved"])
    return Concerned(decided.filter(until_on=on).count(), ready.count(), decided.count())
