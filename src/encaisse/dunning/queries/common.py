"""Common calls (rule 6): the calls that ring at one number are one call, whichever companies planned them. A run notes which."""

from collections.abc import Iterable

from django.db.models import Q

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
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


def call_shared(actor: Actor, payer_id: int) -> tuple[Sentence, ...]:
    """Say with which other accounts in scope the call of a payer is made."""
    seen = Customer.objects.filter(customers.in_scope(actor), pk=payer_id).values("pk")
    own = PlannedAction.objects.filter(customer_id__in=seen, state="approved", channel="call").values_list("pk", "joins_id").first()
    if own is None:
        return ()
    names = {card.id: card.name for card in creditors.creditors_in_reach(actor)}
    found = calls_made_with(actor, [own[1] or own[0]], besides=[own[0]])
    return tuple(one_call_with(each.name, names.get(each.creditor_id, "…")) for each in found)
