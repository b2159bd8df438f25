"""What a manager sets for a collector: calls a day, money a month."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.kit.actor import Actor, Permission
from encaisse.people import queries as people
from encaisse.workbench.models import Capacity, Target
from encaisse.workbench.queries import team
from encaisse.workbench.rules.team import NotACollector, check_capacity, check_target, month_of


@transaction.atomic
def set_capacity(actor: Actor, user_id: int, calls: int, *, on: date) -> None:
    """Say how many calls a collector makes in a day, from a day on; the rest rolls over, ranked."""
    actor.must(Permission.TEAM_MANAGE)
    check_collector(actor, user_id, on=on)
    check_capacity(calls)
    Capacity.objects.create(user_id=user_id, calls=calls, from_on=on, set_by=actor.user_id)
    write_audit(actor, did="team.capacity_set", subject_kind="user", subject_id=user_id, change={"calls": calls, "from_on": on})


@transaction.atomic
def set_target(actor: Actor, user_id: int, amount: Decimal, *, month: date, on: date, currency: str = "EUR") -> None:
    """Say how much a collector is to bring in during a month."""
    actor.must(Permission.TEAM_MANAGE)
    check_collector(actor, user_id, on=on)
    check_target(amount)
    Target.objects.create(user_id=user_id, month=month_of(month), currency=currency, amount=amount, set_by=actor.user_id)
    change = {"month": month_of(month), "amount": str(amount), "currency": currency}
    write_audit(actor, did="team.target_set", subject_kind="user", subject_id=user_id, change=change)


def check_collector(actor: Actor, user_id: int, *, on: date) -> None:
    if user_id not in {card.id for card in team.collectors_led(actor, on=on)}:
        raise NotACollector(name=people.person(actor, user_id).name)
