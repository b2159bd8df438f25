"""Rules 14 to 25: habits, closures, replies, insolvency, changes, failures, freshness, reasons, the day, idempotency."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple

import pytest

from dunning.payers import (
    CALL_AT,
    CFO_AT,
    FRANCE,
    FULL,
    PREVENTIVE,
    R1_AT,
    R2,
    R2_AT,
    SME,
    credit,
    day,
    email,
    item,
    paid,
    payer,
    scenario,
)
from encaisse.dunning.rules import Act, Channel, Hold, Level, Reason, Scenario, StepMode, Wait, decide
from encaisse.dunning.rules.clocks import read_clocks
from encaisse.dunning.rules.conditions import condition_as_json, conditions_from
from encaisse.dunning.rules.days import is_dry_run, today_for
from encaisse.dunning.rules.decisions import Decision, EndedStep, TaskKind
from encaisse.dunning.rules.habits import default_quiet_periods, falls_in_a_closure, habit_is_dropped, proposed_payment_day
from encaisse.dunning.rules.progress import bounce_undoes, idempotency_key, off_scenario_end, position_after_change
from encaisse.dunning.rules.scenario import (
    AnyOf,
    ApprovedBy,
    BalanceAtLeast,
    BalanceBelow,
    Condition,
    EInvoiceCodeNotIn,
    ItemAmountAtLeast,
    LateRateAbove,
    MobileKnown,
    NoReplySinceLastStep,
    OverdueDaysAbove,
    OverdueOverLimit,
    SenderRole,
)
from encaisse.dunning.rules.values import AccountHold, ClosedPeriod, ContactEvent, ItemState, PayerState, StepEnd

TODAY = day("17/11")


def said(decision: Decision) -> object:
    return decision.step.key if isinstance(decision, Act) else (decision.reason, decision.until)


# Rule 14


@pytest.mark.parametrize(
    ("due", "usual", "done", "on", "does"),
    [
        pytest.param("31/10", 10, None, "13/11", "r1", id="the 10th + 2 working days (11/11 is a holiday), so the 13th"),
        pytest.param("31/10", 10, None, "12/11", (Reason.NOT_YET, day("13/11")), id="not before"),
        pytest.param("31/10", 28, None, "16/11", "r1", id="at most 15 days after the due date"),
        pytest.param("20/10", 28, CALL_AT, "6/11", "r2", id="higher levels ignore it"),
    ],
)
def test_rule_14_levels_0_and_1_wait_for_the_usual_payment_day(due: str, usual: int, done: int | None, on: str, does: object) -> None:
    account = payer(item(1, due, done=done, on="29/10" if done else None), usual_payment_day=usual)
    assert said(decide(account, SME, FRANCE, on=day(on))) == does


def on_days(*texts: str) -> list[date]:
    return [day(text) for text in texts]


@pytest.mark.parametrize(
    ("paid_on", "proposed"),
    [
        pytest.param(on_days("10/5", "11/6", "10/7", "12/8", "25/9", "1/10"), 10, id="4 of 6 within 2 days of the 10th"),
        pytest.param(on_days("10/5", "11/6", "10/7", "20/8", "25/9", "1/10"), None, id="3 of 6 are no habit"),
        pytest.param(on_days("30/4", "1/6", "30/6", "1/8"), 1, id="around the end of the month"),
        pytest.param(on_days("10/5", "10/5", "10/5", "10/5", "25/6"), None, id="four cheques of one day are one payment"),
        pytest.param([], None, id="no payment, no habit"),
    ],
)
def test_rule_14_a_habit_is_proposed_after_4_of_6_payments(paid_on: list[date], proposed: int | None) -> None:
    found = proposed_payment_day(paid_on)
    assert found == proposed or (proposed == 1 and found in {30, 31, 1})


@pytest.mark.parametrize(
    ("paid_on", "dropped"),
    [
        pytest.param(on_days("10/9", "20/10", "22/11"), True, id="two misses in a row"),
        pytest.param(on_days("20/9", "10/10", "22/11"), False, id="one miss is forgiven"),
        pytest.param(on_days("10/9", "20/10", "20/10"), False, id="two transfers of one day miss it once"),
    ],
)
def test_rule_14_a_habit_is_dropped_after_two_misses(paid_on: list[date], dropped: bool) -> None:
    assert habit_is_dropped(paid_on, 10) is dropped


# Rule 15

AUGUST = default_quiet_periods(2026)


@pytest.mark.parametrize(
    ("account", "on", "does"),
    [
        pytest.param(
            payer(item(1, "1/7"), closures=(ClosedPeriod(day("3/8"), day("21/8")),)),
            "7/8",
            (Reason.CLOSURE, day("26/8")),
            id="closed: waits",
        ),
        pytest.param(
            payer(item(1, "1/7"), closures=(ClosedPeriod(day("3/8"), day("21/8")),)), "25/8", (Reason.CLOSURE, day("26/8")), id="reopened"
        ),
        pytest.param(
            payer(item(1, "1/7"), closures=(ClosedPeriod(day("3/8"), day("21/8")),)), "26/8", "r1", id="reopening + 2 working days"
        ),
        pytest.param(payer(item(1, "1/8"), quiet_periods=AUGUST), "12/8", "r1", id="quiet period: R1 still leaves"),
        pytest.param(
            payer(item(1, "1/7", done=CALL_AT, on="10/7"), quiet_periods=AUGUST),
            "12/8",
            (Reason.QUIET_PERIOD, day("24/8")),
            id="quiet period: R2 waits",
        ),
        pytest.param(payer(item(1, "1/7", done=CALL_AT, on="10/7"), quiet_periods=AUGUST), "24/8", "r2", id="and leaves when it is over"),
        pytest.param(
            payer(item(1, "1/7", done=CFO_AT, on="30/7"), item(2, "1/8", 100), quiet_periods=AUGUST),
            "12/8",
            (Reason.QUIET_PERIOD, day("24/8")),
            id="nor does a message that would keep a firm tone",
        ),
    ],
)
def test_rule_15_closures_and_quiet_periods(account: PayerState, on: str, does: object) -> None:
    assert said(decide(account, SME, FRANCE, on=day(on))) == does


@pytest.mark.parametrize(
    ("promised", "warns"),
    [pytest.param("10/8", True, id="inside the closure"), pytest.param("24/8", False, id="after it")],
)
def test_rule_15_a_promise_inside_a_closure_warns(promised: str, warns: bool) -> None:
    assert falls_in_a_closure(day(promised), [ClosedPeriod(day("3/8"), day("21/8"))]) is warns


# Rule 16


@pytest.mark.parametrize(
    ("on", "does"),
    [
        pytest.param("13/11", (Reason.REPLY, day("17/11")), id="replied on the 12th: the 13th waits"),
        pytest.param("16/11", (Reason.REPLY, day("17/11")), id="the second working day too"),
        pytest.param("17/11", "call", id="then the scenario goes on"),
    ],
)
def test_rule_16_a_reply_stops_reminders_for_two_working_days(on: str, does: object) -> None:
    account = payer(item(1, "1/10", done=R1_AT, on="5/10"), reply_on=day("12/11"), last_contact_on=day("12/11"))
    assert said(decide(account, SME, FRANCE, on=day(on))) == does


# Rule 17


def test_rule_17_insolvency_stops_what_was_born_before_the_judgment() -> None:
    account = payer(item(1, "1/10", born_on=day("1/9")), judgment_on=day("15/10"))
    assert said(decide(account, SME, FRANCE, on=TODAY)) == (Reason.INSOLVENCY, None)


def test_rule_17_later_items_live_normally() -> None:
    account = payer(item(1, "1/10", born_on=day("1/9")), item(2, "1/11", 300, born_on=day("20/10")), judgment_on=day("15/10"))
    decision = decide(account, SME, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert (decision.step.key, decision.net_amounts) == ("r1", {"EUR": Decimal(300)})


def test_rule_17_the_insolvency_of_one_customer_of_a_payer_stops_what_it_owes_and_nothing_else() -> None:
    judged = {"judgment_on": day("15/10")}
    old, since, of_another = (
        item(1, "1/10", born_on=day("1/9"), **judged),
        item(2, "1/11", 300, born_on=day("15/10"), **judged),
        item(3, "1/10", 50),
    )
    assert said(decide(payer(old), SME, FRANCE, on=TODAY)) == (Reason.INSOLVENCY, None)
    decision = decide(payer(old, since, of_another), SME, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert (decision.net_amounts, [held.item_id for held in decision.item_holds]) == ({"EUR": Decimal(350)}, [1])


# Rule 18

SHORT = scenario(email("short.r1", 1, 2), email("short.r2", 2, 10), email("short.r3", 3, 20))


@pytest.mark.parametrize(
    ("target", "last_level", "last_key", "position"),
    [
        pytest.param(SHORT, 1, None, 0, id="R1 done: continues after the last R1 of the new scenario"),
        pytest.param(SME, 1, None, CALL_AT, id="never repeated: after the last step of that level"),
        pytest.param(SHORT, None, None, None, id="nothing done: starts at the beginning"),
        pytest.param(FULL, 5, None, 5, id="legal reached: nothing left"),
        pytest.param(SME, 1, "r1", R1_AT, id="a new version goes on after the same step"),
        pytest.param(SHORT, 2, "gone", 1, id="a step that is gone: after its level"),
        pytest.param(SME, 3, "r1", 3, id="never down"),
    ],
)
def test_rule_18_a_change_of_scenario_continues_after_the_level_done(
    target: Scenario, last_level: int | None, last_key: str | None, position: int | None
) -> None:
    assert position_after_change(target, last_level=last_level, last_key=last_key) == position


# Rule 19


@pytest.mark.parametrize(
    ("reachable", "does"),
    [
        pytest.param({Channel.EMAIL}, (Channel.EMAIL, StepMode.AUTOMATIC), id="a healthy e-mail"),
        pytest.param({Channel.LETTER, Channel.CALL}, (Channel.LETTER, StepMode.TO_APPROVE), id="dead e-mail: the letter, looked at"),
        pytest.param({Channel.CALL}, (Channel.CALL, StepMode.MANUAL), id="no address either: a call"),
    ],
)
def test_rule_19_a_dead_channel_reopens_the_step_on_the_next_one(reachable: set[Channel], does: tuple[Channel, StepMode]) -> None:
    decision = decide(payer(item(1, "1/11"), reachable=frozenset(reachable)), SME, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert (decision.step.key, decision.channel, decision.mode) == ("r1", *does)


def test_rule_19_nobody_to_reach_is_a_visible_task() -> None:
    decision = decide(payer(item(1, "1/11"), reachable=frozenset()), SME, FRANCE, on=TODAY)
    assert isinstance(decision, Hold)
    assert (decision.reason, [task.kind for task in decision.tasks]) == (Reason.NO_CONTACT, [TaskKind.FIND_A_CONTACT])


@pytest.mark.parametrize(
    ("bounced", "undone"),
    [pytest.param("20/11", True, id="within 3 days undoes done"), pytest.param("21/11", False, id="later does not")],
)
def test_rule_19_a_bounce_within_three_days_undoes_done(bounced: str, undone: bool) -> None:
    assert bounce_undoes(TODAY, day(bounced)) is undone


# Rule 20


@pytest.mark.parametrize(
    ("known", "accepted", "does"),
    [
        pytest.param(
            "3/11", False, (Reason.STALE_FACTS, day("18/11")), id="known until the 3rd, due on the 2nd: 2 working days are missing"
        ),
        pytest.param("4/11", False, "r1", id="known until due date + 2 working days"),
        pytest.param("3/11", True, "r1", id="a person accepted stale facts"),
    ],
)
def test_rule_20_no_curative_contact_on_stale_facts(known: str, accepted: bool, does: object) -> None:
    account = payer(item(1, "2/11"), facts_true_until=day(known), stale_accepted=accepted)
    assert said(decide(account, SME, FRANCE, on=TODAY)) == does


def test_rule_20_only_the_items_too_fresh_for_the_facts_are_left_out() -> None:
    account = payer(item(1, "1/10", done=R1_AT, on="5/10"), item(2, "2/11", 700), facts_true_until=day("3/11"))
    decision = decide(account, SME, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert decision.net_amounts == {"EUR": Decimal(1000)}
    assert [task.kind for task in decision.tasks] == [TaskKind.REFRESH_FACTS]


# Rule 21


@pytest.mark.parametrize(
    ("ticked", "end"),
    [
        pytest.param(None, None, id="advances nothing"),
        pytest.param(Level.R2, EndedStep(1, 3, TODAY, StepEnd.DONE), id="advances the level only if ticked"),
    ],
)
def test_rule_21_a_message_written_by_hand(ticked: Level | None, end: EndedStep | None) -> None:
    assert off_scenario_end(SME, 1, ticked_level=ticked, on=TODAY) == end


def test_rule_21_it_counts_as_a_contact() -> None:
    account = payer(item(1, "1/10", done=R1_AT, on="5/10"), last_contact_on=day("16/11"))
    assert said(decide(account, SME, FRANCE, on=TODAY)) == (Reason.CONTACT_GAP, day("19/11"))


# Rule 22


class Held(NamedTuple):
    """A hold as a person sets it: its last day is one of its days; without an item, of the whole account."""

    item_id: int | None
    from_on: date
    until_on: date
    lifted_on: date | None = None


class Disputed(NamedTuple):
    item_id: int
    opened_on: date
    answered_on: date | None
    closed_on: date | None
    is_whole: bool = True


def held(first: str, last: str, *, lifted: str = "", item_id: int | None = 1) -> Held:
    return Held(item_id, day(first), day(last), day(lifted) if lifted else None)


def disputed(opened: str, closed: str = "", *, answered: str = "", is_whole: bool = True) -> Disputed:
    return Disputed(1, day(opened), day(answered) if answered else None, day(closed) if closed else None, is_whole)


@pytest.mark.parametrize(
    ("holds", "disputes", "frozen"),
    [
        pytest.param([held("1/11", "10/11")], [], (10, None), id="calendar days, both ends"),
        pytest.param([held("1/11", "10/11"), held("6/11", "15/11")], [], (15, None), id="overlapping holds are counted once"),
        pytest.param([held("1/11", "10/11", item_id=None)], [], (10, None), id="a hold of the account holds each of its items"),
        pytest.param([held("1/11", "30/11", lifted="6/11")], [], (5, None), id="lifted: the clock runs again that day"),
        pytest.param([held("1/11", "20/11")], [], (0, "1/11"), id="one that runs is a date, its days are counted when it ends"),
        pytest.param([], [disputed("1/11", "10/11")], (9, None), id="a dispute, until the day it was closed"),
        pytest.param([], [disputed("1/11", "10/11", is_whole=False)], (0, None), id="in part only: the rest was asked meanwhile"),
        pytest.param([held("20/10", "27/10")], [], (0, None), id="over before the due date: it delays nothing"),
        pytest.param([held("20/10", "4/11")], [], (4, None), id="begun before the due date: its days are counted from there"),
    ],
)
def test_rule_22_frozen_days_are_calendar_days_counted_once(
    holds: list[Held], disputes: list[Disputed], frozen: tuple[int, str | None]
) -> None:
    clock = read_clocks({7: disputes}, {7: holds}, {}, on=day("17/11")).of(7, 1, day("1/11"))
    assert clock is not None
    assert (clock.frozen_days, clock.frozen_since) == (frozen[0], day(frozen[1]) if frozen[1] else None)


def test_rule_11_the_last_answer_is_the_one_that_counts() -> None:
    disputes = [disputed("1/11", "16/11", is_whole=False), disputed("1/11", "10/11", answered="5/11", is_whole=False)]
    clock = read_clocks({7: disputes}, {}, {}, on=day("17/11")).of(7, 1, day("1/11"))
    assert clock is not None
    assert clock.answered_on == day("16/11")


def test_rule_11_the_clock_of_what_nothing_held_is_nobody_s() -> None:
    assert read_clocks({7: [disputed("1/11")]}, {}, {}, on=day("17/11")).of(7, 2, day("1/11")) is None


@pytest.mark.parametrize(
    ("account", "reason", "until"),
    [
        pytest.param(
            payer(item(1, "1/11"), credit(2, "12/11", 2000)), Reason.CREDITS_COVER, "20/11", id="credits from the day they covered"
        ),
        pytest.param(payer(item(1, "1/11"), credit(2, "1/10", 2000)), None, None, id="covered since the due date: 5 days are long over"),
        pytest.param(payer(item(1, "1/11"), payments=(paid("12/11", 900),)), Reason.PART_PAYMENT, "18/11", id="silence from the payment"),
        pytest.param(payer(item(1, "1/11"), sales_task_on=day("12/11")), Reason.SALES_WINDOW, "18/11", id="the window from the task"),
    ],
)
def test_rule_22_timed_holds_count_from_facts_not_from_the_first_run_that_saw_them(
    account: PayerState, reason: Reason | None, until: str | None
) -> None:
    decision = decide(account, SME, FRANCE, on=TODAY)
    if reason is None:
        assert isinstance(decision, Act)
        assert decision.reason is Reason.CREDITS_TO_CHOOSE
    else:
        assert (decision.reason, decision.until) == (reason, day(until or ""))


# Rule 23

EVERYTHING = payer(
    item(1, "1/11", 40, born_on=day("1/9")),
    item(2, "2/11", 9, born_on=day("20/10")),
    credit(3, "16/11", 49),
    judgment_on=day("1/8"),
    in_legal=True,
    holds=(AccountHold("visit", day("1/11"), day("30/11")),),
    closures=(ClosedPeriod(day("9/11"), day("20/11")),),
    payments=(paid("16/11", 100),),
    reply_on=day("16/11"),
    sales_task_on=day("16/11"),
    contacts=tuple(ContactEvent(TODAY, Channel.EMAIL) for _ in range(15)),
    reachable=frozenset(),
)
REMEDIES: list[tuple[Reason, dict[str, object]]] = [
    (Reason.INSOLVENCY, {"judgment_on": None}),
    (Reason.LEGAL, {"in_legal": False}),
    (Reason.MANUAL, {"holds": ()}),
    (Reason.CLOSURE, {"closures": ()}),
    (Reason.CREDITS_COVER, {"items": EVERYTHING.items[:2]}),
    (Reason.PART_PAYMENT, {"payments": ()}),
    (Reason.REPLY, {"reply_on": None}),
    (Reason.SALES_WINDOW, {"sales_task_on": None, "reachable": frozenset({Channel.EMAIL})}),
    (Reason.CAPS, {"contacts": ()}),
    (Reason.BELOW_THRESHOLD, {"items": (item(1, "1/11", 400),), "reachable": frozenset()}),
    (Reason.NO_CONTACT, {"reachable": frozenset({Channel.EMAIL})}),
]


def test_rule_23_the_order_of_reasons_when_several_hold_an_account() -> None:
    fifty = replace(SME, minimum_amount=Decimal(50))
    account, reasons = replace(EVERYTHING, judgment_on=day("1/11")), []
    for _, remedy in REMEDIES:
        reasons.append(decide(account, fifty, FRANCE, on=TODAY).reason)
        account = replace(account, **remedy)
    assert reasons == [reason for reason, _ in REMEDIES]
    assert said(decide(account, fifty, FRANCE, on=TODAY)) == "r1"


MANY = (
    ItemAmountAtLeast(Decimal(2000)),
    BalanceAtLeast(Decimal(500)),
    BalanceBelow(Decimal(150)),
    LateRateAbove(Decimal("0.3")),
    OverdueOverLimit(),
    OverdueDaysAbove(25),
    NoReplySinceLastStep(),
    MobileKnown(),
    EInvoiceCodeNotIn(frozenset({205, 211})),
    ApprovedBy((SenderRole.CFO, SenderRole.SALES_MANAGER)),
    AnyOf((ItemAmountAtLeast(Decimal(2000)), LateRateAbove(Decimal("0.3")))),
)


@pytest.mark.parametrize("condition", MANY, ids=lambda condition: type(condition).__name__)
def test_rule_23_every_condition_survives_its_json_form(condition: Condition) -> None:
    assert conditions_from([condition_as_json(condition)]) == (condition,)


@pytest.mark.parametrize(
    ("condition", "due_line", "facts", "true"),
    [
        pytest.param(ItemAmountAtLeast(Decimal(1000)), item(1, "1/11"), {}, True, id="item amount reached"),
        pytest.param(ItemAmountAtLeast(Decimal(1001)), item(1, "1/11"), {}, False, id="item amount not reached"),
        pytest.param(BalanceAtLeast(Decimal(1001)), item(1, "1/11"), {}, False, id="balance not reached"),
        pytest.param(BalanceBelow(Decimal(1001)), item(1, "1/11"), {}, True, id="balance below"),
        pytest.param(LateRateAbove(Decimal("0.3")), item(1, "1/11"), {"late_rate": Decimal("0.31")}, True, id="late rate above"),
        pytest.param(LateRateAbove(Decimal("0.3")), item(1, "1/11"), {}, False, id="late rate unknown"),
        pytest.param(OverdueOverLimit(), item(1, "1/11"), {"credit_limit": Decimal(999)}, True, id="over the limit"),
        pytest.param(OverdueOverLimit(), item(1, "1/11"), {}, False, id="no limit"),
        pytest.param(OverdueDaysAbove(15), item(1, "1/11"), {}, True, id="16 days late"),
        pytest.param(OverdueDaysAbove(16), item(1, "1/11"), {}, False, id="not more than 16 days late"),
        pytest.param(NoReplySinceLastStep(), item(1, "1/11"), {"reply_on": day("5/11")}, False, id="replied"),
        pytest.param(MobileKnown(), item(1, "1/11"), {"reachable": frozenset({Channel.EMAIL})}, False, id="no mobile"),
        pytest.param(EInvoiceCodeNotIn(frozenset({211})), item(1, "1/11", einvoice_code=211), {}, False, id="payment announced"),
        pytest.param(ApprovedBy((SenderRole.CFO,)), item(1, "1/11"), {}, True, id="an approval never makes a step not applicable"),
        pytest.param(AnyOf((OverdueDaysAbove(30), BalanceAtLeast(Decimal(10)))), item(1, "1/11"), {}, True, id="one of several is enough"),
    ],
)
def test_rule_23_the_truth_of_each_condition(condition: Condition, due_line: ItemState, facts: dict[str, object], true: bool) -> None:
    decision = decide(payer(due_line, **facts), scenario(email("conditional", 1, 2, condition)), FRANCE, on=TODAY)
    assert isinstance(decision, Act) is true


def test_rule_23_approvals_travel_with_the_action() -> None:
    both = ApprovedBy((SenderRole.CFO, SenderRole.SALES_MANAGER))
    decision = decide(payer(item(1, "1/11")), scenario(email("approved", 1, 2, both)), FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert decision.approvers == (SenderRole.CFO, SenderRole.SALES_MANAGER)


# Rule 24


@pytest.mark.parametrize(
    ("zone", "today"),
    [
        pytest.param("Europe/Paris", "18/11", id="already tomorrow in Paris"),
        pytest.param("America/Martinique", "17/11", id="not in Martinique"),
    ],
)
def test_rule_24_each_creditor_has_its_own_today(zone: str, today: str) -> None:
    assert today_for(zone, now=datetime(2026, 11, 17, 23, 30, tzinfo=UTC)) == day(today)


@pytest.mark.parametrize(
    ("on", "demo", "asked", "dry"),
    [
        pytest.param("17/11", False, False, False, id="today is real"),
        pytest.param("18/11", False, False, True, id="tomorrow is a dry run"),
        pytest.param("16/11", False, False, True, id="yesterday is a dry run"),
        pytest.param("18/11", True, False, False, id="except on a demonstration database"),
        pytest.param("17/11", False, True, True, id="asked for"),
    ],
)
def test_rule_24_another_day_is_a_dry_run(on: str, demo: bool, asked: bool, dry: bool) -> None:
    assert is_dry_run(on=day(on), today=TODAY, is_demonstration=demo, asked=asked) is dry


# Rule 25


def test_rule_25_the_key_of_a_step_grows_with_the_opening_of_the_item() -> None:
    assert [idempotency_key(7, "r1.email", opening) for opening in (0, 1)] == ["7:r1.email:0", "7:r1.email:1"]


def test_rule_25_nothing_more_the_day_something_was_done() -> None:
    account = payer(item(1, "1/10", done=R1_AT, on="5/10"), acted_on=TODAY)
    assert said(decide(account, SME, FRANCE, on=TODAY)) == (Reason.ACTED_TODAY, day("18/11"))


def test_rule_25_nothing_more_the_day_somebody_took_it_back_and_it_is_said() -> None:
    account = payer(item(1, "1/10", done=R1_AT, on="5/10"), acted_on=TODAY, taken_back_on=TODAY)
    assert said(decide(account, SME, FRANCE, on=TODAY)) == (Reason.TAKEN_BACK, day("18/11"))
    later = payer(item(1, "1/10", done=R1_AT, on="5/10"), acted_on=TODAY, taken_back_on=day("16/11"))
    assert said(decide(later, SME, FRANCE, on=TODAY)) == (Reason.ACTED_TODAY, day("18/11"))


def test_rule_25_the_same_facts_give_the_same_draft() -> None:
    account = payer(item(1, "1/10", done=R2_AT, on="20/10"))
    assert decide(account, SME, FRANCE, on=TODAY) == decide(account, SME, FRANCE, on=TODAY)


def test_rule_25_missed_days_skip_no_curative_step_but_lapse_a_courtesy() -> None:
    courteous = scenario(PREVENTIVE, email("r1", 1, 2), R2)
    decision = decide(payer(item(1, "1/10")), courteous, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert decision.step.key == "r1"
    waiting = decide(payer(item(1, "1/10", done=1, on="17/11", at=courteous), last_contact_on=TODAY), courteous, FRANCE, on=day("18/11"))
    assert isinstance(waiting, Wait)
    assert waiting.until == day("20/11")
