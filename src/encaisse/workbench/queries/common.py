"""The calls of a day that are one call: whatever companies planned them, they ring at one number."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.dunning import queries as dunning
from encaisse.dunning.queries import ActionView
from encaisse.kit.actor import Actor
from encaisse.ui.formats import list_text
from encaisse.workbench.models import Call
from encaisse.workbench.rules.agenda import CallToMake
from encaisse.workbench.rules.common import made_as_one


def in_common(actor: Actor, calls: list[CallToMake]) -> list[CallToMake]:
    """Put together the calls that a run found to ring at one number, where they still do, each named after its company."""
    keys = Counter(call.common_key for call in calls if call.common_key)
    shared = {key for key, count in keys.items() if count > 1}
    numbers = numbers_of(actor, [call.customer_id for call in calls if call.common_key in shared])
    names = {card.id: card.short_name or card.name for card in creditors.creditors_in_reach(actor)}
    return made_as_one((replace(call, creditor_name=names.get(call.creditor_id, "")) for call in calls), numbers)


def numbers_of(actor: Actor, customer_ids: Iterable[int]) -> dict[int, bytes]:
    """Return at which number each customer is called: its recognisable digest."""
    return {pk: reach.address.digest for pk, reach in customers.numbers_to_call(actor, customer_ids).items()}


def made_with(actor: Actor, action: ActionView | None) -> list[ActionView]:
    """Return the calls in scope that are made together, this one among them, the largest overdue first."""
    if action is None or action.channel != "call":
        return []
    found = dunning.calls_made_with(actor, [action.common_key], besides=[action.id])
    numbers = numbers_of(actor, [each.customer_id for each in (action, *found)]) if found else {}
    here = numbers.get(action.customer_id)
    together = [action, *(each for each in found if here and numbers.get(each.customer_id) == here)]
    return sorted(together, key=lambda each: (-each.net_amount, each.customer_id))


def spoken_for(actor: Actor, calls: Iterable[Call]) -> dict[int, list[str]]:
    """Return for which other companies each common call was made: those in sight are named, the others are only told of."""
    rows = list(calls)
    firsts = {row.common_id or row.pk for row in rows}
    made = Call.objects.filter(Q(common_id__in=firsts) | Q(pk__in={row.common_id for row in rows if row.common_id}))
    together: dict[int, list[tuple[int, int, int]]] = {}
    for pk, common_id, creditor_id, customer_id in made.values_list("pk", "common_id", "creditor_id", "customer_id").order_by("pk"):
        together.setdefault(common_id or pk, []).append((pk, creditor_id, customer_id))
    if not together:
        return {}
    asked = [customer_id for each in together.values() for _, _, customer_id in each]
    seen = set(Customer.objects.filter(customers.in_scope(actor), pk__in=asked).values_list("pk", flat=True))
    names = {card.id: card.name for card in creditors.creditors_in_reach(actor)}
    return {
        row.pk: [
            names.get(creditor, "") if pk in seen else ""
            for call, creditor, pk in together.get(row.common_id or row.pk, ())
            if call != row.pk
        ]
        for row in rows
    }


def common_words(companies: list[str] | None) -> str:
    """Say of a call with which other companies' calls it was made."""
    if not companies:
        return ""
    named = dict.fromkeys(name or gettext("another company") for name in companies)
    return gettext("common call with %(companies)s") % {"companies": list_text(named)}
