"""The team as its manager sees it: who is here, what waits for each, what was done, what rolls over."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission, Scope
from encaisse.people import queries as people
from encaisse.people.queries import Absent
from encaisse.people.rules import Person
from encaisse.workbench.models import Call
from encaisse.workbench.queries.day import collector_cards
from encaisse.workbench.queries.order import capacities
from encaisse.workbench.queries.progress import goals
from encaisse.workbench.rules.agenda import CAPACITY
from encaisse.workbench.rules.team import Goal, Load


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A collector's day as numbers."""

    person: Person
    load: Load
    drafts: int = 0
    replies: int = 0
    not_done: int = 0
    absent: Absent | None = None
    goals: tuple[Goal, ...] = ()


def collectors_led(actor: Actor, *, on: date) -> list[Person]:
    """Return the collectors a manager leads: everybody's, or those of the own team."""
    grant = actor.must(Permission.TEAM_MANAGE)
    cards = collector_cards(actor, on=on)
    return [card for card in cards if card.id in actor.team_ids | actor.own_ids] if grant.scope is Scope.TEAM else cards


def target_currency(actor: Actor) -> str:
    """Return the currency targets are set in: that of most of the companies in reach, the euro when there is none yet."""
    found = Counter(card.currency for card in creditors.creditors_in_reach(actor))
    return found.most_common(1)[0][0] if found else "EUR"


def team(actor: Actor, *, on: date) -> list[Member]:
    """Return each collector's day, in a fixed number of reads."""
    cards = collectors_led(actor, on=on)
    ids = [card.id for card in cards]
    held, made, asked = capacities(actor, ids, on=on), calls_made(actor, ids, on=on), live_work(actor, ids, on=on)
    replied, away, months = replies_waiting(actor, ids), people.absent(actor, ids, on=on), goals(actor, owner_ids=ids, on=on)
    missed = not_done(actor, ids, on=on)
    return [
        Member(
            person=card,
            load=load_of(asked.get(card.id), capacity=held.get(card.id, CAPACITY), done=made.get(card.id, 0)),
            drafts=asked[card.id].draft_count if card.id in asked else 0,
            replies=replied.get(card.id, 0),
            not_done=missed.get(card.id, 0),
            absent=away.get(card.id),
            goals=tuple(months.get(card.id, ())),
        )
        for card in cards
    ]


def load_of(waiting: Any, *, capacity: int, done: int) -> Load:
    return Load(capacity, done, waiting.waiting_count, waiting.oldest_on) if waiting else Load(capacity, done, 0)


def calls_made(actor: Actor, owner_ids: Iterable[int], *, on: date) -> dict[int, int]:
    """Return how many calls each person made on a day."""
    actor.must(Permission.TEAM_MANAGE)
    made = Call.objects.filter(called_by__in=list(owner_ids), called_on=on, is_incoming=False, common_id__isnull=True)
    rows = made.values("called_by").order_by("called_by")
    return {pk: count for pk, count in rows.annotate(count=Count("pk")).values_list("called_by", "count") if pk}


def live_work(actor: Actor, owner_ids: list[int], *, on: date) -> dict[int, Any]:
    """Return what waits for the customers of each person: calls of the day, the oldest, messages to approve."""
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    return {row.collector_id: row for row in run_sql("workbench.team_calls", owner_ids=owner_ids, on=on, **scope)}


def replies_waiting(actor: Actor, owner_ids: list[int]) -> dict[int, int]:
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    return {row.collector_id: row.reply_count for row in run_sql("workbench.team_replies", owner_ids=owner_ids, **scope)}


def not_done(actor: Actor, owner_ids: list[int], *, on: date) -> dict[int, int]:
    """Return how many calls and approvals of the month nobody touched in time, by whoever follows their customers (rule 2)."""
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    rows = run_sql("workbench.team_not_done", owner_ids=owner_ids, since=on.replace(day=1), on=on, **scope)
    return {row.collector_id: row.not_done_count for row in rows}
