"""Who looks after a customer, when it usually pays, when it is closed."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from encaisse.creditors.models import QuietPeriod
from encaisse.creditors.rules import check_quiet_period
from encaisse.customers import queries, rules
from encaisse.customers.actions.audit import tell, tell_many
from encaisse.customers.models import Assignment, Customer, Habit
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound

CURRENT = {"collector": "collector_id", "salesperson": "salesperson_id"}


@transaction.atomic
def assign(actor: Actor, customer_ids: Iterable[int], *, duty: str, value_id: int, on: date, until_on: date | None = None) -> int:
    """Give customers to a collector, a salesperson or a scenario from a day on; return how many changed hands.

    With `until_on` they are lent: the day after, they come back to whom they had.
    """
    permission = Permission.SCENARIO_ASSIGN if duty == Assignment.Duty.SCENARIO else Permission.CUSTOMER_ASSIGN
    rules.check_loan(on=on, until_on=until_on)
    condition = queries.in_scope(actor, permission) & Q(pk__in=list(customer_ids))
    customers = {row.pk: row for row in Customer.objects.select_for_update().filter(condition).order_by("pk")}
    rows = Assignment.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=on), customer__in=customers, duty=Assignment.Duty(duty))
    already = set(rows.filter(value_id=value_id, from_on__lte=on, to_on=until_on).values_list("customer_id", flat=True))
    moving = [pk for pk in customers if pk not in already]
    holders = dict(rows.filter(to_on__isnull=True).values_list("customer_id", "value_id"))
    leave(rows.filter(customer__in=moving), on)
    given = {"duty": duty, "value_id": value_id, "from_on": on, "to_on": until_on}
    Assignment.objects.bulk_create([Assignment(customer_id=pk, creditor_id=customers[pk].creditor_id, **given) for pk in moving])
    if until_on is not None:
        come_back({customers[pk]: holders.get(pk, getattr(customers[pk], CURRENT.get(duty, ""), None)) for pk in moving}, duty, until_on)
    if duty in CURRENT:
        Customer.objects.filter(pk__in=list(customers)).update(**{CURRENT[duty]: value_id})
    for creditor_id in sorted({customers[pk].creditor_id for pk in moving}):
        moved = [pk for pk in moving if customers[pk].creditor_id == creditor_id]
        tell_many(actor, "assign", creditor_id, moved, change={"duty": duty, "value_id": value_id, "on": on, "until_on": until_on})
    return len(moving)


def come_back(holders: Mapping[Customer, int | None], duty: str, until_on: date) -> None:
    """Write down to whom lent customers come back."""
    after = until_on + timedelta(days=1)
    Assignment.objects.bulk_create(
        Assignment(customer_id=customer.pk, creditor_id=customer.creditor_id, duty=duty, value_id=value_id, from_on=after)
        for customer, value_id in holders.items()
        if value_id is not None
    )


@transaction.atomic
def unassign(actor: Actor, customer_ids: Iterable[int], *, duty: str, on: date) -> int:
    """Take a duty back from customers: they follow again what they inherit; return how many had it."""
    permission = Permission.SCENARIO_ASSIGN if duty == Assignment.Duty.SCENARIO else Permission.CUSTOMER_ASSIGN
    condition = queries.in_scope(actor, permission) & Q(pk__in=list(customer_ids))
    customers = dict(Customer.objects.select_for_update().filter(condition).order_by("pk").values_list("pk", "creditor_id"))
    rows = Assignment.objects.filter(customer__in=customers, duty=Assignment.Duty(duty), to_on__isnull=True)
    held = sorted(rows.values_list("customer_id", flat=True))
    leave(rows, on)
    if duty in CURRENT:
        Customer.objects.filter(pk__in=held).update(**{CURRENT[duty]: None})
    for creditor_id in sorted({customers[pk] for pk in held}):
        left = [pk for pk in held if customers[pk] == creditor_id]
        tell_many(actor, "unassign", creditor_id, left, change={"duty": duty, "on": on})
    return len(held)


def leave(rows: QuerySet[Assignment], on: date) -> None:
    """End assignments the day before; one that began that very day or later is replaced, not kept for no day at all."""
    rows.filter(from_on__gte=on).delete()
    rows.update(to_on=on - timedelta(days=1))


@transaction.atomic
def follow_assignments(actor: Actor, *, on: date) -> int:
    """Let customers lent until yesterday come back; return how many changed hands."""
    actor.must(Permission.CUSTOMER_ASSIGN)
    back: dict[int, list[int]] = {}
    for row in run_sql("customers.follow_assignments", on=on):
        back.setdefault(row.creditor_id, []).append(row.id)
    for creditor_id, ids in sorted(back.items()):
        tell_many(actor, "come_back", creditor_id, ids, change={"on": on})
    return sum(len(ids) for ids in back.values())


@transaction.atomic
def propose_habit(actor: Actor, customer_id: int, *, value: int, on: date) -> int:
    """Propose a usual payment day; it counts once a person has confirmed it."""
    customer = queries.locked_customer(actor, customer_id, Permission.CUSTOMER_VIEW)
    current = Habit.objects.filter(customer=customer, kind="payment_day", dropped_on__isnull=True).first()
    if current and (current.confirmed_on or current.value == value):
        return current.pk
    if current:
        Habit.objects.filter(pk=current.pk).update(dropped_on=on)
    habit = Habit.objects.create(customer=customer, creditor_id=customer.creditor_id, value=value, proposed_on=on)
    tell(actor, "propose_habit", habit, change={"payment_day": value})
    return habit.pk


@transaction.atomic
def confirm_habit(actor: Actor, customer_id: int, *, on: date) -> None:
    habit = current_habit(actor, customer_id)
    Habit.objects.filter(pk=habit.pk).update(confirmed_by=actor.user_id, confirmed_on=on)
    tell(actor, "confirm_habit", habit, change={"payment_day": habit.value})


@transaction.atomic
def drop_habit(actor: Actor, customer_id: int, *, on: date) -> None:
    habit = current_habit(actor, customer_id)
    Habit.objects.filter(pk=habit.pk).update(dropped_on=on)
    tell(actor, "drop_habit", habit, change={"payment_day": habit.value})


def current_habit(actor: Actor, customer_id: int) -> Habit:
    customer = queries.locked_customer(actor, customer_id, Permission.CUSTOMER_EDIT_CONTACT)
    habit = Habit.objects.filter(customer=customer, kind="payment_day", dropped_on__isnull=True).first()
    if habit is None:
        raise NotFound(what="usual payment day")
    return habit


@transaction.atomic
def set_closing(actor: Actor, customer_id: int, *, from_on: date, to_on: date, name: str = "") -> int:
    """Write down when a customer is closed: every message waits until it opens again."""
    customer = queries.locked_customer(actor, customer_id, Permission.CUSTOMER_EDIT_CONTACT)
    check_quiet_period(from_on, to_on)
    period = QuietPeriod.objects.create(customer_id=customer_id, name=name, from_on=from_on, to_on=to_on)
    tell(actor, "set_closing", customer, change={"from_on": from_on, "to_on": to_on})
    return period.pk


@transaction.atomic
def remove_closing(actor: Actor, quiet_period_id: int) -> None:
    period = QuietPeriod.objects.select_for_update().filter(pk=quiet_period_id, customer_id__isnull=False).first()
    if period is None or period.customer_id is None:
        raise NotFound(what="closing")
    customer = queries.locked_customer(actor, period.customer_id, Permission.CUSTOMER_EDIT_CONTACT)
    tell(actor, "remove_closing", customer, change={"from_on": period.from_on, "to_on": period.to_on})
    period.delete()


@transaction.atomic
def set_closings(actor: Actor, creditor_id: int, wanted: Mapping[int, tuple[date, date, str]]) -> int:
    """Write down the closings of customers of a list (customer → first day, last day, why). Return how many were not known yet."""
    seen = Customer.objects.filter(queries.in_scope(actor, Permission.IMPORT_RUN), creditor_id=creditor_id, pk__in=wanted)
    known = set(QuietPeriod.objects.filter(customer_id__in=seen.values("pk")).values_list("customer_id", "from_on", "to_on"))
    new = [pk for pk in seen.values_list("pk", flat=True) if (pk, *wanted[pk][:2]) not in known]
    for pk in new:
        check_quiet_period(*wanted[pk][:2])
    QuietPeriod.objects.bulk_create(
        QuietPeriod(customer_id=pk, from_on=from_on, to_on=to_on, name=name[:80]) for pk in new for from_on, to_on, name in [wanted[pk]]
    )
    if new:
        tell_many(actor, "set_closing", creditor_id, new, change={"closings": len(new)})
    return len(new)
