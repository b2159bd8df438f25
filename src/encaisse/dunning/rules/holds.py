"""Rules 1, 8, 9, 13, 15, 16, 17, 22 and 23: what holds the whole account today, in the order in which reasons are given."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from encaisse.dunning.rules.decisions import NO_FIGURES, Figures, Hold, Reason, Task, TaskKind
from encaisse.dunning.rules.morning import DAY, SALES_WINDOW, SHARE, Morning, tasks_of
from encaisse.dunning.rules.values import ZERO, Allocated, PaymentReceived

CREDITS_HOLD = 5
PART_PAYMENT_SILENCE = 3
REPLY_SILENCE = 2
AFTER_REOPENING = 2


def hold(
    morning: Morning,
    reason: Reason,
    until: date | None = None,
    *,
    figures: Figures = NO_FIGURES,
    tasks: tuple[Task, ...] = (),
) -> Hold:
    """Return the hold, valid until its own end or any earlier date at which the answer may differ."""
    if until is not None:
        morning.may_change(until)
    return Hold(
        reason=reason,
        until=morning.next_change,
        figures=figures,
        overdue=dict(morning.overdue or morning.held_overdue),
        tasks=tasks_of(morning) + tasks,
        ended=tuple(morning.ended),
        item_holds=tuple(morning.held),
    )


def go_live_hold(morning: Morning) -> Hold | None:
    return None if morning.payer.go_live_closed else hold(morning, Reason.GO_LIVE_OPEN)


def insolvency_hold(morning: Morning) -> Hold | None:
    """Items born before the judgment stop for good; when later ones live, they are dunned normally."""
    if morning.stopped_by is None or morning.late or morning.to_come:
        return None
    return hold(morning, Reason.INSOLVENCY, figures={"judgment_on": morning.stopped_by})


def legal_hold(morning: Morning) -> Hold | None:
    return hold(morning, Reason.LEGAL) if morning.payer.in_legal else None


def manual_hold(morning: Morning) -> Hold | None:
    running = [each for each in morning.payer.holds if each.from_on <= morning.on <= each.until_on]
    for each in morning.payer.holds:
        morning.may_change(each.from_on)
    if not running:
        return None
    last = max(running, key=lambda each: each.until_on)
    return hold(morning, Reason.MANUAL, last.until_on + DAY, figures={"why": last.reason, "set_by": last.set_by, "until_on": last.until_on})


def closure_hold(morning: Morning) -> Hold | None:
    """All messages wait until 2 working days after the customer reopens."""
    for closure in morning.payer.closures:
        reopening = morning.calendar.next_open(closure.to_on + DAY)
        until = morning.calendar.add(reopening, AFTER_REOPENING)
        if closure.from_on <= morning.on < until:
            return hold(morning, Reason.CLOSURE, until, figures={"from_on": closure.from_on, "to_on": closure.to_on})
        morning.may_change(closure.from_on)
    return None


def credits_hold(morning: Morning) -> Hold | None:
    """Credits that cover what is late hold it for 5 working days, counted from the day they covered it."""
    covered_on = morning.free_credit and covered_since(morning)
    if not covered_on or not morning.is_silent_after(covered_on, CREDITS_HOLD) or credits_chosen(morning, covered_on):
        return None
    morning.balance_may_change()
    currency = next(iter(morning.overdue))
    figures: Figures = {
        "credits": morning.free_credit[currency],
        "overdue": morning.overdue[currency],
        "currency": currency,
        "covered_on": covered_on,
    }
    task = Task(TaskKind.ALLOCATE_CREDITS, tuple(credit.id for credit, _ in morning.credits), morning.free_credit[currency], currency)
    return hold(morning, Reason.CREDITS_COVER, morning.first_day_after(covered_on, CREDITS_HOLD), figures=figures, tasks=(task,))


def credits_chosen(morning: Morning, covered_on: date) -> bool:
    chosen_on = morning.payer.credits_choice_on
    return chosen_on is not None and chosen_on >= covered_on


def covered_since(morning: Morning) -> date | None:
    """Return the day from which free credits have covered what is late in every currency, from the dates of the facts."""
    morning.balance_may_change()
    if not morning.overdue or any(morning.free_credit.get(currency, ZERO) < late for currency, late in morning.overdue.items()):
        return None
    return max(covered_since_in(morning, currency) for currency in morning.overdue)


def covered_since_in(morning: Morning, currency: str) -> date:
    """Walk the dated credits, due dates and allocations forward: the start of the last spell during which credits covered what was late."""
    allocated = [each for each in morning.payer.allocations if each.currency == currency]
    credits_ = [(min(credit.due_date, morning.on), amount) for credit, amount in morning.credits if credit.currency == currency]
    credits_ += [move for each in allocated for move in until_allocated(each.credit_on, each)]
    debits = [(claim.item.due_date + DAY, claim.amount) for claim in morning.late if claim.item.currency == currency]
    debits += [move for each in allocated for move in until_allocated(each.debit_due_on + DAY, each)]
    since = None
    for day in sorted({moved_on for moved_on, _ in (*credits_, *debits)}):
        late = sum((amount for moved_on, amount in debits if moved_on <= day), ZERO)
        credit = sum((amount for moved_on, amount in credits_ if moved_on <= day), ZERO)
        if late == 0 or credit < late:
            since = None
        elif since is None:
            since = day
    return since or morning.on


def until_allocated(stood_since: date, allocated: Allocated) -> tuple[tuple[date, Decimal], ...]:
    """Return what an amount allocated since weighed on one side before: from the day it stood to the day it was taken off."""
    if stood_since >= allocated.on:
        return ()
    return (stood_since, allocated.amount), (allocated.on, -allocated.amount)


def part_payment_hold(morning: Morning) -> Hold | None:
    if not morning.late:
        return None
    paid = [each for each in morning.payer.payments if morning.is_silent_after(each.on, PART_PAYMENT_SILENCE) and is_part(morning, each)]
    if not paid:
        return None
    last = max(paid, key=lambda each: each.on)
    figures: Figures = {"amount": last.amount, "currency": last.currency, "paid_on": last.on}
    return hold(morning, Reason.PART_PAYMENT, morning.first_day_after(last.on, PART_PAYMENT_SILENCE), figures=figures)


def is_part(morning: Morning, payment: PaymentReceived) -> bool:
    """Say whether a payment was at least 20 % of what was overdue the day it came."""
    still = sum(
        (claim.amount for claim in morning.late if claim.item.due_date < payment.on and claim.item.currency == payment.currency),
        ZERO,
    )
    since = sum(
        (each.amount - each.unallocated_amount for each in morning.payer.payments if same_spell(each, payment)),
        ZERO,
    )
    return payment.amount >= SHARE * (still + since)


def same_spell(each: PaymentReceived, payment: PaymentReceived) -> bool:
    return each.currency == payment.currency and each.on >= payment.on


def reply_hold(morning: Morning) -> Hold | None:
    reply_on = morning.payer.reply_on
    if reply_on is None or not morning.late or not morning.is_silent_after(reply_on, REPLY_SILENCE):
        return None
    return hold(morning, Reason.REPLY, morning.first_day_after(reply_on, REPLY_SILENCE), figures={"reply_on": reply_on})


def sales_hold(morning: Morning) -> Hold | None:
    """Finance sends nothing while sales has its 3 days; a result, or silence, ends them."""
    task_on, result_on = morning.payer.sales_task_on, morning.payer.sales_result_on
    if task_on is None or (result_on is not None and result_on >= task_on):
        return None
    if not morning.is_silent_after(task_on, SALES_WINDOW):
        return None
    return hold(morning, Reason.SALES_WINDOW, morning.first_day_after(task_on, SALES_WINDOW), figures={"task_on": task_on})


IN_ORDER: tuple[Callable[[Morning], Hold | None], ...] = (
    go_live_hold,
    insolvency_hold,
    legal_hold,
    manual_hold,
    closure_hold,
    credits_hold,
    part_payment_hold,
    reply_hold,
    sales_hold,
)


def account_hold(morning: Morning) -> Hold | None:
    """Return the first reason that holds the account, in the order of the product."""
    for holds_account in IN_ORDER:
        if found := holds_account(morning):
            return found
    return None


def thanks(morning: Morning) -> dict[str, Decimal]:
    """Return what the next message thanks for: the part payments received since the last one."""
    since = morning.payer.last_message_on or morning.calendar.add(morning.on, -20)
    amounts: dict[str, Decimal] = {}
    for each in morning.payer.payments:
        if since <= each.on <= morning.on and is_part(morning, each):
            amounts[each.currency] = amounts.get(each.currency, ZERO) + each.amount
    return amounts
