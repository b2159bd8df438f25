"""Writes of promises and plans. Nobody marks a promise kept: the money does."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.commitments import queries, rules
from encaisse.commitments.models import Instalment, Plan, PlanItem, Promise, PromiseItem
from encaisse.creditors import queries as creditors
from encaisse.customers.actions import touch
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger import queries as ledger


@transaction.atomic
def make_promise(
    actor: Actor,
    *,
    item_ids: Sequence[int],
    amount: Decimal | None,
    promised_for: date,
    on: date,
    given_by: str = "",
    channel: str = "call",
) -> int:
    """Note a promise about items of one customer (the oldest first; amount None = all that is open); return its id."""
    actor.must(Permission.PROMISE_CREATE)
    items = sorted((ledger.locked_open_item(actor, item_id) for item_id in item_ids), key=lambda item: (item.due_date, item.id))
    if not items:
        raise rules.NothingPromised
    rules.check_one_currency(item.currency for item in items)
    open_amount = sum((item.open_amount for item in items), Decimal())
    promised = open_amount if amount is None else amount
    rules.check_promise(promised, open_amount=open_amount, promised_for=promised_for, on=on)
    promise = Promise.objects.create(
        creditor_id=items[0].creditor_id, customer_id=items[0].customer_id, currency=items[0].currency, amount=promised,
        promised_for=promised_for, promised_on=on, given_by=given_by, taken_by=actor.user_id, taken_by_name=actor.name, channel=channel,
    )  # fmt: skip
    shares = rules.share_over_items(promised, [rules.ItemShare(item.id, item.open_amount) for item in items])
    PromiseItem.objects.bulk_create(
        [PromiseItem(promise=promise, customer_id=promise.customer_id, item_id=share.item_id, amount=share.amount) for share in shares]
    )
    replace_older(promise, [share.item_id for share in shares])
    tell(actor, promise, did="promise.made", change={"amount": str(promised), "for": promised_for.isoformat()})
    return promise.pk


def replace_older(promise: Promise, item_ids: Sequence[int]) -> None:
    """A new promise takes the place of what older ones still in force said of the same items; what they said of others holds."""
    in_force = Promise.objects.filter(customer_id=promise.customer_id, withdrawn_on__isnull=True, replaced_by__isnull=True)
    told_again = PromiseItem.objects.filter(promise__in=in_force.exclude(pk=promise.pk), item_id__in=item_ids, replaced_by__isnull=True)
    older = set(told_again.values_list("promise_id", flat=True))
    told_again.update(replaced_by=promise)
    still_said = PromiseItem.objects.filter(promise__in=older, replaced_by__isnull=True).values("promise_id")
    Promise.objects.filter(pk__in=older).exclude(pk__in=still_said).update(replaced_by=promise)


@transaction.atomic
def withdraw_promise(actor: Actor, promise_id: int, *, on: date) -> None:
    actor.must(Permission.PROMISE_CREATE)
    promise = queries.locked_promise(actor, promise_id)
    promise.withdrawn_on = on
    promise.save(update_fields=["withdrawn_on"])
    tell(actor, promise, did="promise.withdrawn")


@transaction.atomic
def propose_plan(actor: Actor, *, item_ids: Sequence[int], instalments: Sequence[rules.Instalment]) -> int:
    """Propose a plan for all that is open on some items of one customer; it holds nothing until it is accepted."""
    actor.must(Permission.PLAN_CREATE)
    items = [ledger.locked_open_item(actor, item_id) for item_id in sorted(item_ids)]
    if not any(item.open_amount > 0 for item in items):
        raise rules.NothingPlanned
    rules.check_one_currency(item.currency for item in items)
    rules.check_plan(instalments, items_amount=sum((item.open_amount for item in items), Decimal()))
    plan = Plan.objects.create(creditor_id=items[0].creditor_id, customer_id=items[0].customer_id, currency=items[0].currency)
    PlanItem.objects.bulk_create(
        [PlanItem(plan=plan, customer_id=plan.customer_id, item_id=item.id, amount=item.open_amount) for item in items]
    )
    Instalment.objects.bulk_create(
        [
            Instalment(plan=plan, customer_id=plan.customer_id, position=i.position, due_date=i.due_date, amount=i.amount)
            for i in instalments
        ]
    )
    tell(actor, plan, did="plan.proposed")
    return plan.pk


@transaction.atomic
def accept_plan(actor: Actor, plan_id: int, *, on: date, acceptance: Mapping[str, str]) -> None:
    """Put a plan in force: from that day on reminders follow its instalments."""
    actor.must(Permission.PLAN_APPROVE)
    plan = queries.locked_plan(actor, plan_id)
    if plan.state != Plan.State.PROPOSED:
        raise rules.PlanNotProposed
    plan.state, plan.acceptance = Plan.State.ACCEPTED, dict(acceptance)
    plan.accepted_at = creditors.instant_on(actor, plan.creditor_id, on)
    plan.save(update_fields=["state", "accepted_at", "acceptance"])
    tell(actor, plan, did="plan.accepted")


@transaction.atomic
def end_plan(actor: Actor, plan_id: int, *, on: date, state: Plan.State) -> None:
    """End a plan, broken, completed or withdrawn: what is left of its items is dunned as before."""
    actor.must(Permission.PLAN_APPROVE)
    plan = queries.locked_plan(actor, plan_id)
    if plan.state not in {Plan.State.PROPOSED, Plan.State.ACCEPTED}:
        raise rules.PlanOver
    plan.state, plan.broken_on = state, on if state == Plan.State.BROKEN else None
    plan.save(update_fields=["state", "broken_on"])
    tell(actor, plan, did=f"plan.{state}")


def withdraw_plan(actor: Actor, plan_id: int, *, on: date) -> None:
    end_plan(actor, plan_id, on=on, state=Plan.State.WITHDRAWN)


def tell(actor: Actor, subject: Promise | Plan, *, did: str, change: Mapping[str, str] | None = None) -> None:
    touch([subject.customer_id])
    write_audit(
        actor, did=did, subject_kind=did.split(".", maxsplit=1)[0], subject_id=subject.pk,
        creditor_id=subject.creditor_id, customer_id=subject.customer_id, change=dict(change or {}),
    )  # fmt: skip
