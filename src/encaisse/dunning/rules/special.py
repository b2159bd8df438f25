"""Rules 8, 10 and 12: the actions no scenario plans: a broken promise, a missed instalment, credits nobody allocated."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from encaisse.dunning.rules.decisions import Figures, Reason, Task, TaskKind
from encaisse.dunning.rules.holds import covered_since, credits_chosen
from encaisse.dunning.rules.morning import Morning
from encaisse.dunning.rules.position import stopping_judgment
from encaisse.dunning.rules.promises import open_debits, spread
from encaisse.dunning.rules.scenario import Channel, Level, SenderRole, Step, StepMode
from encaisse.dunning.rules.values import ItemHold, PartOfItem, PlanState, PromiseState

NOT_REACHED = 2
AFTER_PLAN_CALL = 3

PROMISE_CALL = Step(
    position=-1,
    key="promise.call",
    level=Level.R1,
    offset_days=0,
    channel=Channel.CALL,
    template="CALL:BROKEN_PROMISE",
    mode=StepMode.MANUAL,
)
PROMISE_NOTICE = Step(
    position=-1,
    key="promise.notice",
    level=Level.R1,
    offset_days=0,
    channel=Channel.EMAIL,
    template="PROMISE_BROKEN",
    mode=StepMode.TO_APPROVE,
)
PLAN_CALL = Step(
    position=-1, key="plan.call", level=Level.R1, offset_days=0, channel=Channel.CALL, template="CALL:BROKEN_PROMISE", mode=StepMode.MANUAL
)
PLAN_NOTICE = Step(
    position=-1,
    key="plan.notice",
    level=Level.FORMAL_NOTICE,
    offset_days=0,
    channel=Channel.REGISTERED_LETTER,
    template="PLAN_NOTICE",
    sender_role=SenderRole.CREDIT_MANAGER,
    mode=StepMode.TO_APPROVE,
)
PLAN_ACCELERATION = replace(
    PLAN_NOTICE, key="plan.acceleration", channel=Channel.INTERNAL_TASK, template="", is_contact=False, mode=StepMode.TO_APPROVE
)
CREDITS_CHOICE = Step(
    position=-1,
    key="credits.choose",
    level=Level.PREVENTIVE,
    offset_days=0,
    channel=Channel.INTERNAL_TASK,
    mode=StepMode.MANUAL,
    is_contact=False,
)
SPECIAL_STEPS = (PROMISE_CALL, PROMISE_NOTICE, PLAN_CALL, PLAN_NOTICE, PLAN_ACCELERATION, CREDITS_CHOICE)


class Special(NamedTuple):
    step: Step
    reason: Reason
    figures: Figures
    subject_id: int | None = None
    tasks: tuple[Task, ...] = ()
    asks: tuple[PartOfItem, ...] = ()
    """What a missed instalment asks of the items of its plan."""


def special_action(morning: Morning) -> Special | None:
    """Return the action a fact calls for today, before any step of the scenario."""
    return promise_action(morning) or plan_action(morning) or credits_action(morning)


def promise_action(morning: Morning) -> Special | None:
    """Broken: call the same day; told in writing if nobody was reached within 2 working days."""
    broken = [promise for promise in morning.broken if is_still_owed(morning, promise)]
    if morning.broken:
        morning.balance_may_change()
    if not broken:
        return None
    promise = min(broken, key=lambda each: (each.promised_for, each.id))
    figures: Figures = {"amount": promise.amount, "currency": promise.currency, "promised_for": promise.promised_for}
    called_on = promise.call_planned_on
    if called_on is not None and morning.on >= morning.calendar.add(called_on, NOT_REACHED):
        return Special(PROMISE_NOTICE, Reason.PROMISE_BROKEN_NOT_REACHED, figures, promise.id)
    return Special(PROMISE_CALL, Reason.PROMISE_BROKEN, figures, promise.id)


def is_still_owed(morning: Morning, promise: PromiseState) -> bool:
    ours = {part.item_id for part in promise.parts}
    return any(not ours or claim.item.id in ours for claim in morning.late)


def plan_action(morning: Morning) -> Special | None:
    for plan, missed_on in morning.missed:
        if is_for_legal(morning, plan):
            continue
        if found := one_plan_action(morning, plan, missed_on):
            return found
    return None


def is_for_legal(morning: Morning, plan: PlanState) -> bool:
    """Say whether what is left of a plan was born before an insolvency: nobody is called about it (rule 17)."""
    ours = {part.item_id for part in plan.parts}
    left = [item for item in morning.payer.items if item.id in ours]
    return morning.stopped_by is not None and all(stopping_judgment(item, morning.payer) for item in left)


def one_plan_action(morning: Morning, plan: PlanState, missed_on: date) -> Special | None:
    """Call first, then the notice of the plan; what is not due yet is claimed only when that notice has run."""
    asks = asked_of_plan(morning, plan, missed_on)
    if not asks:
        return None
    figures: Figures = {"missed_on": missed_on, "amount": sum(part.amount for part in asks)}
    if plan.call_done_on is None or plan.call_done_on < missed_on:
        return Special(PLAN_CALL, Reason.INSTALMENT_MISSED, figures, plan.id, asks=asks)
    if plan.notice_sent_on is None or plan.notice_sent_on < missed_on:
        notice = Special(PLAN_NOTICE, Reason.PLAN_NOTICE, figures, plan.id, asks=asks)
        return not_before(morning, morning.calendar.add(plan.call_done_on, AFTER_PLAN_CALL), notice)
    if plan.notice_presented_on is None:
        ask_for_presentation(morning, plan)
        return None
    run_on = plan.notice_presented_on + timedelta(days=plan.notice_delay_days + 1)
    return not_before(morning, run_on, Special(PLAN_ACCELERATION, Reason.PLAN_NOTICE_RUN, figures, plan.id))


def asked_of_plan(morning: Morning, plan: PlanState, missed_on: date) -> tuple[PartOfItem, ...]:
    """Return what is late of a plan, over what it still holds, the oldest first: nothing once all of it is settled, or contested."""
    late = sum((each.amount - each.paid_amount for each in plan.instalments if each.due_date <= missed_on), Decimal())
    items, planned = open_debits(morning.payer), {part.item_id for part in plan.parts}
    held = {each.item_id: each.amount for each in morning.held if each.reason is ItemHold.PLAN and each.item_id in planned}
    parts = [PartOfItem(item.id, held[item.id]) for item in items if item.id in held]
    return tuple(PartOfItem(*part) for part in spread(late, parts, items))


def ask_for_presentation(morning: Morning, plan: PlanState) -> None:
    """Ask once for the day the notice of a plan was presented, about the first of its items that is still open."""
    planned = {part.item_id for part in plan.parts}
    if (still_open := next((item for item in open_debits(morning.payer) if item.id in planned), None)) is not None:
        morning.asks(TaskKind.PRESENTATION_DATE_MISSING, still_open)


def not_before(morning: Morning, day: date, special: Special) -> Special | None:
    if day > morning.on:
        morning.may_change(day)
        return None
    return special


def credits_action(morning: Morning) -> Special | None:
    """After 5 working days the collector chooses: call, or send the net."""
    covered_on = morning.free_credit and covered_since(morning)
    if not covered_on or credits_chosen(morning, covered_on):
        return None
    currency = next(iter(morning.overdue))
    amount = morning.free_credit[currency]
    figures: Figures = {"credits": amount, "overdue": morning.overdue[currency], "currency": currency, "covered_on": covered_on}
    task = Task(TaskKind.ALLOCATE_CREDITS, tuple(credit.id for credit, _ in morning.credits), amount, currency)
    return Special(CREDITS_CHOICE, Reason.CREDITS_TO_CHOOSE, figures, tasks=(task,))
