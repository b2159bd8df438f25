"""What a customer inherits: the company's scenario, its segment's, its own, those of its invoices; and what people ask for."""

from dataclasses import dataclass
from datetime import datetime

from encaisse.customers import queries as customers
from encaisse.customers.models import Assignment, Customer
from encaisse.dunning.models import ItemProgress, ScenarioRequest, SegmentScenario
from encaisse.dunning.queries.scenarios import ScenarioCard
from encaisse.dunning.queries.versions import CARD_FIELDS, scenarios_in_reach
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger import queries as ledger


@dataclass(frozen=True, slots=True)
class Inherited:
    """One rung of the inheritance: creditor, segment, customer. `is_followed`: the one that decides."""

    source: str
    scenario: ScenarioCard | None
    is_followed: bool


@dataclass(frozen=True, slots=True)
class ItemFollows:
    item_id: int
    reference: str
    scenario: ScenarioCard | None


@dataclass(frozen=True, slots=True)
class Following:
    """Which scenario a customer follows, by which way; its payer decides when another one pays."""

    customer_id: int
    payer_id: int
    payer_name: str
    segment: str
    rungs: tuple[Inherited, ...]
    items: tuple[ItemFollows, ...]


@dataclass(frozen=True, slots=True)
class RequestView:
    id: int
    customer_id: int
    item_id: int | None
    scenario_id: int | None
    reason: str
    asked_by_name: str
    asked_at: datetime


def cards_by_id(actor: Actor) -> dict[int, ScenarioCard]:
    rows = scenarios_in_reach(actor).values_list(*CARD_FIELDS)
    return {row[0]: ScenarioCard(*row) for row in rows}


def following(actor: Actor, customer_id: int) -> Following:
    """Return what a customer follows, rung by rung, the most general first."""
    file = customers.customer(actor, customer_id)
    payer = Customer.objects.get(pk=file.payer_id)
    cards = cards_by_id(actor)
    segments = dict(SegmentScenario.objects.filter(creditor_id=payer.creditor_id).values_list("segment", "scenario_id"))
    own = Assignment.objects.filter(customer_id=payer.pk, duty=Assignment.Duty.SCENARIO, to_on__isnull=True)
    found = {
        "creditor": cards.get(segments.get("", 0)),
        "segment": cards.get(segments.get(payer.segment, 0)) if payer.segment else None,
        "customer": cards.get(own.values_list("value_id", flat=True).first() or 0),
    }
    deciding = next((source for source in ("customer", "segment", "creditor") if found[source]), "")
    rungs = tuple(Inherited(source, card, source == deciding) for source, card in found.items())
    return Following(file.id, payer.pk, payer.name, payer.segment, rungs, items_following(actor, file.id, cards))


def items_following(actor: Actor, customer_id: int, cards: dict[int, ScenarioCard]) -> tuple[ItemFollows, ...]:
    own = dict(
        ItemProgress.objects.filter(customer_id=customer_id, scenario_override__isnull=False).values_list("item_id", "scenario_override")
    )
    items = [item for item in ledger.open_items(actor, customer_id=customer_id) if item.open_amount > 0]
    return tuple(ItemFollows(item.id, item.reference, cards.get(own.get(item.id) or 0)) for item in items)


def scenario_requests(actor: Actor) -> list[RequestView]:
    """Return the requests that wait, of the customers whose scenario the actor may change: the oldest first."""
    seen = Customer.objects.filter(customers.in_scope(actor, Permission.SCENARIO_ASSIGN)).values("pk")
    rows = ScenarioRequest.objects.filter(decided_at__isnull=True, customer_id__in=seen).order_by("id")
    return [RequestView(**row) for row in rows.values(*RequestView.__dataclass_fields__)]


def requests_of(actor: Actor, customer_id: int) -> list[RequestView]:
    """Return what waits for an answer about one customer."""
    customers.customer(actor, customer_id)
    rows = ScenarioRequest.objects.filter(decided_at__isnull=True, customer_id=customer_id).order_by("id")
    return [RequestView(**row) for row in rows.values(*RequestView.__dataclass_fields__)]
