"""Rules 6 to 13: one message per address, formal notices, credits, part payments, promises, disputes, plans, the sales window."""

from decimal import Decimal

import pytest

from dunning.payers import (
    CALL_AT,
    FRANCE,
    FULL,
    FULL_CFO,
    FULL_R2,
    LAST_AT,
    NOTICE_AT,
    R1_AT,
    R2_AT,
    SALES_AT,
    SME,
    credit,
    day,
    item,
    paid,
    payer,
    promise,
)
from encaisse.dunning.rules import Act, Channel, Hold, Reason, StepMode, Wait, decide
from encaisse.dunning.rules.addresses import AddressChoice, Candidate, choose_per_address
from encaisse.dunning.rules.caps import cap_ends_on
from encaisse.dunning.rules.decisions import Decision, EndedStep, Section, TaskKind
from encaisse.dunning.rules.progress import Presentation, stands_as_presented
from encaisse.dunning.rules.promises import PromiseVerdict, promise_verdict
from encaisse.dunning.rules.values import (
    AccountHold,
    ContactEvent,
    HeldPart,
    InstalmentState,
    ItemHold,
    ItemState,
    PartOfItem,
    PaymentReceived,
    PlanState,
    StepEnd,
)

TODAY = day("17/11")


def said(decision: Decision) -> object:
    return decision.step.key if isinstance(decision, Act) else (decision.reason, decision.until)


def sections(decision: Decision) -> list[tuple[int, Section, Decimal]]:
    assert isinstance(decision, Act)
    return [(each.item_id, each.section, each.amount) for each in decision.items]


# Rule 6


def candidate(payer_id: int, overdue: int, address: str = "a", channel: Channel = Channel.EMAIL, *, common: bool = False) -> Candidate:
    return Candidate(payer_id, address, channel, Decimal(overdue), common)


@pytest.mark.parametrize(
    ("candidates", "choice"),
    [
        pytest.param(
            [candidate(1, 50), candidate(2, 90)], AddressChoice((2,), {}, (1,)), id="the largest overdue goes first, the others wait"
        ),
        pytest.param([candidate(1, 50, "a"), candidate(2, 90, "b")], AddressChoice((1, 2), {}, ()), id="two addresses, two messages"),
        pytest.param(
            [candidate(1, 50, common=True), candidate(2, 90, common=True)],
            AddressChoice((2,), {1: 2}, ()),
            id="« relance commune » joins them",
        ),
        pytest.param(
            [candidate(1, 50, channel=Channel.CALL), candidate(2, 90, channel=Channel.CALL)],
            AddressChoice((2,), {1: 2}, ()),
            id="calls are always common",
        ),
        pytest.param(
            [candidate(1, 50, channel=Channel.SMS), candidate(2, 90, channel=Channel.CALL)],
            AddressChoice((2,), {}, (1,)),
            id="an SMS to a number that is called waits",
        ),
        pytest.param(
            [candidate(1, 50, channel=Channel.SALES_TASK), candidate(2, 90)],
            AddressChoice((1, 2), {}, ()),
            id="internal work takes no address",
        ),
    ],
)
def test_rule_06_one_message_per_contact_address_per_day(candidates: list[Candidate], choice: AddressChoice) -> None:
    assert choose_per_address(candidates) == choice


def called(*days: str, reached: bool = True) -> list[ContactEvent]:
    return [ContactEvent(day(each), Channel.CALL, reached) for each in days]


@pytest.mark.parametrize(
    ("contacts", "channel", "consumer", "until"),
    [
        pytest.param(called("17/11"), Channel.CALL, False, "18/11", id="one connected call a day"),
        pytest.param(called("12/11", "13/11", "16/11"), Channel.CALL, False, "19/11", id="three connected calls a week"),
        pytest.param(called("12/11", "13/11", "16/11"), Channel.EMAIL, False, None, id="calls do not stop an e-mail"),
        pytest.param(called("17/11", "17/11", "17/11", reached=False), Channel.CALL, False, "18/11", id="three attempts a day"),
        pytest.param(called("13/11", "16/11"), Channel.CALL, True, "20/11", id="a consumer: two connected calls a week"),
        pytest.param([ContactEvent(day("16/11"), Channel.EMAIL)], Channel.EMAIL, False, "18/11", id="one e-mail in two days"),
        pytest.param([ContactEvent(day("15/11"), Channel.EMAIL)], Channel.EMAIL, True, "18/11", id="a consumer: one e-mail in three days"),
        pytest.param(
            [ContactEvent(day(f"{n}/11"), Channel.LETTER) for n in range(1, 16)], Channel.CALL, False, "1/12", id="fifteen in 30 days"
        ),
        pytest.param(
            [ContactEvent(day("16/11"), Channel.REGISTERED_LETTER)] * 20, Channel.CALL, False, None, id="registered letters do not count"
        ),
    ],
)
def test_rule_06_caps_count_all_channels_of_an_address_together(
    contacts: list[ContactEvent], channel: Channel, consumer: bool, until: str | None
) -> None:
    assert cap_ends_on(contacts, channel, is_consumer=consumer, on=TODAY) == (day(until) if until else None)


