"""What a person did today, and how their month stands: calls, messages approved, promises taken; money in against the target."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils import timezone

from encaisse.commitments import queries as commitments
from encaisse.commitments.models import Promise
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.db import run_sql
from encaisse.dunning.models import PlannedAction
from encaisse.dunning.rules.calls import CallResult
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.dates import working_days
from encaisse.workbench.models import Call, Target
from encaisse.workbench.rules.team import GRACE, Goal, goals_of, last_day, month_of


@dataclass(frozen=True, slots=True)
class Sums:
    """So many promises, or messages, and what they add up to in one currency."""

    currency: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a person did on a day."""

    calls: int = 0
    reached: int = 0
    approved: tuple[Sums, ...] = ()
    promises: tuple[Sums, ...] = ()

    @property
    def approved_count(self) -> int:
        return sum(each.count for each in self.approved)

    @property
    def promise_count(self) -> int:
        return sum(each.count for each in self.promises)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    on: date
    month: date
    done: Done
    goals: tuple[Goal, ...]


def progress(actor: Actor, *, owner_id: int | None, on: date) -> Progress:
    """Return a person's day so far and their month so far, in a fixed number of reads."""
    return Progress(
        on=on,
        month=month_of(on),
        done=done_on(actor, owner_id=owner_id, on=on) if owner_id else Done(),
        goals=tuple(goals(actor, owner_ids=[owner_id], on=on).get(owner_id, ())) if owner_id else (),
    )


def done_on(actor: Actor, *, owner_id: int, on: date) -> Done:
    """Return what a person did on a day about the customers in sight."""
    seen = Customer.objects.filter(customers.in_scope(actor)).values("pk")
    mine = Call.objects.filter(called_by=owner_id, called_on=on, is_incoming=False, common_id__isnull=True, customer_id__in=seen)
    counted = mine.aggregate(calls=Count("pk"), reached=Count("pk", filter=Q(result=CallResult.REACHED.value)))
    begins = timezone.make_aware(datetime.combine(on, time()))
    kept = PlannedAction.objects.filter(approved_by=owner_id, approved_at__gte=begins, approved_at__lt=begins + timedelta(days=1))
    approved = kept.filter(customer_id__in=seen).exclude(state="withdrawn").values("currency").order_by("currency")
    taken = Promise.objects.filter(
        commitments.in_sight(actor), taken_by=owner_id, promised_on=on, withdrawn_on__isnull=True, replaced_by__isnull=True
    )
    return Done(
        calls=counted["calls"],
        reached=counted["reached"],
        approved=tuple(Sums(*row) for row in approved.annotate(n=Count("pk"), s=Sum("net_amount")).values_list("currency", "n", "s")),
        promises=tuple(
            Sums(*row)
            for row in taken.values("currency")
            .order_by("currency")
            .annotate(n=Count("pk"), s=Sum("amount"))
            .values_list("currency", "n", "s")
        ),
    )


def goals(actor: Actor, *, owner_ids: list[int], on: date) -> dict[int, list[Goal]]:
    """Return how the month of each person's own customers stands: money in, promised for its rest, and the target, by currency."""
    if actor.may(Permission.PAYMENT_VIEW) is None:
        return {}
    received, promised = (read(actor, owner_ids=owner_ids, on=on) for read in (month_receipts, month_promises))
    asked = targets(actor, owner_ids=owner_ids, on=on)
    return {pk: goals_of(received.get(pk, {}), promised.get(pk, {}), asked.get(pk, {})) for pk in owner_ids}


def month_receipts(actor: Actor, *, owner_ids: list[int], on: date) -> dict[int, dict[str, Decimal]]:
    """Return the money received in a month up to a day from each person's customers, by currency."""
    scope = customers.scope_parameters(actor, Permission.PAYMENT_VIEW)
    rows = run_sql("workbench.month_receipts", owner_ids=owner_ids, since=month_of(on), until=on, **scope)
    return by_person((row.collector_id, row.currency, row.amount) for row in rows)


def month_promises(actor: Actor, *, owner_ids: list[int], on: date) -> dict[int, dict[str, Decimal]]:
    """Return what is still promised for the rest of the month by each person's customers, less what already came."""
    since, until = working_days().add(on, -GRACE), last_day(on)
    return by_person(commitments.promised_to_come(actor, owner_ids=owner_ids, since=since, until=until))


def targets(actor: Actor, *, owner_ids: list[int], on: date) -> dict[int, dict[str, Decimal]]:
    """Return what each person is to bring in during the month of a day, by currency."""
    actor.must(Permission.CUSTOMER_VIEW)
    rows = Target.objects.filter(user_id__in=owner_ids, month=month_of(on)).order_by("user_id", "currency", "-pk")
    return by_person(rows.distinct("user_id", "currency").values_list("user_id", "currency", "amount"))


def by_person(rows: Iterable[tuple[int, str, Decimal]]) -> dict[int, dict[str, Decimal]]:
    sums: dict[int, dict[str, Decimal]] = {}
    for pk, currency, amount in rows:
        of_person = sums.setdefault(pk, {})
        of_person[currency] = of_person.get(currency, Decimal()) + amount
    return sums
