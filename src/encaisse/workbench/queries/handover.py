"""What would move from one collector to others, before anybody says yes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from encaisse.customers import queries as customers
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.people import queries as people
from encaisse.workbench.queries.team import collectors_led
from encaisse.workbench.rules.handover import Held, NothingToHandOver, Share, check_handover, spread
from encaisse.workbench.rules.team import NotACollector


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Who gives what to whom, from a day on, for good or until a day."""

    giver_id: int
    giver: str
    on: date
    until_on: date | None
    shares: tuple[Share, ...]
    names: dict[int, str]

    @property
    def count(self) -> int:
        return sum(len(share.customer_ids) for share in self.shares)


def held_by(actor: Actor, *, owner_id: int) -> list[Held]:
    """Return the customers a person follows, the largest overdue first."""
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_ASSIGN)
    found: dict[int, Held] = {}
    for row in run_sql("workbench.held_customers", owner_id=owner_id, **scope):
        known = found.get(row.customer_id)
        overdue = {**(known.overdue if known else {}), **({row.currency: row.overdue_amount} if row.currency else {})}
        found[row.customer_id] = Held(row.customer_id, row.code, row.name, overdue, row.is_worked)
    return sorted(found.values(), key=lambda each: (-each.weight, each.customer_id))


def followed_counts(actor: Actor, *, owner_ids: Sequence[int]) -> dict[int, int]:
    """Return how many late customers each person follows."""
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    return {row.collector_id: row.customer_count for row in run_sql("workbench.followed_counts", owner_ids=list(owner_ids), **scope)}


def handover(
    actor: Actor, *, giver_id: int, receiver_ids: Sequence[int], customer_ids: Sequence[int] | None, on: date, until_on: date | None
) -> Handover:
    """Return what would move: all the customers of somebody, or those chosen, to one colleague or spread over several by their load."""
    actor.must(Permission.CUSTOMER_ASSIGN)
    names = {card.id: card.name for card in collectors_led(actor, on=on)}
    giver = people.person(actor, giver_id).name
    if stranger := next((pk for pk in receiver_ids if pk not in names), None):
        raise NotACollector(name=people.person(actor, stranger).name)
    away = {names[pk]: each.to_on for pk, each in people.absent(actor, receiver_ids, on=on).items()}
    check_handover(giver=giver, giver_id=giver_id, receiver_ids=receiver_ids, away=away, until_on=until_on, on=on)
    wanted = None if customer_ids is None else set(customer_ids)
    held = [each for each in held_by(actor, owner_id=giver_id) if wanted is None or each.customer_id in wanted]
    if not held:
        raise NothingToHandOver(name=giver)
    loads = followed_counts(actor, owner_ids=receiver_ids)
    shares = spread(held, {pk: loads.get(pk, 0) for pk in receiver_ids})
    return Handover(giver_id=giver_id, giver=giver, on=on, until_on=until_on, shares=tuple(shares), names=names)
