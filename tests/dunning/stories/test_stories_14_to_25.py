"""Months of customers' lives, rule by rule (14 to 25), decided every day.

A line is: day, step of the action, what each item is recorded at.
"""

from dataclasses import replace
from decimal import Decimal

from dunning.payers import LETTERS, SME, day, email, item, payer, scenario
from dunning.simulator import Life
from encaisse.dunning.rules import Act, Channel, Reason
from encaisse.dunning.rules.habits import default_quiet_periods
from encaisse.dunning.rules.progress import position_after_change
from encaisse.dunning.rules.values import ClosedPeriod, StepEnd

SHORT = scenario(email("short.r1", 1, 2), email("short.r2", 2, 10), email("short.r3", 3, 20))


def test_rule_14_a_customer_who_pays_on_the_10th_is_left_until_the_13th() -> None:
    life = Life(payer(item(1, "30/9", 900), usual_payment_day=10), SME).live("25/9", "5/11")
    assert life.story == ["13/10 r1 F1:r1", "16/10 call F1:call", "21/10 r2 F1:r2", "26/10 sales F1:sales", "30/10 cfo F1:cfo"]


def test_rule_15_the_creditors_august_is_quiet_from_the_second_reminder_on() -> None:
    life = Life(payer(item(1, "22/7", 900), quiet_periods=default_quiet_periods(2026)), SME).live("20/7", "15/9")
    assert life.story == ["27/07 r1 F1:r1", "30/07 call F1:call", "24/08 r2 F1:r2", "27/08 sales F1:sales", "02/09 cfo F1:cfo"]


def test_rule_15_a_customer_closed_in_july_hears_nothing_until_two_days_after_reopening() -> None:
    life = Life(payer(item(1, "30/6", 900), closures=(ClosedPeriod(day("13/7"), day("31/7")),)), SME).live("25/6", "7/8")
    assert life.story == ["03/07 r1 F1:r1", "08/07 call F1:call", "05/08 r2 F1:r2"]


def test_rule_16_a_reply_is_answered_before_anything_else_leaves() -> None:
    def replies(life: Life) -> None:
        life.change(reply_on=day("15/10"), last_contact_on=day("15/10"))

    life = Life(payer(item(1, "1/10", 900)), SME).happens("15/10", replies).live("1/10", "22/10")
    assert life.story == ["06/10 r1 F1:r1", "09/10 call F1:call", "20/10 r2 F1:r2"]
    assert life.decisions[day("16/10")].reason is Reason.REPLY


def test_rule_17_what_was_born_before_the_judgment_stops_the_rest_lives() -> None:
    old, later = item(1, "1/10", 900, born_on=day("1/9")), item(2, "20/10", 300, born_on=day("14/10"))
    life = Life(payer(old, later), SME).happens("12/10", lambda life: life.change(judgment_on=day("12/10"))).live("1/10", "31/10")
    assert life.story == ["06/10 r1 F1:r1", "09/10 call F1:call", "23/10 r1 F2:r1", "28/10 call F2:call"]


def test_rule_18_a_shorter_scenario_goes_on_where_the_longer_one_was() -> None:
    def switch(life: Life) -> None:
        life.scenario = SHORT
        life.change_item(1, last_position=position_after_change(SHORT, last_level=life.item(1).last_level))

    life = Life(payer(item(1, "1/10", 900)), SME).happens("12/10", switch).live("1/10", "31/10")
    assert life.story == ["06/10 r1 F1:r1", "09/10 call F1:call", "14/10 short.r2 F1:short.r2", "21/10 short.r3 F1:short.r3"]


def test_rule_19_an_e_mail_that_bounces_is_done_again_by_letter() -> None:
    def bounces(life: Life) -> None:
        life.change(reachable=frozenset({Channel.LETTER, Channel.CALL}), last_contact_on=None)
        life.change_item(1, last_position=None, last_level=None, last_ended_on=None, last_how=None, delivered_reminder=False)

    life = Life(payer(item(1, "1/10", 900)), LETTERS).happens("8/10", bounces).live("1/10", "31/10")
    assert life.story == ["06/10 r1 F1:r1", "08/10 r1 F1:r1", "16/10 r2 F1:r2"]
    assert [act.channel for _, act in life.acts] == [Channel.EMAIL, Channel.LETTER, Channel.LETTER]


