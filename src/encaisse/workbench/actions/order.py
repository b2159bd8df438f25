"""A person pins customers on top of their day, and moves calls within their group."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Mode, Permission
from encaisse.kit.refusals import NotFound
from encaisse.workbench.models import Pin, Place
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries.order import locked_pin, pins
from encaisse.workbench.rules.agenda import CallToMake, Move, moved


@transaction.atomic
def pin(actor: Actor, customer_id: int, *, owner_id: int, on: date) -> None:
    """Keep a customer on top of a person's day until somebody called them; pinning twice changes nothing."""
    customer = of_the_day(actor, customer_id, owner_id=owner_id)
    known = pins(actor, owner_id=owner_id)
    if any(each.customer_id == customer_id for each in known):
        return
    Pin.objects.filter(user_id=owner_id, customer_id=customer_id, unpinned_at__isnull=True).update(unpinned_at=now())
    place = max((each.place for each in known), default=0) + 1
    made = Pin.objects.create(
        user_id=owner_id, creditor_id=customer.creditor_id, customer_id=customer_id, place=place, pinned_on=on, pinned_at=now(),
        pinned_by=actor.user_id,
    )  # fmt: skip
    tell(actor, "agenda.pinned", customer, made.pk, owner_id=owner_id)


@transaction.atomic
def unpin(actor: Actor, customer_id: int, *, owner_id: int) -> None:
    """Let a customer go back to its rank."""
    customer = of_the_day(actor, customer_id, owner_id=owner_id)
    found = locked_pin(actor, customer_id, owner_id=owner_id)
    Pin.objects.filter(pk=found.pk).update(unpinned_at=now())
    tell(actor, "agenda.unpinned", customer, found.pk, owner_id=owner_id)


@transaction.atomic
def move_call(actor: Actor, customer_id: int, move: Move, *, owner_id: int, on: date, before: int | None = None) -> None:
    """Move a call among those of its group, or a pin among the pins: for the day, or for as long as the pin."""
    customer = of_the_day(actor, customer_id, owner_id=owner_id)
    work = agenda.day_calls(actor, on=on, collector_id=None if owner_id == actor.user_id else owner_id, whole=True)
    beside = work.beside(customer_id)
    if not beside:
        raise NotFound(what="call")
    # A common call stands for all its customers: it is known by the one pinned, else by the one that leads.
    stands_for = {each: call.pinned_id or call.customer_id for call in beside for each in call.customer_ids}
    moving, following = stands_for[customer_id], stands_for.get(before or 0)
    if beside[0].is_pinned:
        ids = list(dict.fromkeys(stands_for.values()))
        keep_pins(actor, moved(ids, moving, move, before=following, already=len(ids)), owner_id=owner_id)
    else:
        keep_places(beside, moving, move, owner_id=owner_id, on=on, before=following)
    tell(actor, "agenda.moved", customer, None, owner_id=owner_id, move=move.value)


def keep_pins(actor: Actor, ids: Sequence[int], *, owner_id: int) -> None:
    known = {each.customer_id: each for each in pins(actor, owner_id=owner_id)}
    for place, customer_id in enumerate(ids, start=1):
        known[customer_id].place = place
    Pin.objects.bulk_update(known.values(), ["place"])


def keep_places(beside: Sequence[CallToMake], customer_id: int, move: Move, *, owner_id: int, on: date, before: int | None) -> None:
    """Write down the beginning of the group as it now is: what nobody moved keeps its rank."""
    group, creditors = beside[0].group, {call.customer_id: call.creditor_id for call in beside}
    given = Place.objects.filter(user_id=owner_id, on=on, group=group, customer_id__in=creditors)
    order = moved(list(creditors), customer_id, move, before=before, already=given.count())
    Place.objects.filter(user_id=owner_id, on=on, customer_id__in=order).delete()
    Place.objects.bulk_create(
        Place(user_id=owner_id, creditor_id=creditors[each], customer_id=each, on=on, group=group, place=place)
        for place, each in enumerate(order)
    )


def of_the_day(actor: Actor, customer_id: int, *, owner_id: int) -> CustomerFile:
    """Return a customer of the day to be ordered: one's own, or a collector's for whoever leads the team."""
    actor.must(Permission.CUSTOMER_VIEW, mode=Mode.ACT)
    if owner_id != actor.user_id:
        actor.must(Permission.TEAM_MANAGE)
    return customers.customer(actor, customer_id)


def tell(actor: Actor, did: str, customer: CustomerFile, subject_id: int | None, **change: object) -> None:
    write_audit(
        actor, did=did, subject_kind="pin", subject_id=subject_id, creditor_id=customer.creditor_id, customer_id=customer.id, change=change
    )
