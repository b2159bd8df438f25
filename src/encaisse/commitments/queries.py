"""Reads of promises and plans. The verdict is worked out here from the ledger's money, never stored."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from encaisse.commitments import rules
from encaisse.commitments.models import Instalment, Plan, PlanItem, Promise, PromiseItem
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.dates import WorkingDays
from encaisse.kit.refusals import NotFound


@dataclass(frozen=True, slots=True)
class PromiseView:
    id: int
    creditor_id: int
    customer_id: int
    currency: str
    amount: Decimal
    promised_for: date
    promised_on: date
    recorded_at: datetime
    given_by: str
    taken_by_name: str
    channel: str
    state: rules.PromiseState
    paid_amount: Decimal
    item_ids: tuple[int, ...]


def in_sight(actor: Actor, permission: Permission = Permission.CUSTOMER_VIEW) -> Q:
    actor.must(permission)
    return Q(customer_id__in=Customer.objects.filter(customers.in_scope(actor)).values("id"))


def promises_of(actor: Actor, customer_id: int, *, facts_true_until: date, calendar: WorkingDays, on: date) -> list[PromiseView]:
    rows = Promise.objects.filter(in_sight(actor), customer_id=customer_id).order_by("-promised_for", "-id")
    return promise_views(rows, facts_true_until=facts_true_until, calendar=calendar, on=on)


def promises_in_force(actor: Actor, *, facts_true_until: date, calendar: WorkingDays, on: date) -> list[PromiseView]:
    """Return the promises in sight that nobody withdrew or replaced, the earliest first."""
    rows = Promise.objects.filter(in_sight(actor), withdrawn_on__isnull=True, replaced_by__isnull=True).order_by("promised_for", "id")
    return promise_views(rows, facts_true_until=facts_true_until, calendar=calendar, on=on)


def promised_to_come(actor: Actor, *, owner_ids: list[int], since: date, until: date) -> list[tuple[int, str, Decimal]]:
    """Return what the customers of each collector promised for a stretch of days and did not pay yet: collector, currency, amount."""
    own = Customer.objects.filter(customers.in_scope(actor), collector_id__in=owner_ids)
    rows = Promise.objects.filter(customer_id__in=own.values("id"), withdrawn_on__isnull=True, replaced_by__isnull=True)
    found = list(rows.filter(promised_for__range=(since, until)).order_by("id"))
    owners = dict(own.filter(id__in={promise.customer_id for promise in found}).values_list("id", "collector_id"))
    paid, said = paid_since([promise.pk for promise in found]), still_said(found)
    return [
        (owners[each.customer_id] or 0, each.currency, max(said[each.pk].amount - paid.get(each.pk, Decimal()), Decimal()))
        for each in found
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """What a promise still says: how much, about which items; of one replaced as a whole, all that it said."""

    amount: Decimal
    item_ids: tuple[int, ...]


def still_said(promises: Iterable[Promise]) -> dict[int, Said]:
    """Return what each promise says once what later ones took over is left out."""
    known = {promise.pk: promise for promise in promises}
    items: dict[int, list[int]] = {pk: [] for pk in known}
    taken = dict.fromkeys(known, Decimal())
    for part in PromiseItem.objects.filter(promise_id__in=known).order_by("pk"):
        if part.replaced_by_id is None or known[part.promise_id].replaced_by_id is not None:
            items[part.promise_id].append(part.item_id)
        else:
            taken[part.promise_id] += part.amount
    return {pk: Said(promise.amount - taken[pk], tuple(items[pk])) for pk, promise in known.items()}


def promise_views(rows: Iterable[Promise], *, facts_true_until: date, calendar: WorkingDays, on: date) -> list[PromiseView]:
    promises = list(rows)
    paid, said = paid_since([promise.pk for promise in promises]), still_said(promises)
    return [
        promise_view(
            promise, said[promise.pk], paid.get(promise.pk, Decimal()), facts_true_until=facts_true_until, calendar=calendar, on=on
        )
        for promise in promises
    ]


def promise_view(row: Promise, said: Said, paid: Decimal, *, facts_true_until: date, calendar: WorkingDays, on: date) -> PromiseView:
    told = rules.Promise(said.amount, row.promised_on, row.promised_for, row.withdrawn_on, row.replaced_by_id is not None)
    return PromiseView(
        id=row.pk, creditor_id=row.creditor_id, customer_id=row.customer_id, currency=row.currency, amount=said.amount,
        promised_for=row.promised_for, promised_on=row.promised_on, recorded_at=row.recorded_at, given_by=row.given_by,
        taken_by_name=row.taken_by_name, channel=row.channel, paid_amount=paid, item_ids=said.item_ids,
        state=rules.promise_state(told, paid=paid, facts_true_until=facts_true_until, calendar=calendar, on=on),
    )  # fmt: skip


def paid_since(promise_ids: list[int]) -> dict[int, Decimal]:
    """Return, per promise, the money received from the payer since it was made, less money that names other items."""
    return {row.promise_id: row.paid_amount for row in run_sql("commitments.paid_since", promise_ids=promise_ids)}


def locked_promise(actor: Actor, promise_id: int) -> Promise:
    promise = Promise.objects.select_for_update().filter(in_sight(actor), pk=promise_id).first()
    if promise is None:
        raise NotFound(what="promise")
    return promise


@dataclass(frozen=True, slots=True)
class PlanView:
    id: int
    creditor_id: int
    customer_id: int
    currency: str
    state: str
    recorded_at: datetime
    instalments: tuple[rules.Instalment, ...]
    item_ids: tuple[int, ...]
    amount: Decimal


def plans_of(actor: Actor, customer_id: int) -> list[PlanView]:
    plans = list(Plan.objects.filter(in_sight(actor), customer_id=customer_id).order_by("-recorded_at"))
    ids = [plan.pk for plan in plans]
    instalments: dict[int, list[rules.Instalment]] = defaultdict(list)
    for row in Instalment.objects.filter(plan_id__in=ids).order_by("plan_id", "position"):
        instalments[row.plan_id].append(rules.Instalment(row.position, row.due_date, row.amount))
    items: dict[int, list[int]] = defaultdict(list)
    for plan_id, item_id in PlanItem.objects.filter(plan_id__in=ids).values_list("plan_id", "item_id"):
        items[plan_id].append(item_id)
    return [
        PlanView(
            plan.pk, plan.creditor_id, plan.customer_id, plan.currency, plan.state, plan.recorded_at, tuple(instalments[plan.pk]),
            tuple(items[plan.pk]), sum((instalment.amount for instalment in instalments[plan.pk]), Decimal()),
        )
        for plan in plans
    ]  # fmt: skip


def planned_items(actor: Actor, item_ids: Collection[int]) -> set[int]:
    """Return which items a plan proposed or in force already covers."""
    live = Plan.objects.filter(in_sight(actor), state__in=[Plan.State.PROPOSED, Plan.State.ACCEPTED])
    covered = PlanItem.objects.filter(plan_id__in=live.values("pk"), item_id__in=list(item_ids))
    return set(covered.values_list("item_id", flat=True))


def locked_plan(actor: Actor, plan_id: int) -> Plan:
    plan = Plan.objects.select_for_update().filter(in_sight(actor), pk=plan_id).first()
    if plan is None:
        raise NotFound(what="plan")
    return plan