def test_rule_06_a_full_cap_holds_the_account_until_it_frees() -> None:
    contacts = tuple(called("12/11", "13/11", "16/11"))
    decision = decide(payer(item(1, "1/11", done=R1_AT, on="6/11"), contacts=contacts), SME, FRANCE, on=TODAY)
    assert said(decision) == (Reason.CAPS, day("19/11"))


def test_rule_06_registered_letters_are_not_stopped_by_caps() -> None:
    contacts = tuple(ContactEvent(day(f"{n}/11"), Channel.LETTER) for n in range(1, 16))
    decision = decide(payer(item(1, "1/8", done=FULL_CFO, on="1/10", at=FULL), contacts=contacts), FULL, FRANCE, on=TODAY)
    assert said(decision) == "notice"


# Rule 7

READY = item(1, "1/8", 1000, done=FULL_CFO, on="1/10", at=FULL)


@pytest.mark.parametrize(
    ("other", "listed"),
    [
        pytest.param(item(2, "1/9", 500, done=FULL_R2, on="12/11", at=FULL), [1, 2], id="an item at level 2 is listed with it"),
        pytest.param(item(2, "1/10", 500, done=1, on="12/11", at=FULL), [1], id="an item at level 1 is not"),
        pytest.param(
            item(2, "1/9", 500, done=FULL_R2, on="12/11", at=FULL, delivered_reminder=False), [1], id="nor without a delivered reminder"
        ),
        pytest.param(item(2, "1/9", 500, done=FULL_R2, on="12/11", at=FULL, disputed_amount=Decimal(1)), [1], id="nor a disputed one"),
        pytest.param(item(2, "1/9", 500, done=FULL_R2, on="12/11", at=FULL, debtor_id=77), [1], id="nor another legal entity's"),
    ],
)
def test_rule_07_a_formal_notice_lists_only_reminded_undisputed_items_of_one_legal_entity(other: ItemState, listed: list[int]) -> None:
    decision = decide(payer(READY, other), FULL, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert (decision.step.key, decision.mode, decision.debtor_id) == ("notice", StepMode.TO_APPROVE, 1)
    assert [each.item_id for each in decision.items] == listed


def test_rule_07_no_formal_notice_without_a_delivered_reminder_but_a_task() -> None:
    decision = decide(payer(READY._replace(delivered_reminder=False)), FULL, FRANCE, on=TODAY)
    assert isinstance(decision, Wait)
    assert [task.kind for task in decision.tasks] == [TaskKind.NO_REMINDER_DELIVERED]


def noticed(**facts: object) -> ItemState:
    return item(1, "1/8", done=NOTICE_AT, on="26/10", at=FULL, **facts)


def test_rule_07_no_presentation_date_is_a_task_not_an_escalation() -> None:
    decision = decide(payer(noticed()), FULL, FRANCE, on=day("30/12"))
    assert isinstance(decision, Wait)
    assert [task.kind for task in decision.tasks] == [TaskKind.PRESENTATION_DATE_MISSING]


def test_rule_07_after_the_notice_dates_run_from_its_presentation_and_the_delay_given() -> None:
    account = payer(noticed(presented_on=day("30/10"), notice_delay_days=8))
    assert said(decide(account, FULL, FRANCE, on=TODAY)) == "last"
    assert said(decide(account, FULL, FRANCE, on=day("16/11"))) == (Reason.NOT_YET, TODAY)
    assert FULL.steps[LAST_AT].offset_days == 10


@pytest.mark.parametrize(
    ("outcome", "stands"),
    [
        pytest.param(Presentation.UNCLAIMED, True, id="« avisé et non réclamé » stands as presented"),
        pytest.param(Presentation.REFUSED, True, id="refused stands"),
        pytest.param(Presentation.UNKNOWN_ADDRESS, False, id="unknown address reopens the step"),
    ],
)
def test_rule_07_what_the_post_says(outcome: Presentation, stands: bool) -> None:
    assert stands_as_presented(outcome) is stands


# Rule 8


@pytest.mark.parametrize(
    ("on", "does"),
    [
        pytest.param(
            "12/11", (Reason.CREDITS_COVER, day("18/11")), id="covered on the 9th: accounting has until the 17th (11/11 is a holiday)"
        ),
        pytest.param("17/11", (Reason.CREDITS_COVER, day("18/11")), id="the fifth working day is the last"),
        pytest.param("18/11", "credits.choose", id="then the collector chooses"),
    ],
)
def test_rule_08_credits_that_cover_the_overdue_hold_it_five_working_days(on: str, does: object) -> None:
    account = payer(item(1, "1/11", 1000), credit(2, "9/11", 1200))
    decision = decide(account, SME, FRANCE, on=day(on))
    reason = "credits.choose" if isinstance(decision, Act) else (decision.reason, day("18/11"))
    assert reason == does
    assert [task.kind for task in decision.tasks] == [TaskKind.ALLOCATE_CREDITS]


def test_rule_08_once_chosen_credits_hold_no_longer_and_nothing_net_is_asked() -> None:
    account = payer(item(1, "1/11", 1000), credit(2, "9/11", 1200), credits_choice_on=day("18/11"))
    decision = decide(account, SME, FRANCE, on=day("19/11"))
    assert isinstance(decision, Hold)
    assert decision.reason is Reason.BELOW_THRESHOLD


def test_rule_08_smaller_credits_are_listed_and_deducted() -> None:
    decision = decide(payer(item(1, "1/11", 1000), credit(2, "9/11", 300)), SME, FRANCE, on=TODAY)
    assert sections(decision) == [(1, Section.CLAIMED, Decimal(1000)), (2, Section.CREDIT, Decimal(-300))]
    assert decision.net_amounts == {"EUR": Decimal(700)}


def test_rule_08_a_credit_note_that_names_an_invoice_nets_that_invoice_only() -> None:
    account = payer(item(1, "1/11", 1000), item(2, "1/11", 400), credit(3, "9/11", 600, names_items=(2,)))
    decision = decide(account, SME, FRANCE, on=TODAY)
    assert sections(decision) == [(1, Section.CLAIMED, Decimal(1000))]
    assert decision.net_amounts == {"EUR": Decimal(1000)}


def test_rule_08_a_named_credit_smaller_than_its_invoice_is_deducted_from_it() -> None:
    account = payer(item(1, "1/11", 1000), credit(3, "9/11", 600, names_items=(1,)))
    decision = decide(account, SME, FRANCE, on=TODAY)
    assert sections(decision) == [(1, Section.CLAIMED, Decimal(1000)), (3, Section.CREDIT, Decimal(-600))]
    assert decision.figures["overdue"] == Decimal(400)


# Rule 9


@pytest.mark.parametrize(
    ("amount", "on", "does"),
    [
        pytest.param(250, "16/11", (Reason.PART_PAYMENT, TODAY), id="20 % of what was overdue: 3 working days of silence"),
        pytest.param(249, "16/11", "call", id="less than 20 % buys no silence"),
        pytest.param(250, "17/11", "call", id="then the same level goes on"),
    ],
)
def test_rule_09_after_a_part_payment_three_days_of_silence_and_a_thank_you_line(amount: int, on: str, does: object) -> None:
    account = payer(item(1, "1/11", 1250 - amount, was=1250, done=R1_AT, on="5/11"), payments=(paid("10/11", amount),))
    decision = decide(account, SME, FRANCE, on=day(on))
    assert said(decision) == does
    if isinstance(decision, Act) and amount == 250:
        assert decision.thanks == {"EUR": Decimal(250)}


def test_rule_09_thanks_are_said_once() -> None:
    account = payer(item(1, "1/11", 1000, done=R1_AT, on="5/11"), payments=(paid("10/11", 500),), last_message_on=day("12/11"))
    decision = decide(account, SME, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert decision.thanks == {}


# Rule 10


@pytest.mark.parametrize(
    ("payments", "on", "known", "verdict"),
    [
        pytest.param((), "13/11", "13/11", PromiseVerdict.OPEN, id="open until its date + 3 working days"),
        pytest.param((), "16/11", "12/11", PromiseVerdict.TO_CHECK, id="data too old: to check"),
        pytest.param((), "16/11", "13/11", PromiseVerdict.BROKEN, id="nothing came: broken"),
        pytest.param((paid("9/11", 1000),), "10/11", "9/11", PromiseVerdict.KEPT, id="paid: kept"),
        pytest.param((paid("10/11", 400),), "16/11", "13/11", PromiseVerdict.PARTIAL, id="40 % came: kept in part"),
        pytest.param((paid("10/11", 100),), "16/11", "13/11", PromiseVerdict.BROKEN, id="a token does not keep a promise"),
        pytest.param(
            (paid("9/11", 1000, named=(PartOfItem(7, Decimal(1000)),)),),
            "16/11",
            "13/11",
            PromiseVerdict.BROKEN,
            id="money naming another item does not count",
        ),
        pytest.param(
            (paid("9/11", 1000, named=(PartOfItem(1, Decimal(400)), PartOfItem(7, Decimal(600)))),),
            "16/11",
            "13/11",
            PromiseVerdict.PARTIAL,
            id="of money that names both, only what names another item is left out",
        ),
        pytest.param((paid("2/11", 1000),), "16/11", "13/11", PromiseVerdict.BROKEN, id="nor money from before the promise"),
    ],
)
def test_rule_10_verdict_of_a_promise(payments: tuple[PaymentReceived, ...], on: str, known: str, verdict: PromiseVerdict) -> None:
    made = promise(1000, "9/11", promised_on="3/11", parts=(PartOfItem(1, Decimal(1000)),))
    account = payer(item(1, "1/10"), payments=payments, facts_true_until=day(known))
    assert promise_verdict(made, account, FRANCE, on=day(on)) is verdict


def test_rule_10_only_the_promised_amount_is_held_and_shown_as_noted() -> None:
    made = promise(300, "25/11", promised_on="9/11", parts=(PartOfItem(1, Decimal(300)),))
    decision = decide(payer(item(1, "1/11", 1000, done=R1_AT, on="5/11"), promises=(made,)), SME, FRANCE, on=TODAY)
    assert sections(decision) == [(1, Section.CLAIMED, Decimal(700)), (1, Section.PROMISED, Decimal(300))]
    assert [each.noted_for for each in decision.items if each.section is Section.PROMISED] == [day("25/11")]


def test_rule_10_a_promise_of_everything_holds_everything_until_its_date_plus_three() -> None:
    made = promise(1000, "16/11", promised_on="9/11")
    decision = decide(payer(item(1, "1/11"), promises=(made,)), SME, FRANCE, on=TODAY)
    assert said(decision) == (Reason.ITEMS_HELD, day("20/11"))


@pytest.mark.parametrize(
    ("called", "on", "does"),
    [
        pytest.param(None, "16/11", "promise.call", id="call the same day"),
        pytest.param("16/11", "17/11", "promise.call", id="and the next, while nobody is reached"),
        pytest.param("16/11", "18/11", "promise.notice", id="in writing when not reached in 2 working days"),
    ],
)
def test_rule_10_a_broken_promise_is_told_before_the_same_step_resumes(called: str | None, on: str, does: str) -> None:
    made = promise(1000, "9/11", promised_on="3/11", call_planned_on=day(called) if called else None)
    account = payer(item(1, "1/10", done=CALL_AT, on="30/10"), promises=(made,))
    assert said(decide(account, SME, FRANCE, on=day(on))) == does


def test_rule_10_a_promise_does_not_freeze_the_clock() -> None:
    made = promise(1000, "9/11", promised_on="3/11", breach_told_on=day("16/11"))
    account = payer(item(1, "1/10", done=CALL_AT, on="30/10"), promises=(made,), last_contact_on=day("16/11"))
    assert said(decide(account, SME, FRANCE, on=day("19/11"))) == "r2"


def test_rule_10_stale_data_leave_a_promise_to_check() -> None:
    made = promise(1000, "9/11", promised_on="3/11")
    decision = decide(payer(item(1, "1/10"), promises=(made,), facts_true_until=day("12/11")), SME, FRANCE, on=TODAY)
    assert said(decision) == (Reason.ITEMS_HELD, day("18/11"))
    assert [task.kind for task in decision.tasks] == [TaskKind.PROMISE_TO_CHECK]


def test_rule_10_a_promise_whose_invoice_was_settled_otherwise_leaves_nothing_to_check() -> None:
    made = promise(1000, "9/11", promised_on="3/11", parts=(PartOfItem(7, Decimal(1000)),))
    account = payer(item(1, "1/11", done=R1_AT, on="5/11"), promises=(made,), facts_true_until=day("12/11"))
    decision = decide(account, SME, FRANCE, on=TODAY)
    assert said(decision) == "call"
    assert decision.tasks == ()


# Rule 11


@pytest.mark.parametrize(
    "held",
    [
        pytest.param(item(1, "1/10", disputed_amount=Decimal(1000)), id="a dispute of the whole"),
        pytest.param(item(1, "1/10", held=(HeldPart(ItemHold.MANUAL, None, day("30/11")),)), id="a manual hold"),
        pytest.param(item(1, "1/10", held=(HeldPart(ItemHold.EINVOICE_STATE),)), id="an e-invoice refused or rejected"),
        pytest.param(item(1, "1/10", held=(HeldPart(ItemHold.PAUSE, None, day("30/11")),)), id="a pause"),
    ],
)
def test_rule_11_what_is_held_is_not_asked(held: ItemState) -> None:
    decision = decide(payer(held), SME, FRANCE, on=TODAY)
    assert isinstance(decision, Hold)
    assert decision.reason is Reason.ITEMS_HELD


def test_rule_11_only_the_disputed_part_is_held() -> None:
    decision = decide(payer(item(1, "1/11", 1000, disputed_amount=Decimal(400))), SME, FRANCE, on=TODAY)
    assert sections(decision) == [(1, Section.CLAIMED, Decimal(600)), (1, Section.DISPUTED, Decimal(400))]


def test_rule_11_several_holds_of_one_item_are_one_line() -> None:
    held = (HeldPart(ItemHold.MANUAL, Decimal(100), day("30/11")), HeldPart(ItemHold.PAUSE, Decimal(50), day("30/11")))
    decision = decide(payer(item(1, "1/11", 1000, held=held)), SME, FRANCE, on=TODAY)
    assert sections(decision) == [(1, Section.CLAIMED, Decimal(850)), (1, Section.HELD, Decimal(150))]


def test_rule_11_the_item_resumes_two_working_days_after_the_answer_at_the_earliest() -> None:
    answered = item(1, "1/10", done=R1_AT, on="6/10", frozen_days=20, answered_on=day("16/11"))
    assert said(decide(payer(answered), SME, FRANCE, on=TODAY)) == (Reason.NOT_YET, day("18/11"))
    assert said(decide(payer(answered), SME, FRANCE, on=day("18/11"))) == "call"


def test_rule_11_a_manual_hold_of_the_account_says_why_and_until_when() -> None:
    hold = AccountHold("customer visited on the 20th", day("10/11"), day("20/11"), "Anne")
    decision = decide(payer(item(1, "1/10"), holds=(hold,)), SME, FRANCE, on=TODAY)
    assert said(decision) == (Reason.MANUAL, day("21/11"))
    assert decision.figures["why"] == "customer visited on the 20th"


# Rule 12


def plan(*, paid_first: int = 0, **facts: object) -> PlanState:
    instalments = (
        InstalmentState(day("9/11"), Decimal(500), Decimal(paid_first)),
        InstalmentState(day("9/12"), Decimal(500)),
    )
    return PlanState(4, (PartOfItem(1, Decimal(1000)),), instalments, **facts)


@pytest.mark.parametrize(
    ("agreed", "on", "does"),
    [
        pytest.param(plan(paid_first=500), "17/11", (Reason.ITEMS_HELD, day("14/12")), id="respected: nothing is asked"),
        pytest.param(plan(), "12/11", (Reason.ITEMS_HELD, day("13/11")), id="missed, but the bank has 3 working days"),
        pytest.param(plan(), "13/11", "plan.call", id="missed + 3 working days: call"),
        pytest.param(plan(call_done_on=day("13/11")), "17/11", (Reason.ITEMS_HELD, day("18/11")), id="called: time to react"),
        pytest.param(plan(call_done_on=day("13/11")), "18/11", "plan.notice", id="then the notice of the plan"),
        pytest.param(
            plan(call_done_on=day("13/11"), notice_sent_on=day("18/11"), notice_presented_on=day("20/11")),
            "28/11",
            (Reason.ITEMS_HELD, day("29/11")),
            id="no acceleration while the notice runs",
        ),
        pytest.param(
            plan(call_done_on=day("13/11"), notice_sent_on=day("18/11"), notice_presented_on=day("20/11")),
            "30/11",
            "plan.acceleration",
            id="acceleration when it has run",
        ),
        pytest.param(plan(accelerated_on=day("30/11")), "1/12", "r1", id="accelerated: everything is due again"),
    ],
)
def test_rule_12_plans(agreed: PlanState, on: str, does: object) -> None:
    still_open = 1000 - int(agreed.instalments[0].paid_amount)
    decision = decide(payer(item(1, "1/9", still_open, was=1000), plans=(agreed,)), SME, FRANCE, on=day(on))
    assert said(decision) == does
    if isinstance(decision, Act) and decision.step.key in {"plan.notice", "plan.acceleration"}:
        assert decision.mode is StepMode.TO_APPROVE


def test_rule_12_money_nobody_allocated_yet_pays_the_instalment_and_accounting_is_asked() -> None:
    agreed = plan(accepted_on=day("1/11"))
    account = payer(item(1, "1/9"), credit(2, "9/11", 500), plans=(agreed,))
    decision = decide(account, SME, FRANCE, on=TODAY)
    assert said(decision) == (Reason.ITEMS_HELD, day("14/12"))
    assert [(task.kind, task.item_ids, task.amount) for task in decision.tasks] == [(TaskKind.ALLOCATE_CREDITS, (2,), Decimal(500))]


@pytest.mark.parametrize(
    ("dated", "amount"),
    [pytest.param("9/11", 499, id="not enough"), pytest.param("31/10", 500, id="known when the plan was agreed")],
)
def test_rule_12_a_credit_that_pays_no_instalment_leaves_it_missed(dated: str, amount: int) -> None:
    account = payer(item(1, "1/9"), credit(2, dated, amount), plans=(plan(accepted_on=day("1/11")),))
    assert said(decide(account, SME, FRANCE, on=TODAY)) == "plan.call"


@pytest.mark.parametrize(
    ("left", "asked"),
    [
        pytest.param((1, 2), [(TaskKind.PRESENTATION_DATE_MISSING, (1,))], id="about its first invoice"),
        pytest.param((2,), [(TaskKind.PRESENTATION_DATE_MISSING, (2,))], id="about the next one when the first is settled"),
        pytest.param((3,), [], id="about nothing when all it planned is settled"),
    ],
)
def test_rule_12_the_presentation_of_its_notice_is_asked_for_while_something_of_it_is_open(left: tuple[int, ...], asked: list) -> None:
    parts = (PartOfItem(1, Decimal(500)), PartOfItem(2, Decimal(500)))
    agreed = plan(call_done_on=day("13/11"), notice_sent_on=day("18/11"))._replace(parts=parts)
    account = payer(*(item(each, "1/9", 500) for each in left), plans=(agreed,))
    decision = decide(account, SME, FRANCE, on=day("24/11"))
    assert [(task.kind, task.item_ids) for task in decision.tasks] == asked


# Rule 13


@pytest.mark.parametrize(
    ("facts", "on", "does"),
    [
        pytest.param({}, "9/11", (Reason.SALES_WINDOW, day("13/11")), id="finance sends nothing for 3 working days"),
        pytest.param({}, "13/11", "cfo", id="silence ends the window"),
        pytest.param({"sales_result_on": day("9/11")}, "9/11", "cfo", id="a result ends it at once"),
    ],
)
def test_rule_13_a_sales_step_opens_a_window_of_three_working_days(facts: dict[str, object], on: str, does: object) -> None:
    account = payer(item(1, "1/9", done=SALES_AT, on="2/11"), sales_task_on=day("6/11"), **facts)
    assert said(decide(account, SME, FRANCE, on=day(on))) == does


def test_rule_13_silence_ends_the_sales_step_itself_even_if_nobody_closed_its_task() -> None:
    left_open = payer(item(1, "1/9", done=R2_AT, on="2/10"), sales_task_on=day("7/10"))
    assert said(decide(left_open, SME, FRANCE, on=day("12/10"))) == (Reason.SALES_WINDOW, day("13/10"))
    resumed = decide(left_open, SME, FRANCE, on=day("13/10"))
    assert resumed.ended == (EndedStep(1, SALES_AT, day("12/10"), StepEnd.NOT_DONE),)
    assert said(resumed) == (Reason.NOT_YET, day("15/10"))
    assert said(decide(left_open, SME, FRANCE, on=day("15/10"))) == "cfo"


def test_rule_13_a_sales_task_replaces_no_message_of_another_item() -> None:
    decision = decide(payer(item(1, "1/10", done=R2_AT, on="20/10"), item(2, "1/11", 500)), SME, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert [(each.item_id, each.own_position) for each in decision.items] == [(1, SALES_AT), (2, None)]
