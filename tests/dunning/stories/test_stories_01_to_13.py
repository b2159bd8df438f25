"""Months of customers' lives, rule by rule (1 to 13), decided every day.

A line is: day, step of the action, what each item is recorded at.
"""

from decimal import Decimal

from dunning.payers import FULL, SALES_AT, SME, credit, day, item, paid, payer, promise
from dunning.simulator import Life
from encaisse.dunning.rules import Hold, Reason
from encaisse.dunning.rules.shipped import shipped_scenarios
from encaisse.dunning.rules.values import InstalmentState, PartOfItem, PlanState, StepEnd

SHIPPED = shipped_scenarios()


def test_rule_01_go_live_closed_on_9_november_with_an_item_already_reminded_elsewhere() -> None:
    def close(life: Life) -> None:
        life.change(go_live_closed=True)
        life.change_item(1, last_position=SALES_AT, last_level=2, last_ended_on=day("9/11"), last_how=StepEnd.ALREADY_REACHED)

    life = Life(payer(item(1, "1/7"), item(2, "20/10"), go_live_closed=False), SME).happens("9/11", close).live("2/11", "30/11")
    assert life.story == ["09/11 r2 F2:r1", "13/11 cfo F1:cfo F2:call", "18/11 cfo F2:r2", "23/11 sales F2:sales", "27/11 cfo F2:cfo"]


def test_rule_02_a_team_that_never_calls_loses_no_reminder_and_sends_no_formal_notice() -> None:
    life = Life(payer(item(1, "1/10")), FULL, hands_off=True).live("20/9", "31/12")
    assert life.story == ["24/09 prev F1:prev", "06/10 r1 F1:r1", "16/10 r2 F1:r2"]
    assert (life.item(1).last_how, life.item(1).last_level) == (StepEnd.NOT_DONE, 2)


def test_rule_03_the_whole_life_of_an_invoice_nobody_pays() -> None:
    life = Life(payer(item(1, "31/8")), FULL).live("17/8", "30/11")
    assert life.story == ["24/08 prev F1:prev", "03/09 r1 F1:r1", "15/09 r2 F1:r2", "30/09 cfo F1:cfo", "15/10 notice F1:notice"]


def test_rule_04_a_hundred_euros_do_not_speak_for_five_thousand() -> None:
    life = Life(payer(item(1, "3/9", 100), item(2, "1/10", 5000)), SME).live("1/9", "15/11")
    assert life.story == [
        "08/09 r1 F1:r1",
        "11/09 call F1:call",
        "18/09 r2 F1:r2",
        "23/09 sales F1:sales",
        "06/10 r1 F2:r1",
        "09/10 call F2:call",
        "16/10 r2 F2:r2",
        "21/10 sales F2:sales",
        "02/11 cfo F1:cfo F2:cfo",
    ]


def test_rule_05_the_tone_stays_while_the_old_items_weigh() -> None:
    life = Life(payer(item(1, "1/9", 3000), item(2, "15/10", 2000)), SME).live("1/9", "15/11")
    assert life.story == [
        "04/09 r1 F1:r1",
        "09/09 call F1:call",
        "16/09 r2 F1:r2",
        "21/09 sales F1:sales",
        "01/10 cfo F1:cfo",
        "20/10 cfo F2:r1",
        "23/10 call F2:call",
        "30/10 cfo F2:r2",
        "04/11 sales F2:sales",
    ]


def test_rule_06_two_invoices_make_one_contact_at_a_time_three_days_apart() -> None:
    life = Life(payer(item(1, "1/10", 900), item(2, "5/10", 5000)), SME).live("1/10", "31/10")
    assert life.story == [
        "06/10 r1 F1:r1",
        "09/10 r1 F2:r1",
        "14/10 call F1:call F2:call",
        "20/10 r2 F1:r2 F2:r2",
        "23/10 sales F1:sales",
        "29/10 sales F2:sales",
    ]


def test_rule_06_a_consumer_is_contacted_within_the_caps() -> None:
    life = Life(payer(item(1, "1/9", 3000), is_consumer=True), SHIPPED["CONSUMER"]).live("20/8", "15/11")
    assert life.story == [
        "24/08 prev.email F1:prev.email",
        "28/08 prev.sms F1:prev.sms",
        "07/09 r1.email F1:r1.email",
        "11/09 r1.sms F1:r1.sms",
        "21/09 r2.call F1:r2.call",
        "05/10 notice.registered_letter F1:notice.registered_letter",
    ]


def test_rule_07_the_last_notice_waits_for_the_presentation_of_the_formal_one() -> None:
    def presented(life: Life) -> None:
        life.change_item(1, presented_on=day("29/10"), notice_delay_days=8)

    life = Life(payer(item(1, "1/9", 3000)), FULL).happens("29/10", presented).live("24/8", "31/12")
    assert life.story[-2:] == ["16/10 notice F1:notice", "16/11 last F1:last"]


def test_rule_07_two_legal_entities_get_one_formal_notice_each_the_largest_first() -> None:
    life = Life(payer(item(1, "1/9", 1000, debtor_id=11), item(2, "1/9", 3000, debtor_id=12)), FULL).live("24/8", "30/11")
    assert life.story[-2:] == ["16/10 notice F2:notice", "21/10 notice F1:notice"]
    assert [act.debtor_id for _, act in life.acts if act.level == 4] == [12, 11]


