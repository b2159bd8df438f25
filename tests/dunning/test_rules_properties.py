"""What must hold for any account on any day: no double, no burst, nothing held is asked, the ledger adds up, skipping is sound."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dunning.payers import CFO_AT, FRANCE, FULL, SME, day, email, item, payer, scenario
from dunning.simulator import Life
from encaisse.dunning.rules import Act, Hold, PayerState, Scenario, decide
from encaisse.dunning.rules.decisions import Decision, Section
from encaisse.dunning.rules.morning import Morning
from encaisse.dunning.rules.position import take_position
from encaisse.dunning.rules.progress import position_after_change
from encaisse.dunning.rules.scenario import INTERNAL, BalanceAtLeast, Channel, NoReplySinceLastStep, OverdueDaysAbove
from encaisse.dunning.rules.shipped import shipped_scenarios
from encaisse.dunning.rules.values import (
    AccountHold,
    ClosedPeriod,
    ContactEvent,
    HeldPart,
    InstalmentState,
    ItemHold,
    ItemState,
    PartOfItem,
    PaymentReceived,
    PlanState,
    PromiseState,
    StepEnd,
)

FIRST = day("1/9")
CONDITIONAL = scenario(
    email("prev", 0, -10),
    email("r1", 1, 2),
    email("big", 1, 9, BalanceAtLeast(Decimal(500))),
    email("silent", 2, 15, NoReplySinceLastStep()),
    email("old", 3, 25, OverdueDaysAbove(30)),
    email("r3", 3, 40),
)
SCENARIOS = [SME, FULL, CONDITIONAL, *shipped_scenarios().values()]

amounts = st.integers(1, 3000).map(Decimal)
days = st.integers(-90, 90).map(lambda shift: FIRST + timedelta(days=shift))
recent = st.integers(-20, 10).map(lambda shift: FIRST + timedelta(days=shift))


@st.composite
def items(draw: st.DrawFn, item_id: int, kind: Scenario) -> ItemState:
    amount = draw(amounts)
    due = draw(days)
    last = draw(st.none() | st.integers(0, len(kind.steps) - 1)) if due < FIRST else None
    ended = due + timedelta(days=draw(st.integers(0, 60))) if last is not None else None
    is_held = draw(st.integers(0, 5)) == 0
    return ItemState(
        id=item_id,
        reference=f"F{item_id}",
        due_date=due,
        amount=amount,
        open_amount=amount,
        currency=draw(st.sampled_from(["EUR", "EUR", "EUR", "USD"])),
        disputed_amount=draw(st.sampled_from([Decimal(0), Decimal(0), Decimal(100), amount])),
        last_position=last,
        last_level=None if last is None else kind.steps[last].level,
        last_ended_on=min(ended, FIRST) if ended else None,
        last_how=None if last is None else draw(st.sampled_from([StepEnd.DONE, StepEnd.DONE, StepEnd.NOT_DONE])),
        delivered_reminder=last is not None,
        frozen_days=draw(st.sampled_from([0, 0, 7])),
        answered_on=draw(st.none() | recent),
        presented_on=draw(st.none() | recent) if last is not None else None,
        held=(HeldPart(ItemHold.MANUAL, draw(st.none() | amounts), draw(st.none() | recent)),) if is_held else (),
    )


@st.composite
def credits_(draw: st.DrawFn, item_id: int, names: int) -> ItemState:
    amount = -draw(amounts)
    named = tuple(draw(st.lists(st.integers(1, names), max_size=3, unique=True)))
    return ItemState(item_id, f"AV{item_id}", draw(recent), amount, amount, draw(st.sampled_from(["EUR", "USD"])), names_items=named)


@st.composite
def accounts(draw: st.DrawFn, kind: Scenario) -> PayerState:
    debits = [draw(items(number, kind)) for number in range(1, draw(st.integers(1, 5)) + 1)]
    owned = [draw(credits_(100 + number, len(debits) + 1)) for number in range(draw(st.integers(0, 2)))]
    someone = debits[0]
    promises = (PromiseState(1, someone.open_amount / 2, FIRST - timedelta(days=30), draw(recent), someone.currency, ()),)
    plans = (
        PlanState(
            1,
            (PartOfItem(someone.id, someone.open_amount),),
            (InstalmentState(draw(recent), someone.open_amount),),
            call_done_on=draw(st.none() | recent),
        ),
    )
    return PayerState(
        payer_id=1,
        items=(*debits, *owned),
        last_contact_on=draw(st.none() | recent.filter(lambda on: on <= FIRST)),
        reply_on=draw(st.none() | recent.filter(lambda on: on <= FIRST)),
        sales_task_on=draw(st.none() | recent.filter(lambda on: on <= FIRST)),
        payments=(PaymentReceived(draw(recent.filter(lambda on: on <= FIRST)), draw(amounts)),) if draw(st.booleans()) else (),
        promises=promises if draw(st.integers(0, 3)) == 0 else (),
        plans=plans if draw(st.integers(0, 3)) == 0 else (),
        holds=(AccountHold("x", draw(recent), draw(recent)),) if draw(st.integers(0, 4)) == 0 else (),
        closures=(ClosedPeriod(on := draw(recent), on + timedelta(days=9)),) if draw(st.integers(0, 4)) == 0 else (),
        quiet_periods=(ClosedPeriod(on := draw(recent), on + timedelta(days=9)),) if draw(st.integers(0, 4)) == 0 else (),
        usual_payment_day=draw(st.none() | st.integers(1, 31)),
        contacts=tuple(ContactEvent(draw(recent.filter(lambda on: on <= FIRST)), Channel.EMAIL) for _ in range(draw(st.integers(0, 3)))),
        facts_true_until=draw(st.none() | recent),
        judgment_on=draw(st.sampled_from([None, None, None, FIRST - timedelta(days=40)])),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[PayerState, Scenario]:
    kind = draw(st.sampled_from(SCENARIOS))
    kind = replace(kind, minimum_amount=Decimal(draw(st.sampled_from([0, 50, 500]))))
    return draw(accounts(kind)), kind


def kind_of(decision: Decision) -> object:
    return (type(decision), decision.reason) if isinstance(decision, Hold) else type(decision)


@settings(max_examples=120, deadline=None)
@given(cases(), st.integers(0, 40))
def test_skipping_is_sound_nothing_changes_before_the_until_of_a_decision(case: tuple[PayerState, Scenario], shift: int) -> None:
    account, kind = case
    on = FIRST + timedelta(days=shift)
    first = decide(account, kind, FRANCE, on=on)
    until = min(first.until or on + timedelta(days=45), on + timedelta(days=45))
    while (on := on + timedelta(days=1)) < until:
        assert kind_of(decide(account, kind, FRANCE, on=on)) == kind_of(first), on


@settings(max_examples=100, deadline=None)
@given(cases())
def test_what_is_asked_is_the_ledger_less_what_is_held_and_credited(case: tuple[PayerState, Scenario]) -> None:
    account, kind = case
    decision = decide(account, kind, FRANCE, on=FIRST)
    if not isinstance(decision, Act) or decision.level == 0:
        return
    known = {each.id: each for each in account.items}
    for currency, net in decision.net_amounts.items():
        asked = [each for each in decision.items if each.section in {Section.CLAIMED, Section.ALSO_DUE} and each.currency == currency]
        deducted = [each for each in decision.items if each.section is Section.CREDIT and each.currency == currency]
        ledger = sum((known[each.item_id].open_amount - each.held_amount for each in asked), Decimal(0))
        assert net == ledger + sum((each.amount for each in deducted), Decimal(0))
        assert all(-each.amount <= -known[each.item_id].open_amount for each in deducted)
    held = {item_id: Decimal(0) for item_id in known}
    for part in decision.item_holds:
        held[part.item_id] += part.amount if part.reason is not ItemHold.CREDITED else 0
    for each in decision.items:
        if each.section in {Section.CLAIMED, Section.ALSO_DUE}:
            assert each.amount == known[each.item_id].open_amount - held[each.item_id]
            assert known[each.item_id].due_date < FIRST or decision.step.key.startswith("plan.")  # an instalment has a day of its own


@settings(max_examples=100, deadline=None)
@given(cases())
def test_rule_08_a_credit_is_free_or_nets_the_invoice_it_names_and_nothing_else(case: tuple[PayerState, Scenario]) -> None:
    account, kind = case
    told, without = (Morning(payer_state, kind, FRANCE, FIRST) for payer_state in (account, replace(account, items=debits_of(account))))
    take_position(told)
    take_position(without)
    netted = {credit.id: sum((each.amount for each in told.netted if each.credit is credit), Decimal(0)) for credit in account.items}
    free = {credit.id: amount for credit, amount in told.credits}
    for credit in account.items:
        if credit.open_amount < 0:
            assert netted[credit.id] + free.get(credit.id, Decimal(0)) <= -credit.open_amount
            assert not (netted[credit.id] and credit.id in free)
            assert {each.item_id for each in told.netted if each.credit is credit} <= set(credit.names_items)
    named = {each.item_id for each in told.netted}
    before = {claim.item.id: claim.amount for claim in (*without.late, *without.to_come)}
    after = {claim.item.id: claim.amount for claim in (*told.late, *told.to_come)}
    assert {pk: amount for pk, amount in after.items() if pk not in named} == {pk: it for pk, it in before.items() if pk not in named}
    for pk in named & before.keys():
        credited = sum((each.amount for each in told.netted if each.item_id == pk), Decimal(0))
        assert after.get(pk, Decimal(0)) == max(before[pk] - credited, Decimal(0))


def debits_of(account: PayerState) -> tuple[ItemState, ...]:
    return tuple(item for item in account.items if item.open_amount > 0)


@settings(max_examples=30, deadline=None)
@given(cases())
def test_run_twice_on_the_same_day_does_nothing_more(case: tuple[PayerState, Scenario]) -> None:
    account, kind = case
    life = Life(account, kind)
    life.morning(FIRST)
    done = len(life.acts)
    life.morning(FIRST)
    assert len(life.acts) == done


@settings(max_examples=30, deadline=None)
@given(cases(), st.integers(0, 35), st.integers(1, 30))
def test_missed_days_make_no_burst(case: tuple[PayerState, Scenario], start: int, missed: int) -> None:
    account, kind = case
    life = Life(replace(account, last_contact_on=None, reply_on=None, contacts=()), kind)
    first, last = FIRST + timedelta(days=start), FIRST + timedelta(days=start + missed)
    life.live(f"{FIRST:%d/%m/%Y}", f"{FIRST + timedelta(days=80):%d/%m/%Y}", skip=lambda on: first <= on <= last)
    done_on = [on for on, _ in life.acts]
    assert len(done_on) == len(set(done_on))
    steps = [on for on, act in life.acts if act.channel not in INTERNAL and not act.subject_id]
    for earlier, later in pairwise(steps):
        assert FRANCE.between(earlier, later) >= 3


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(SCENARIOS), st.lists(st.tuples(st.integers(-60, 20), amounts), min_size=1, max_size=4), st.integers(1, 30))
def test_the_tone_never_goes_down_for_the_same_open_items(kind: Scenario, due: list[tuple[int, Decimal]], missed: int) -> None:
    shift, amount = due[0]
    only = payer(item(1, f"{FIRST + timedelta(days=shift):%d/%m/%Y}", str(amount)))
    life = Life(only, kind)
    life.live(f"{FIRST:%d/%m/%Y}", f"{FIRST + timedelta(days=90):%d/%m/%Y}", skip=lambda on: on.toordinal() % 31 < missed)
    levels = [act.level for _, act in life.acts]
    assert levels == sorted(levels)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(SCENARIOS), st.integers(1, 400), st.integers(1, 30))
def test_catching_up_never_reaches_a_formal_notice_early(kind: Scenario, age: int, missed: int) -> None:
    life = Life(payer(item(1, f"{FIRST - timedelta(days=age):%d/%m/%Y}", 5000)), kind)
    life.live(f"{FIRST:%d/%m/%Y}", f"{FIRST + timedelta(days=90):%d/%m/%Y}", skip=lambda on: on.toordinal() % 31 < missed)
    steps = [(on, act) for on, act in life.acts if act.step.position >= 0]
    for (before, _), (on, act) in pairwise(steps):
        if act.level >= 4:
            assert (on - before).days >= act.step.interval_days
            assert act.mode != "automatic"


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 60))
def test_deciding_only_when_the_date_has_come_does_the_same_as_deciding_every_day(start: int) -> None:
    account = payer(
        item(1, "20/8", 4000),
        item(2, "25/9", 700),
        item(3, "2/10", 90),
        item(4, "15/10", 2500),
        usual_payment_day=10 if start % 2 else None,
    )
    every_day, lazy = Life(account, CONDITIONAL), Life(account, CONDITIONAL)
    first = FIRST + timedelta(days=start)
    every_day.live(f"{first:%d/%m/%Y}", "31/12/2026")
    lazy.live(f"{first:%d/%m/%Y}", "31/12/2026", skip=lambda on: is_asleep(lazy, on))
    assert lazy.story == every_day.story
    assert len(lazy.decisions) < len(every_day.decisions)


def is_asleep(life: Life, on: date) -> bool:
    """Nothing about the account was recorded since its last decision, and its date has not come."""
    if not life.decisions:
        return False
    last = life.decisions[max(life.decisions)]
    return not isinstance(last, Act) and not last.ended and (last.until is None or on < last.until)


def test_no_reminder_is_ever_lost_an_open_item_reaches_the_last_curative_step() -> None:
    life = Life(payer(item(1, "1/9", 5000)), SME).live("1/9", "31/12")
    assert life.item(1).last_position == CFO_AT


@given(st.sampled_from(SCENARIOS), st.integers(0, 5))
def test_rule_18_in_another_scenario_what_comes_next_is_above_the_level_reached_and_nothing_else_is_skipped(
    target: Scenario, reached: int
) -> None:
    position = position_after_change(target, last_level=reached)
    to_come = target.steps[0 if position is None else position + 1 :]
    assert all(step.level > reached for step in to_come)
    assert position is None or target.steps[position].level <= reached


@given(st.sampled_from(SCENARIOS), st.data())
def test_rule_18_in_another_version_a_step_done_is_not_taken_again_and_the_level_never_goes_down(
    kind: Scenario, data: st.DataObject
) -> None:
    done = data.draw(st.sampled_from(kind.steps))
    order = data.draw(st.permutations(kind.steps))
    version = scenario(*sorted(order, key=lambda step: step.level))
    position = position_after_change(version, last_level=done.level, last_key=done.key)
    assert position is not None
    to_come = version.steps[position + 1 :]
    assert done.key not in {step.key for step in to_come}
    assert all(step.level >= done.level for step in to_come)
