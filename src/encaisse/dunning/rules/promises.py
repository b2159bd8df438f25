"""Rules 10 and 12: what a promise or a plan holds today, and when it is broken."""

from collections.abc import Container, Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from encaisse.dunning.rules.decisions import TaskKind
from encaisse.dunning.rules.morning import DAY, SHARE, Morning
from encaisse.dunning.rules.values import (
    ZERO,
    Calendar,
    HeldPart,
    InstalmentState,
    ItemHold,
    ItemState,
    PartOfItem,
    PayerState,
    PaymentReceived,
    PlanState,
    PromiseState,
)

GRACE = 3


class PromiseVerdict(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    PARTIAL = "partial"
    BROKEN = "broken"
    TO_CHECK = "to_check"


def received_for(promise: PromiseState, payments: Iterable[PaymentReceived]) -> Decimal:
    """Count all money received since the promise, less money naming other items."""
    ours = {part.item_id for part in promise.parts}
    since = (each for each in payments if each.currency == promise.currency and comes_after(each, promise))
    return sum((each.amount - (named_elsewhere(each, ours) if ours else ZERO) for each in since), ZERO)


def comes_after(payment: PaymentReceived, promise: PromiseState) -> bool:
    """Say whether money came since a promise; of its very day, what was known before it was made leaves it whole: it is about the rest."""
    if payment.on != promise.promised_on or payment.recorded_at is None or promise.recorded_at is None:
        return payment.on >= promise.promised_on
    return payment.recorded_at > promise.recorded_at


def named_elsewhere(payment: PaymentReceived, ours: Container[int]) -> Decimal:
    return sum((part.amount for part in payment.named if part.item_id not in ours), ZERO)


def promise_verdict(promise: PromiseState, payer: PayerState, calendar: Calendar, *, on: date) -> PromiseVerdict:
    """Say how a promise stands, judged only on data that reaches its date + 3 working days."""
    received = received_for(promise, payer.payments)
    if received >= promise.amount:
        return PromiseVerdict.KEPT
    grace_end = calendar.add(promise.promised_for, GRACE)
    if on <= grace_end:
        return PromiseVerdict.OPEN
    if not facts_reach(payer, grace_end):
        return PromiseVerdict.TO_CHECK
    return PromiseVerdict.PARTIAL if received >= SHARE * promise.amount else PromiseVerdict.BROKEN


def facts_reach(payer: PayerState, day: date) -> bool:
    """Say whether the facts reach a day: accepting old ones lets a reminder leave, it never makes a promise broken."""
    return payer.facts_true_until is None or payer.facts_true_until >= day


def facts_trusted(payer: PayerState, day: date) -> bool:
    """Say whether reminders may rely on the facts of a day: each source is given its own days (rule 20)."""
    known = payer.trusted_until or payer.facts_true_until
    return payer.stale_accepted or known is None or known >= day


def read_promises(morning: Morning) -> None:
    for promise in morning.payer.promises:
        verdict = promise_verdict(promise, morning.payer, morning.calendar, on=morning.on)
        if verdict in {PromiseVerdict.OPEN, PromiseVerdict.TO_CHECK}:
            hold_promised(morning, promise, verdict)
            morning.may_change(morning.calendar.add(promise.promised_for, GRACE) + DAY)
        if verdict is PromiseVerdict.TO_CHECK:
            morning.may_change(morning.calendar.next_open(morning.on + DAY))
        if verdict is PromiseVerdict.BROKEN and promise.breach_told_on is None:
            morning.broken.append(promise)


def hold_promised(morning: Morning, promise: PromiseState, verdict: PromiseVerdict) -> None:
    left = promise.amount - received_for(promise, morning.payer.payments)
    items = open_debits(morning.payer)
    reason = ItemHold.PROMISE_TO_CHECK if verdict is PromiseVerdict.TO_CHECK else ItemHold.PROMISE
    parts = promise.parts or [PartOfItem(item.id, item.open_amount) for item in items if item.currency == promise.currency]
    for item_id, amount in spread(left, parts, items):
        already = morning.promised[item_id].amount or ZERO if item_id in morning.promised else ZERO
        morning.promised[item_id] = HeldPart(reason, already + amount, promise.promised_for)
    if verdict is PromiseVerdict.TO_CHECK:
        for item in items:
            if item.id in morning.promised:
                morning.asks(TaskKind.PROMISE_TO_CHECK, item)


def open_debits(payer: PayerState) -> list[ItemState]:
    debits = [item for item in payer.items if item.open_amount > 0 and item.to_qualify is None]
    return sorted(debits, key=lambda item: (item.due_date, item.id))


def spread(left: Decimal, parts: Sequence[PartOfItem], items: Iterable[ItemState]) -> Iterable[tuple[int, Decimal]]:
    """Spread what is left of an engagement over its items, in their order."""
    open_amounts = {item.id: item.open_amount for item in items}
    for part in parts:
        amount = min(part.amount, open_amounts.get(part.item_id, ZERO), left)
        if amount > 0:
            yield part.item_id, amount
            left -= amount


def read_plans(morning: Morning) -> None:
    """Hold what is in a plan until it is accelerated; note the plans with an instalment missed for 3 working days."""
    items = open_debits(morning.payer)
    for plan in morning.payer.plans:
        if plan.accelerated_on is not None:
            continue
        left = sum((max(instalment.amount - instalment.paid_amount, ZERO) for instalment in plan.instalments), ZERO)
        for item_id, amount in spread(left, plan.parts, items):
            morning.planned[item_id] = morning.planned.get(item_id, ZERO) + amount
        read_instalments(morning, plan)


def read_instalments(morning: Morning, plan: PlanState) -> None:
    """Note an instalment missed; money received since the plan pays it although nobody allocated it yet, and accounting is asked to."""
    received = [(credit, amount) for credit, amount in morning.credits if is_money_for(plan, credit, morning.payer)]
    credited = plan._replace(instalments=tuple(paid_first(plan, sum((amount for _, amount in received), ZERO))))
    if missed_on := missed_instalment(morning, credited):
        morning.missed.append((credited, missed_on))
    elif received and missed_instalment(morning, plan):
        morning.tasks.setdefault(TaskKind.ALLOCATE_CREDITS, []).extend(credit for credit, _ in received)


def is_money_for(plan: PlanState, credit: ItemState, payer: PayerState) -> bool:
    """Say whether a free credit may pay a plan: in its currency, and come since it was accepted."""
    of_plan = {part.item_id for part in plan.parts}
    currency = next((item.currency for item in payer.items if item.id in of_plan), payer.currency)
    return credit.currency == currency and plan.accepted_on is not None and credit.due_date >= plan.accepted_on


def paid_first(plan: PlanState, left: Decimal) -> Iterable[InstalmentState]:
    """Return the instalments with more money, the first ones paid first."""
    for each in plan.instalments:
        part = min(left, max(each.amount - each.paid_amount, ZERO))
        left -= part
        yield each._replace(paid_amount=each.paid_amount + part)


def missed_instalment(morning: Morning, plan: PlanState) -> date | None:
    unpaid = next((each.due_date for each in plan.instalments if each.paid_amount < each.amount), None)
    if unpaid is None:
        return None
    told_on = morning.calendar.add(morning.calendar.next_open(unpaid), GRACE)
    morning.may_change(told_on)
    if morning.on < told_on:
        return None
    if not facts_reach(morning.payer, told_on):
        morning.may_change(morning.calendar.next_open(morning.on + DAY))
        return None
    return unpaid
