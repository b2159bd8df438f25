"""What a person changed of the order of their day, and how many calls it holds."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.workbench.models import Call, Capacity, Pin, Place
from encaisse.workbench.rules.agenda import AS_RANKED, CAPACITY, CallToMake, Group, Ordering


def pins(actor: Actor, *, owner_id: int) -> list[Pin]:
    """Return what a person pinned and nobody called since, in its order."""
    seen = Customer.objects.filter(customers.in_scope(actor)).values("pk")
    called = Call.objects.filter(customer_id=OuterRef("customer_id"), called_at__gt=OuterRef("pinned_at"))
    return list(
        Pin.objects.filter(~Exists(called), user_id=owner_id, unpinned_at__isnull=True, customer_id__in=seen).order_by("place", "pk")
    )


def ordering(actor: Actor, *, owner_id: int | None, on: date) -> Ordering:
    """Return the order a person gave to a day: the customers pinned, and those moved within their group."""
    if owner_id is None:
        return AS_RANKED
    seen = Customer.objects.filter(customers.in_scope(actor)).values("pk")
    places: dict[Group, list[int]] = defaultdict(list)
    rows = Place.objects.filter(user_id=owner_id, on=on, customer_id__in=seen).order_by("group", "place", "pk")
    for group, customer_id in rows.values_list("group", "customer_id"):
        places[Group(group)].append(customer_id)
    pinned = tuple(pin.customer_id for pin in pins(actor, owner_id=owner_id))
    return Ordering(pinned, {group: tuple(ids) for group, ids in places.items()})


def pinned_without_call(actor: Actor, ids: set[int], *, files: dict[int, customers.CustomerFile], on: date) -> list[CallToMake]:
    """Return the lines of the customers pinned for whom nothing is planned: whoever pinned them still wants to see them."""
    actor.must(Permission.CUSTOMER_VIEW)
    currencies = {card.id: card.currency for card in creditors.creditors_in_reach(actor)} if ids else {}
    return [
        CallToMake(
            customer_id=file.id, creditor_id=file.creditor_id, code=file.code, name=file.name, level=0,
            net_amount=Decimal(), currency=currencies[file.creditor_id],
            planned_since=on, reason={"code": "pinned"}, collector_id=file.collector_id,
        )
        for file in (files[pk] for pk in sorted(ids) if pk in files)
    ]  # fmt: skip


def capacity_of(actor: Actor, *, owner_id: int | None, on: date) -> int:
    """Return how many calls a person makes in a day."""
    return capacities(actor, [owner_id], on=on).get(owner_id, CAPACITY) if owner_id else CAPACITY


def capacities(actor: Actor, owner_ids: list[int], *, on: date) -> dict[int, int]:
    """Return how many calls each person makes in a day, where somebody said so."""
    actor.must(Permission.CUSTOMER_VIEW)
    rows = Capacity.objects.filter(user_id__in=owner_ids, from_on__lte=on).order_by("user_id", F("from_on").desc(), "-pk")
    return dict(rows.distinct("user_id").values_list("user_id", "calls"))


def locked_pin(actor: Actor, customer_id: int, *, owner_id: int) -> Pin:
    """Lock the pin a person has on a customer in sight."""
    seen = Customer.objects.filter(customers.in_scope(actor)).values("pk")
    pin = Pin.objects.select_for_update().filter(user_id=owner_id, customer_id=customer_id, unpinned_at__isnull=True, customer_id__in=seen)
    if (found := pin.first()) is None:
        raise NotFound(what="pin")
    return found