def test_rule_20_nothing_leaves_while_the_bank_is_not_read() -> None:
    account = payer(item(1, "1/10", 900), facts_true_until=day("1/10"))
    life = Life(account, SME).happens("14/10", lambda life: life.change(facts_true_until=day("13/10"))).live("1/10", "20/10")
    assert life.story == ["14/10 r1 F1:r1", "19/10 call F1:call"]
    assert life.decisions[day("13/10")].reason is Reason.STALE_FACTS


def test_rule_21_a_message_written_by_hand_puts_the_next_contact_three_days_off() -> None:
    life = (
        Life(payer(item(1, "1/10", 900)), SME).happens("7/10", lambda life: life.touched(day("7/10"), Channel.EMAIL)).live("1/10", "16/10")
    )
    assert life.story == ["06/10 r1 F1:r1", "12/10 call F1:call", "16/10 r2 F1:r2"]


def test_rule_22_an_untouched_call_ends_from_its_planned_date_even_if_no_run_saw_it() -> None:
    life = Life(payer(item(1, "1/10", 900)), SME, hands_off=True)
    life.live("1/10", "22/10", skip=lambda on: day("12/10") <= on <= day("22/10"))
    life.live("23/10", "23/10")
    assert life.story == ["06/10 r1 F1:r1", "23/10 r2 F1:r2"]


def test_rule_22_a_call_ended_by_silence_is_counted_against_the_team() -> None:
    life = Life(payer(item(1, "1/10", 900)), SME, hands_off=True).live("1/10", "18/10")
    ended = life.item(1)
    assert (ended.last_how, ended.last_ended_on, ended.last_level) == (StepEnd.NOT_DONE, day("16/10"), 1)


def test_rule_23_thirty_euros_wait_until_something_larger_is_late() -> None:
    def another(life: Life) -> None:
        life.change(items=(*life.payer.items, item(2, "12/10", 400)))

    life = Life(payer(item(1, "1/10", 30)), replace(SME, minimum_amount=Decimal(50))).happens("20/10", another).live("1/10", "30/10")
    assert life.story == ["20/10 r1 F1:r1 F2:r1", "23/10 call F1:call F2:call", "28/10 r2 F1:r2 F2:r2"]
    assert life.decisions[day("19/10")].reason is Reason.BELOW_THRESHOLD


def test_rule_24_on_closed_days_a_run_only_looks() -> None:
    life = Life(payer(item(1, "1/10", 900)), SME).live("1/10", "15/11")
    closed = [on for on in life.decisions if on.weekday() > 4 or on == day("11/11")]
    assert not any(isinstance(life.decisions[on], Act) for on in closed)


def test_rule_25_a_returned_payment_opens_a_new_round_from_the_first_reminder() -> None:
    paid_up = Life(payer(item(1, "1/10", 900)), SME).happens("12/10", lambda life: life.change(items=()))
    paid_up.happens("22/10", lambda life: life.change(items=(item(1, "1/10", 900, round=1),)))
    assert paid_up.live("1/10", "10/11").story == [
        "06/10 r1 F1:r1",
        "09/10 call F1:call",
        "22/10 r1 F1:r1",
        "27/10 call F1:call",
        "30/10 r2 F1:r2",
        "04/11 sales F1:sales",
        "10/11 cfo F1:cfo",
    ]


def test_rule_25_five_weeks_without_a_run_make_no_burst_and_skip_no_step() -> None:
    life = Life(payer(item(1, "1/10", 900)), SME).live("1/10", "30/11", skip=lambda on: day("8/10") <= on <= day("10/11"))
    assert life.story == ["06/10 r1 F1:r1", "12/11 call F1:call", "17/11 r2 F1:r2", "20/11 sales F1:sales", "26/11 cfo F1:cfo"]
