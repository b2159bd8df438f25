"""The state of a payer on a day of the year, from the facts known that day and what was done virtually before."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from encaisse.dunning.rules.clocks import Clocks, read_clocks
from encaisse.dunning.rules.doubts import doubt_of
from encaisse.dunning.rules.einvoices import DisputeDays, DueLine, EInvoiceState, einvoice_hold, is_about, shares_of
from encaisse.dunning.rules.machine.life import Life, Progress
from encaisse.dunning.rules.machine.year import DisputeFacts, ItemFacts, PayerYear, PlanFacts
from encaisse.dunning.rules.scenario import AnyOf, LateRateAbove, Scenario
from encaisse.dunning.rules.values import (
    ZERO,
    AccountHold,
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

LOOK_BACK = timedelta(days=60)
PROMISES_LIVE = timedelta(days=180)
CONTACTS_KEPT = timedelta(days=30)
UNTOUCHED = Progress()
DAY = timedelta(days=1)


class DisputeRow(NamedTuple):
    item_id: int
    opened_on: date
    answered_on: date | None
    closed_on: date | None
    is_whole: bool


class HoldRow(NamedTuple):
    item_id: int | None
    from_on: date
    until_on: date
    lifted_on: date | None


class PlanRow(NamedTuple):
    item_ids: tuple[int, ...]
    accepted_on: date
    broken_on: date | None


def known(day: date | None, on: date) -> date | None:
    """Return a day only once it has come."""
    return day if day is not None and day <= on else None


def state_on(life: Life, on: date, *, reads_late_rate: bool = False) -> PayerState:
    """Return what the daily decision would read on a day."""
    year = life.year
    open_items = [(item, amount) for item in year.items if item.known_on <= on and (amount := item.open_on(on)) != 0]
    disputed: dict[int, Decimal] = defaultdict(Decimal)
    for dispute in year.disputes:
        if dispute.opened_on <= on and known(dispute.closed_on, on) is None:
            disputed[dispute.item_id] += dispute.amount
    judged = judgments_on(year, on)
    today = DayFacts(on, disputed, clocks_on(year, open_items, on), held_on(year, on), told_on(open_items, on), judged)
    items = tuple(item_on(life, item, amount, today) for item, amount in open_items)
    replies = [day for day in year.replies if day <= on]
    reply_on = max((day for day in replies if day >= on - CONTACTS_KEPT), default=None)
    return PayerState(
        payer_id=year.payer_id, creditor_id=year.creditor_id, currency=year.currency, items=items, is_consumer=year.is_consumer,
        last_contact_on=max((day for day in (life.last_contact_on, reply_on) if day), default=None),
        last_message_on=life.last_message_on, acted_on=life.acted_on, reply_on=reply_on,
        contacts=tuple(each for each in life.contacts if each.on >= on - CONTACTS_KEPT),
        payments=payments_on(year, on), promises=promises_on(life, on), plans=tuple(plans_on(life, on)),
        sales_task_on=life.sales_task_on, sales_result_on=life.sales_result_on, credits_choice_on=life.credits_choice_on,
        holds=tuple(
            AccountHold(hold.reason, hold.from_on, hold.until_on, hold.set_by)
            for hold in year.holds
            if hold.item_id is None and hold.from_on <= on and known(hold.lifted_on, on) is None
        ),
        closures=year.closures, quiet_periods=year.quiet_periods, usual_payment_day=year.usual_payment_day,
        caps=year.caps, reachable=year.reachable, judgment_on=judged.get(year.payer_id),
        late_rate=late_rate_on(year, on) if reads_late_rate else None,
    )  # fmt: skip


class DayFacts(NamedTuple):
    """What concerns the items of a payer on a day, by item; `judged`: by customer."""

    on: date
    disputed: Mapping[int, Decimal]
    clocks: Clocks | None
    held: Mapping[int, tuple[HeldPart, ...]]
    told: Mapping[int, EInvoiceState]
    judged: Mapping[int, date]


def item_on(life: Life, item: ItemFacts, amount: Decimal, today: DayFacts) -> ItemState:
    on = today.on
    progress = life.progress.get(item.id, UNTOUCHED)
    state = today.told.get(item.id)
    due = item.due_on(on)
    clock = today.clocks.of(life.year.payer_id, item.id, due) if today.clocks else None
    doubt = doubt_of(item.doubt, item.qualified_as, item.customer_kind, due_date=due, born_on=item.born_on, on=on)
    return ItemState(
        item.id, item.reference, due, item.amount, amount, item.currency, today.disputed.get(item.id, ZERO),
        progress.position, progress.level, progress.ended_on, progress.how, 0,
        clock.frozen_days if clock else 0, clock.frozen_since if clock else None, clock.answered_on if clock else None,
        progress.delivered, progress.presented_on, progress.notice_delay_days,
        item.names_items, doubt,
        today.held.get(item.id, ()) + einvoice_hold(state, disputes_of(life.year, item.id, state, on), on=on), item.born_on,
        state.code if state else None, life.year.debtors.get(item.customer_id), None, progress.fixed_start or None,
        judgment_on=today.judged.get(item.customer_id),
    )  # fmt: skip


def told_on(open_items: Sequence[tuple[ItemFacts, Decimal]], on: date) -> dict[int, EInvoiceState]:
    """Return the step of each e-invoice known on a day, by due line: an amount contested of several lines is held once."""
    told: dict[int, EInvoiceState] = {}
    contested: dict[int, list[DueLine]] = defaultdict(list)
    for item, amount in open_items:
        state = next((each for each in reversed(item.codes) if each.on <= on), None)
        if state is None:
            continue
        told[item.id] = state
        if state.contested_amount is not None:
            contested[item.document_id].append(DueLine(item.id, item.due_on(on), amount))
    for lines in contested.values():
        told |= shares_of(told[lines[0].item_id], lines)
    return told


def disputes_of(year: PayerYear, item_id: int, state: EInvoiceState | None, on: date) -> list[DisputeDays]:
    """Return the disputes about an item known on a day; one closed later was still open."""
    if state is None:
        return []
    return [
        DisputeDays(each.opened_on, known(each.closed_on, on))
        for each in year.disputes
        if is_about(state, item_id, each.item_id) and each.opened_on <= on
    ]


def judgments_on(year: PayerYear, on: date) -> dict[int, date]:
    """Return, by customer, the judgment known on a day and not taken back yet."""
    in_force = [each for each in year.judgments if each.known_on <= on and known(each.gone_on, on) is None]
    return {each.customer_id: each.judgment_on for each in sorted(in_force, key=attrgetter("judgment_on"))}


def held_on(year: PayerYear, on: date) -> dict[int, tuple[HeldPart, ...]]:
    return {
        hold.item_id: (HeldPart(ItemHold.MANUAL, None, hold.until_on),)
        for hold in year.holds
        if hold.item_id is not None and hold.from_on <= on <= hold.until_on and known(hold.lifted_on, on) is None
    }


def clocks_on(year: PayerYear, open_items: list[tuple[ItemFacts, Decimal]], on: date) -> Clocks | None:
    if not (year.disputes or year.holds or year.plans):
        return None
    items = {item.id: item for item, _ in open_items}
    disputes = [dispute_row(each, items[each.item_id], on) for each in year.disputes if each.opened_on <= on and each.item_id in items]
    holds = [HoldRow(each.item_id, each.from_on, each.until_on, known(each.lifted_on, on)) for each in year.holds if each.from_on <= on]
    plans = [
        PlanRow(tuple(part.item_id for part in each.parts), each.accepted_on, known(each.broken_on, on))
        for each in year.plans
        if each.accepted_on <= on
    ]
    return read_clocks({year.payer_id: disputes}, {year.payer_id: holds}, {year.payer_id: plans}, on=on)


def dispute_row(dispute: DisputeFacts, item: ItemFacts, on: date) -> DisputeRow:
    """Return a dispute as known on a day: it holds the whole item if it holds all that is open, or was before the day it was closed."""
    closed_on = known(dispute.closed_on, on)
    is_whole = dispute.amount >= item.open_on(closed_on - DAY if closed_on else on)
    return DisputeRow(dispute.item_id, dispute.opened_on, known(dispute.answered_on, on), closed_on, is_whole)


def payments_on(year: PayerYear, on: date) -> tuple[PaymentReceived, ...]:
    """Return the money received: as far back as a promise in force is judged, with what was known of its allocation."""
    since = min([on - LOOK_BACK, *(each.promised_on for each in year.promises if each.known_on <= on <= each.promised_for + PROMISES_LIVE)])
    return tuple(
        PaymentReceived(item.issued_on, -item.amount, item.currency, named_by(item, on), -item.open_on(on))
        for item in year.items
        if item.is_payment and item.known_on <= on and since <= item.issued_on <= on and known(item.returned_on, on) is None
    )


def named_by(item: ItemFacts, on: date) -> tuple[PartOfItem, ...]:
    parts: dict[int, Decimal] = defaultdict(Decimal)
    for move in item.moves:
        if move.known_on <= on:
            parts[move.other_id] += move.amount
    return tuple(PartOfItem(*part) for part in sorted(parts.items()) if part[1])


def promises_on(life: Life, on: date) -> tuple[PromiseState, ...]:
    return tuple(
        PromiseState(
            each.id, each.amount, each.promised_on, each.promised_for, each.currency, each.parts,
            life.promise_called.get(each.id), life.promise_told.get(each.id),
        )
        for each in life.year.promises
        if each.known_on <= on and known(each.gone_on, on) is None and each.promised_for >= on - PROMISES_LIVE
    )  # fmt: skip


def plans_on(life: Life, on: date) -> list[PlanState]:
    return [plan_on(life, plan, on) for plan in life.year.plans if plan.accepted_on <= on]


def plan_on(life: Life, plan: PlanFacts, on: date) -> PlanState:
    """Return a plan with what was paid of it: the allocations of its items since it was accepted, the oldest instalment first."""
    ids = {part.item_id for part in plan.parts}
    moves = [move for item in life.year.items if item.id in ids for move in item.moves]
    left = sum((move.amount for move in moves if plan.accepted_on <= move.known_on <= on), ZERO)
    instalments = []
    for due, amount in plan.instalments:
        paid = max(min(left, amount), ZERO)
        left -= paid
        instalments.append(InstalmentState(due, amount, paid))
    return PlanState(
        plan.id, plan.parts, tuple(instalments), call_done_on=life.plan_called.get(plan.id), notice_sent_on=life.plan_noticed.get(plan.id),
        notice_presented_on=known(life.plan_presented.get(plan.id), on),
        accelerated_on=known(plan.broken_on, on) or life.plan_accelerated.get(plan.id), accepted_on=plan.accepted_on,
    )  # fmt: skip


def reads_late_rate(scenario: Scenario) -> bool:
    """Say whether a condition of the scenario asks how often the customer pays late."""
    conditions = [condition for step in scenario.steps for condition in step.conditions]
    every = [each for condition in conditions for each in (condition.conditions if isinstance(condition, AnyOf) else (condition,))]
    return any(isinstance(each, LateRateAbove) for each in every)


def late_rate_on(year: PayerYear, on: date) -> Decimal | None:
    """Return the share of the invoices settled by a day that were settled after their due date."""
    late = [
        item.due_on(on) < max(move.known_on for move in item.moves if move.known_on <= on)
        for item in year.items
        if item.amount > 0 and item.known_on <= on and item.open_on(on) == 0
    ]
    return Decimal(sum(late)) / len(late) if late else None
