"""Common calls (rule 6): the calls that ring at one number are one call, whichever companies planned them. A run notes which."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.db import run_sql
from encaisse.dunning.models import PlannedAction
from encaisse.dunning.queries.planned import ActionView, planned
from encaisse.dunning.rules.explain import Sentence, one_call_with
from encaisse.kit.actor import Actor


def calls_made_with(actor: Actor, keys: Iterable[int], *, besides: Iterable[int] = ()) -> list[ActionView]:
    """Return the calls to make in scope that the last run put together under these keys, besides those already at hand."""
    wanted, seen = list(keys), Customer.objects.filter(customers.in_scope(actor)).values("pk")
    rows = PlannedAction.objects.filter(Q(pk__in=wanted) | Q(joins_id__in=wanted), channel="call", state="approved", customer_id__in=seen)
    ids = list(rows.exclude(pk__in=list(besides)).values_list("pk", flat=True)) if wanted else []
    return planned(actor, states=["approved"], ids=ids, size=len(ids))[0] if ids else []


def calls_simulated(actor: Actor, payer_ids: Iterable[int], *, on: date) -> dict[int, tuple[str, ...]]:
    """Return with which accounts in scope each call of a simulation would be made: those that ring at one number."""
    asked = list(payer_ids)
    rows = run_sql("dunning.simulated_calls", payer_ids=asked, on=on) if asked else []
    seen = set(Customer.objects.filter(customers.in_scope(actor), pk__in=[row.payer_id for row in rows]).values_list("pk", flat=True))
    names = {card.id: card.name for card in creditors.creditors_in_reach(actor)}
    at: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        if row.payer_id in seen:
            at[row.address].append((row.payer_id, f"{row.name} ({names.get(row.creditor_id, '…')})"))
    wanted = {payer_id: group for group in at.values() for payer_id, _ in group if len(group) > 1}
    return {payer_id: tuple(name for pk, name in wanted[payer_id] if pk != payer_id) for payer_id in asked if payer_id in wanted}


def call_shared(actor: Actor, payer_id: int) -> tuple[Sentence, ...]:
    """Say with which other accounts in scope the call of a payer is made."""
    seen = Customer.objects.filter(customers.in_scope(actor), pk=payer_id).values("pk")
    own = PlannedAction.objects.filter(customer_id__in=seen, state="approved", channel="call").values_list("pk", "joins_id").first()
    if own is None:
        return ()
    names = {card.id: card.name for card in creditors.creditors_in_reach(actor)}
    found = calls_made_with(actor, [own[1] or own[0]], besides=[own[0]])
    return tuple(one_call_with(each.name, names.get(each.creditor_id, "…")) for each in found)
