"""Whose customers an actor sees: the condition that every read joins, for the ORM and for statements in files."""

from typing import Any

from django.db.models import Q

from encaisse.kit.actor import Actor, Permission, Scope

# The same words in every statement that reads customers (alias c): a test compares them.
SCOPE = """(%(scope_all_creditors)s OR {c}.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR {c}.collector_id = ANY (%(scope_people)s::bigint[])
         OR {c}.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR {c}.id = %(scope_customer)s OR {c}.payer_id = %(scope_customer)s)"""


def in_scope(actor: Actor, permission: Permission = Permission.CUSTOMER_VIEW) -> Q:
    """Return the condition that a customer lies in the actor's scope; refuse an actor without the permission."""
    people = people_in_scope(actor, permission)
    condition = Q() if actor.all_creditors else Q(creditor_id__in=actor.creditors)
    if people is not None:
        condition &= Q(collector_id__in=people) | Q(salesperson_id__in=people)
    if actor.customer_id is not None:
        condition &= Q(pk=actor.customer_id) | Q(payer_id=actor.customer_id)
    return condition


def people_in_scope(actor: Actor, permission: Permission) -> list[int] | None:
    """Return the users whose customers are in scope, or None when everybody's are."""
    scope = actor.must(permission).scope
    if scope is Scope.TEAM:
        return sorted(actor.team_ids | actor.own_ids)
    # A signed link, or a customer on its portal, is bounded by its customer; anyone else with "own" sees one's own portfolio.
    if scope is Scope.PORTFOLIO or (scope is Scope.OWN and actor.customer_id is None):
        return sorted(actor.own_ids)
    return None


def scope_sql(alias: str = "c") -> str:
    """Return the condition for a statement that reads customers under an alias; its parameters are `scope_parameters`."""
    return SCOPE.format(c=alias)


def scope_parameters(actor: Actor, permission: Permission = Permission.CUSTOMER_VIEW) -> dict[str, Any]:
    return {
        "scope_all_creditors": actor.all_creditors,
        "scope_creditors": sorted(actor.creditors),
        "scope_people": people_in_scope(actor, permission),
        "scope_customer": actor.customer_id,
    }


def is_of_whole_creditors(scope: dict[str, Any]) -> bool:
    """Tell whether the parameters of a scope leave out nobody's customers: statements may then start from other tables than customers."""
    return scope["scope_people"] is None and scope["scope_customer"] is None
