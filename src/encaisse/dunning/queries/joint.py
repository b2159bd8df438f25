"""« Relance commune » (rule 6): who chose it, who speaks through whose message, and the message with everybody's block."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Q

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.db import run_sql
from encaisse.dunning.models import LIVE, JointCreditor, PlannedAction
from encaisse.dunning.queries.common import call_shared
from encaisse.dunning.queries.composing import Composition, compositions
from encaisse.dunning.queries.planned import action_items, planned
from encaisse.dunning.rules.addresses import Candidate, choose_per_address
from encaisse.dunning.rules.enclosures import LARGEST_LIMIT_MB, enclosed
from encaisse.dunning.rules.explain import Sentence, joined_to, speaks_for
from encaisse.dunning.rules.scenario import Channel
from encaisse.kit.actor import Actor

WAITING = ("to_approve", "approved")


def is_joint(actor: Actor, creditor_id: int) -> bool:
    """Say whether a creditor shares its reminders with those of the others that chose it."""
    creditors.creditor(actor, creditor_id)
    return JointCreditor.objects.filter(pk=creditor_id).exists()


def joining(actor: Actor, leader_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the waiting actions in scope that speak through the message of others, by the action that leads."""
    seen = Customer.objects.filter(customers.in_scope(actor)).values("id")
    rows = PlannedAction.objects.filter(joins_id__in=list(leader_ids), state__in=WAITING, channel="email", customer_id__in=seen)
    found: dict[int, list[int]] = {}
    for leader_id, action_id in rows.order_by("-net_amount", "id").values_list("joins_id", "id"):
        found.setdefault(leader_id or 0, []).append(action_id)
    return found


def jointly(actor: Actor, payer_id: int) -> tuple[Sentence, ...]:
    """Say through whose message an account speaks, or for whom its own message also speaks; and with whom it shares one call."""
    return (*message_shared(actor, payer_id), *call_shared(actor, payer_id))


def message_shared(actor: Actor, payer_id: int) -> tuple[Sentence, ...]:
    seen = Customer.objects.filter(customers.in_scope(actor), pk=payer_id).values("id")
    own = PlannedAction.objects.filter(customer_id__in=seen, state__in=LIVE, channel="email").values_list("pk", "joins_id").first()
    if own is None:
        return ()
    names = {card.id: card.name for card in creditors.creditors_in_reach(actor)}
    action_id, leader_id = own
    beside = PlannedAction.objects.filter(Q(pk=leader_id) | Q(joins_id=action_id), state__in=LIVE).order_by("pk")
    word = joined_to if leader_id else speaks_for
    return tuple(word(names.get(creditor_id, "")) for creditor_id in beside.values_list("creditor_id", flat=True))


def simulated(actor: Actor, weights: Mapping[int, Decimal], *, on: date) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Return through whose message each payer of a simulation would speak, or for whom it also would: names of companies."""
    rows = run_sql("dunning.simulated_addresses", payer_ids=list(weights), weights=list(weights.values()), on=on) if weights else []
    joined = choose_per_address(Candidate(row.payer_id, row.address, Channel.EMAIL, row.weight, is_common=True) for row in rows).joined
    names = {card.id: card.name for card in creditors.creditors_in_reach(actor)}
    of = {row.payer_id: names.get(row.creditor_id, "…") for row in rows}
    concerned = weights.keys() & {*joined, *joined.values()}
    return {
        payer_id: (of.get(joined.get(payer_id, 0), ""), tuple(of[each] for each, leader in joined.items() if leader == payer_id))
        for payer_id in concerned
    }


def with_joined(actor: Actor, leaders: Sequence[Composition], joined: Mapping[int, Sequence[int]], *, on: date) -> list[Composition]:
    """Put the blocks of those who join beside each message; one that goes elsewhere, has no IBAN or words of its own is left out."""
    ids = [action_id for each in joined.values() for action_id in each]
    if not ids:
        return list(leaders)
    views = planned(actor, states=WAITING, ids=ids, size=len(ids))[0]
    beside = {each.action.id: each for each in compositions(actor, views, action_items(actor, ids), on=on)}
    return [joint(leader, [beside[pk] for pk in joined.get(leader.action.id, ()) if pk in beside]) for leader in leaders]


def joint(leader: Composition, others: Iterable[Composition]) -> Composition:
    parts = tuple(each for each in others if may_stand_beside(each, leader))
    if not parts:
        return leader
    files = enclosed([file for each in (leader, *parts) for file in each.enclosed.files], limit_mb=LARGEST_LIMIT_MB)
    left_out = files.left_out + sum(each.enclosed.left_out for each in (leader, *parts))
    return replace(leader, joined=parts, enclosed=replace(files, left_out=left_out))


def may_stand_beside(each: Composition, leader: Composition) -> bool:
    is_same_address = each.reach is not None and leader.reach is not None and each.reach.address.digest == leader.reach.address.digest
    return (
        is_same_address
        and each.action.channel == leader.action.channel == "email"
        and bool(each.content.creditor.iban)
        and each.wording is None
    )
