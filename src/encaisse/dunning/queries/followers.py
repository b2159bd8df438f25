"""Who follows which scenario, and by which way: the creditor's default, the segment, the customer, the invoice."""

from dataclasses import dataclass
from decimal import Decimal

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.models import Assignment, Customer
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission


@dataclass(frozen=True, slots=True)
class Followers:
    """Customers that follow a scenario in one way, and what is overdue on them in the creditor's currency."""

    scenario_id: int
    source: str  # customer | segment | creditor
    segment: str
    customers: int
    overdue_amount: Decimal


@dataclass(frozen=True, slots=True)
class ItemsGiven:
    scenario_id: int
    items: int
    open_amount: Decimal


def followers(actor: Actor, creditor_id: int) -> list[Followers]:
    creditors.creditor(actor, creditor_id)
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    return [Followers(*row) for row in run_sql("dunning.scenario_followers", creditor_id=creditor_id, **scope) if row.scenario_id]


def items_given(actor: Actor, creditor_id: int) -> list[ItemsGiven]:
    creditors.creditor(actor, creditor_id)
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    return [ItemsGiven(*row) for row in run_sql("dunning.items_given", creditor_id=creditor_id, **scope)]


def customers_given(actor: Actor, scenario_id: int) -> int:
    """Count the customers in sight to whom a scenario of their own was given."""
    seen = Customer.objects.filter(customers.in_scope(actor))
    rows = Assignment.objects.filter(duty=Assignment.Duty.SCENARIO, to_on__isnull=True, value_id=scenario_id, customer__in=seen)
    return rows.count()