def test_rule_08_a_transfer_nobody_allocated_then_allocated_elsewhere() -> None:
    def received(life: Life) -> None:
        life.change(items=(*life.payer.items, credit(9, "14/10", 1500)))

    def allocated_elsewhere(life: Life) -> None:
        life.change(items=(life.item(1),))

    life = Life(payer(item(1, "1/10")), SME).happens("14/10", received).happens("23/10", allocated_elsewhere).live("1/10", "30/10")
    assert life.story == ["06/10 r1 F1:r1", "09/10 call F1:call", "22/10 credits.choose", "23/10 r2 F1:r2", "28/10 sales F1:sales"]
    assert {on for on, each in life.decisions.items() if each.reason is Reason.CREDITS_COVER} == {day(f"{n}/10") for n in range(14, 22)}


def test_rule_09_a_part_payment_is_followed_by_silence_then_thanked_for_once() -> None:
    def pays(life: Life) -> None:
        life.pay(1, 600)
        life.change(payments=(paid("13/10", 600),))

    life = Life(payer(item(1, "1/10", 2000)), SME).happens("13/10", pays).live("1/10", "30/10")
    assert life.story == ["06/10 r1 F1:r1", "09/10 call F1:call", "19/10 r2 F1:r2", "22/10 sales F1:sales"]
    assert [act.thanks for _, act in life.acts] == [{}, {}, {"EUR": Decimal(600)}, {}]


def promises(life: Life) -> None:
    life.change(promises=(promise(2000, "20/10", promised_on="12/10"),))


def test_rule_10_a_broken_promise_is_called_the_same_day_and_the_same_step_resumes() -> None:
    life = Life(payer(item(1, "1/10", 2000)), SME).happens("12/10", promises).live("1/10", "20/11")
    assert life.story == [
        "06/10 r1 F1:r1",
        "09/10 call F1:call",
        "26/10 promise.call",
        "29/10 r2 F1:r2",
        "03/11 sales F1:sales",
        "09/11 cfo F1:cfo",
    ]


def test_rule_10_nobody_answers_so_the_breach_is_told_in_writing() -> None:
    life = Life(payer(item(1, "1/10", 2000)), SME, nobody_answers=True).happens("12/10", promises).live("1/10", "3/11")
    assert life.story[2:] == ["26/10 promise.call", "27/10 promise.call", "28/10 promise.notice", "02/11 r2 F1:r2"]


def test_rule_10_a_kept_promise_is_never_spoken_of_again() -> None:
    def pays(life: Life) -> None:
        life.change(payments=(paid("21/10", 2000),), items=())

    life = Life(payer(item(1, "1/10", 2000)), SME).happens("12/10", promises).happens("21/10", pays).live("1/10", "30/11")
    assert life.story == ["06/10 r1 F1:r1", "09/10 call F1:call"]


def test_rule_11_a_dispute_freezes_the_clock_and_the_item_resumes_where_it_was() -> None:
    def disputes(life: Life) -> None:
        life.change_item(1, disputed_amount=Decimal(2000), frozen_since=day("12/10"))

    def answered(life: Life) -> None:
        life.change_item(1, disputed_amount=Decimal(0), frozen_since=None, frozen_days=14, answered_on=day("26/10"))

    life = Life(payer(item(1, "1/10", 2000)), SME).happens("12/10", disputes).happens("26/10", answered).live("1/10", "30/11")
    assert life.story == ["06/10 r1 F1:r1", "09/10 call F1:call", "30/10 r2 F1:r2", "04/11 sales F1:sales", "16/11 cfo F1:cfo"]
    assert isinstance(life.decisions[day("20/10")], Hold)


def test_rule_12_a_plan_is_missed_called_noticed_then_accelerated() -> None:
    def changes(**facts: object) -> object:
        return lambda life: life.change(plans=(life.payer.plans[0]._replace(**facts),))

    instalments = tuple(InstalmentState(day(due), Decimal(1000)) for due in ("15/10", "16/11", "15/12"))
    agreed = PlanState(4, (PartOfItem(1, Decimal(3000)),), instalments)
    life = Life(payer(item(1, "1/9", 3000), plans=(agreed,)), SME)
    life.happens("21/10", changes(call_done_on=day("20/10"))).happens("27/10", changes(notice_sent_on=day("26/10")))
    life.happens("29/10", changes(notice_presented_on=day("28/10"))).happens("9/11", changes(accelerated_on=day("9/11")))
    assert life.live("1/10", "12/11").story == [
        "20/10 plan.call",
        "23/10 plan.notice",
        "26/10 plan.notice",
        "06/11 plan.acceleration",
        "09/11 r1 F1:r1",
    ]


def test_rule_13_sales_answers_at_once_or_finance_waits_three_days() -> None:
    def answers(life: Life) -> None:
        life.change(sales_result_on=day("23/10"))

    two = payer(item(1, "1/10", 3000), item(2, "6/10", 3000))
    quick = Life(two, SME).happens("23/10", answers).live("1/10", "29/10")
    silent = Life(two, SME).live("1/10", "29/10")
    assert quick.story[-3:] == ["22/10 sales F1:sales", "23/10 r2 F2:r2", "28/10 sales F2:sales"]
    assert silent.story[-2:] == ["22/10 sales F1:sales", "28/10 r2 F2:r2"]
