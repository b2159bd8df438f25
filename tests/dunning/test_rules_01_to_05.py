"""Rules 1 to 5: go-live, one step at a time, the next date, the level of the day, the tone."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dunning.payers import (
    CALL_AT,
    CFO,
    CFO_AT,
    FRANCE,
    FULL,
    FULL_CFO,
    FULL_R1,
    FULL_R2,
    LETTERS,
    NOTICE,
    NOTICE_AT,
    PREVENTIVE,
    R1,
    R1_AT,
    R2,
    R2_AT,
    SALES_AT,
    SME,
    credit,
    day,
    email,
    item,
    payer,
    scenario,
)
from encaisse.dunning.rules import Act, Channel, Hold, Level, Reason, Scenario, StepMode, Wait, decide
from encaisse.dunning.rules.decisions import Decision, EndedStep, Section, TaskKind
from encaisse.dunning.rules.due import due_step
from encaisse.dunning.rules.inheritance import inherited
from encaisse.dunning.rules.morning import Claim, Morning
from encaisse.dunning.rules.progress import PendingStep, end_untouched
from encaisse.dunning.rules.reprise import GoLiveChoice, GoLiveFlag, StartingPoint, go_live_flag, starting_point
from encaisse.dunning.rules.scenario import BalanceAtLeast
from encaisse.dunning.rules.tone import spoken_position
from encaisse.dunning.rules.values import ItemState, StepEnd, ToQualify

TODAY = day("17/11")


def said(decision: Decision) -> object:
    """The decision in one word: the key of the step, or the reason and its end."""
    return decision.step.key if isinstance(decision, Act) else (decision.reason, decision.until)


def recorded(decision: Decision) -> dict[int, int]:
    assert isinstance(decision, Act)
    return {each.item_id: each.own_position for each in decision.items if each.own_position is not None}


# Rule 1


def test_rule_01_nothing_leaves_before_a_person_has_closed_the_go_live_screen() -> None:
    decision = decide(payer(item(1, "1/10"), go_live_closed=False), SME, FRANCE, on=TODAY)
    assert isinstance(decision, Hold)
    assert (decision.reason, decision.until) == (Reason.GO_LIVE_OPEN, None)


@pytest.mark.parametrize(
    ("due_line", "flag"),
    [
        pytest.param(item(1, "17/9"), GoLiveFlag.LONG_LATE, id="61 days late is to be set"),
        pytest.param(item(1, "18/9"), None, id="60 days late is not"),
        pytest.param(item(1, "1/11", to_qualify=ToQualify.DOUBTFUL), GoLiveFlag.DOUBTFUL, id="doubtful is to be set"),
        pytest.param(item(1, "1/11", to_qualify=ToQualify.NO_DOCUMENT), GoLiveFlag.CARRIED_FORWARD, id="carried forward is to be set"),
        pytest.param(item(1, "1/11", to_qualify=ToQualify.PAST_LIMITATION), GoLiveFlag.PAST_LIMITATION, id="past limitation is to be set"),
        pytest.param(credit(1, "1/1", 100), None, id="a credit is not"),
    ],
)
def test_rule_01_what_the_go_live_screen_asks_to_set(due_line: ItemState, flag: GoLiveFlag | None) -> None:
    assert go_live_flag(due_line, on=TODAY) is flag


@pytest.mark.parametrize(
    ("choice", "start"),
    [
        pytest.param(GoLiveChoice.START_AT_R1, None, id="start at R1: nothing to remember"),
        pytest.param(
            GoLiveChoice.REACHED_R2, StartingPoint(FULL_R2, Level.R2, TODAY, StepEnd.ALREADY_REACHED), id="R2 reached: goes on after it"
        ),
        pytest.param(
            GoLiveChoice.REACHED_FORMAL_NOTICE,
            StartingPoint(NOTICE_AT, Level.FORMAL_NOTICE, TODAY, StepEnd.ALREADY_REACHED),
            id="formal notice already sent",
        ),
        pytest.param(GoLiveChoice.LEAVE_OUT, None, id="left out: starts nowhere"),
    ],
)
def test_rule_01_levels_already_reached_are_remembered(choice: GoLiveChoice, start: StartingPoint | None) -> None:
    assert starting_point(choice, FULL, ended_on=TODAY) == start


def test_rule_01_an_item_met_late_starts_at_the_first_curative_step_never_at_a_formal_notice() -> None:
    assert said(decide(payer(item(1, "1/7")), FULL, FRANCE, on=TODAY)) == "r1"


GENTLE = scenario(email("gentle.r1", 1, 10), email("gentle.r2", 2, 60))


@pytest.mark.parametrize(
    ("choices", "followed"),
    [
        pytest.param({}, SME, id="the creditor's by default"),
        pytest.param({"segment": FULL}, FULL, id="the segment's"),
        pytest.param({"segment": FULL, "customer": LETTERS}, LETTERS, id="the customer's own"),
        pytest.param({"segment": FULL, "customer": LETTERS, "item": GENTLE}, GENTLE, id="the item's override"),
    ],
)
def test_the_most_specific_scenario_is_followed(choices: dict[str, Scenario], followed: Scenario) -> None:
    assert inherited(creditor=SME, **choices) is followed


def test_an_item_with_its_own_scenario_is_listed_with_the_others_and_keeps_its_own_steps() -> None:
    own = item(2, "1/11", 300, override=GENTLE)
    decision = decide(payer(item(1, "1/10", 700, done=CALL_AT, on="12/10"), own), SME, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert (decision.step.key, decision.net_amounts) == ("r2", {"EUR": Decimal(1000)})
    assert recorded(decision) == {1: R2_AT, 2: 0}


# Rule 2


def test_rule_02_one_step_at_a_time_however_late() -> None:
    assert said(decide(payer(item(1, "1/7", done=R1_AT, on="1/11")), SME, FRANCE, on=TODAY)) == "call"


CONDITIONAL = scenario(email("r1", 1, 2), email("big", 1, 8, BalanceAtLeast(Decimal(500))), email("r2", 2, 15))


def test_rule_02_a_step_whose_condition_is_false_that_day_is_not_applicable_and_the_next_one_goes_on() -> None:
    decision = decide(payer(item(1, "30/10", 100, done=0, on="4/11")), CONDITIONAL, FRANCE, on=TODAY)
    assert said(decision) == "r2"
    assert decision.ended == (EndedStep(1, 1, day("9/11"), StepEnd.NOT_APPLICABLE),)


def test_rule_02_a_not_applicable_step_is_recorded_even_when_nothing_is_done() -> None:
    decision = decide(payer(item(1, "30/10", 100, done=0, on="4/11")), CONDITIONAL, FRANCE, on=day("10/11"))
    assert isinstance(decision, Wait)
    assert decision.ended == (EndedStep(1, 1, day("9/11"), StepEnd.NOT_APPLICABLE),)


@pytest.mark.parametrize(
    ("level", "mode", "on", "ends"),
    [
        pytest.param(1, StepMode.MANUAL, "16/11", (), id="a call planned on the 9th still has the 16th (11/11 is a holiday)"),
        pytest.param(1, StepMode.MANUAL, "17/11", (EndedStep(1, 1, day("17/11"), StepEnd.NOT_DONE),), id="untouched for 5 days: not done"),
        pytest.param(
            3, StepMode.TO_APPROVE, "25/11", (EndedStep(1, 1, day("17/11"), StepEnd.NOT_DONE),), id="seen late: dated from the plan"
        ),
        pytest.param(4, StepMode.TO_APPROVE, "25/11", (), id="a formal notice never ends by silence"),
        pytest.param(1, StepMode.AUTOMATIC, "25/11", (), id="what leaves by itself is nobody's fault"),
    ],
)
def test_rule_02_an_untouched_call_or_approval_ends_as_not_done(level: int, mode: StepMode, on: str, ends: tuple[EndedStep, ...]) -> None:
    pending = [PendingStep(1, 1, level, Channel.CALL, mode, day("9/11"))]
    assert end_untouched(pending, FRANCE, on=day(on)) == ends


def test_rule_02_after_an_untouched_call_the_next_firm_step_becomes_due() -> None:
    untouched = item(1, "30/10", done=CALL_AT, on="10/11", last_how=StepEnd.NOT_DONE)
    assert said(decide(payer(untouched), SME, FRANCE, on=TODAY)) == "r2"


def test_rule_02_never_a_formal_notice_after_an_untouched_step() -> None:
    untouched = item(1, "1/9", done=FULL_CFO, on="1/10", at=FULL, last_how=StepEnd.NOT_DONE)
    decision = decide(payer(untouched), FULL, FRANCE, on=TODAY)
    assert isinstance(decision, Wait)
    assert [task.kind for task in decision.tasks] == [TaskKind.FORMAL_NOTICE_TO_DECIDE]


def test_rule_02_a_step_that_did_not_apply_after_an_untouched_one_lets_no_formal_notice_through() -> None:
    big_only = scenario(PREVENTIVE, R1, R2, replace(CFO, conditions=(BalanceAtLeast(Decimal(5000)),)), NOTICE)
    untouched = item(1, "1/9", done=FULL_R2, on="1/10", at=FULL, last_how=StepEnd.NOT_DONE)
    decision = decide(payer(untouched), big_only, FRANCE, on=TODAY)
    assert isinstance(decision, Wait)
    assert [ended.how for ended in decision.ended] == [StepEnd.NOT_APPLICABLE]
    assert [task.kind for task in decision.tasks] == [TaskKind.FORMAL_NOTICE_TO_DECIDE]


@pytest.mark.parametrize(
    ("decided", "does"),
    [
        pytest.param("16/11", "notice", id="a person decided since: it is drafted, for approval"),
        pytest.param("30/9", (Reason.SCENARIO_ENDED, None), id="what was decided before this step says nothing of it"),
    ],
)
def test_rule_02_a_person_lets_the_formal_notice_follow_an_untouched_step(decided: str, does: object) -> None:
    untouched = item(1, "1/9", done=FULL_CFO, on="1/10", at=FULL, last_how=StepEnd.NOT_DONE)
    assert said(decide(payer(untouched, notice_decided_on=day(decided)), FULL, FRANCE, on=TODAY)) == does


# Rule 3


def first_day(due_line: ItemState, **facts: object) -> object:
    """The first day on which something is done for one item, from 1 October on."""
    on = day("1/10")
    while not isinstance(decide(payer(due_line, **facts), SME, FRANCE, on=on), Act):
        on = on.fromordinal(on.toordinal() + 1)
    return on


@pytest.mark.parametrize(
    ("due_line", "facts", "first"),
    [
        pytest.param(item(1, "5/10"), {}, "8/10", id="due on Monday: R1 at +2 waits for the bank's 3 working days"),
        pytest.param(item(1, "3/10"), {}, "8/10", id="due on Saturday: the bank's days count from Monday"),
        pytest.param(
            item(1, "1/10", done=R1_AT, on="6/10"), {}, "9/10", id="call at +8: R1 waited for the bank, so 3 working days are enough"
        ),
        pytest.param(item(1, "1/10", done=R1_AT, on="7/10"), {}, "12/10", id="3 working days after an R1 a little late"),
        pytest.param(item(1, "3/10", done=R1_AT, on="5/10"), {}, "12/10", id="on its day: the scenario's whole interval"),
        pytest.param(item(1, "1/9", done=R1_AT, on="5/10"), {}, "8/10", id="catching up: 3 working days"),
        pytest.param(item(1, "1/10"), {"last_contact_on": day("6/10")}, "9/10", id="3 working days after any contact"),
        pytest.param(item(1, "1/10", frozen_days=10, done=R1_AT, on="6/10"), {}, "19/10", id="frozen days push the offset"),
        pytest.param(item(1, "7/11", done=None), {}, "13/11", id="a holiday is no working day: 10, 12, 13 November"),
    ],
)
def test_rule_03_the_next_date_is_the_latest_of_offset_interval_contact_and_bank_grace(
    due_line: ItemState, facts: dict[str, object], first: str
) -> None:
    assert first_day(due_line, **facts) == day(first)


def test_rule_03_a_message_waits_for_the_bank_whatever_was_ticked() -> None:
    unticked = scenario(replace(R1, is_contact=False), R2)
    said_by_day = {on: said(decide(payer(item(1, "5/10")), unticked, FRANCE, on=day(on))) for on in ("7/10", "8/10")}
    assert said_by_day == {"7/10": (Reason.NOT_YET, day("8/10")), "8/10": "r1"}


def test_rule_03_the_interval_is_never_shortened_before_a_formal_notice() -> None:
    late = item(1, "1/7", done=FULL_CFO, on="6/11", at=FULL)
    assert said(decide(payer(late), FULL, FRANCE, on=day("18/11"))) == (Reason.NOT_YET, day("23/11"))
    assert said(decide(payer(late), FULL, FRANCE, on=day("23/11"))) == "notice"


@pytest.mark.parametrize(
    ("on", "does"),
    [
        pytest.param("19/11", "prev", id="7 days before"),
        pytest.param("24/11", "prev", id="2 working days before: the last day"),
        pytest.param("25/11", (Reason.NOTHING_LATE, day("1/12")), id="lapsed the day after: waits for the bank's days"),
    ],
)
def test_rule_03_a_preventive_step_lapses_two_working_days_before_the_due_date(on: str, does: object) -> None:
    assert said(decide(payer(item(1, "26/11")), FULL, FRANCE, on=day(on))) == does


def test_rule_03_nothing_leaves_on_a_closed_day() -> None:
    assert said(decide(payer(item(1, "1/10")), SME, FRANCE, on=day("11/11"))) == (Reason.CLOSED_DAY, day("12/11"))


# Rule 4


@pytest.mark.parametrize(
    ("due_lines", "does"),
    [
        pytest.param([item(1, "1/10", 200, done=R2_AT, on="20/10"), item(2, "1/11", 800)], "sales", id="20 % sets the tone"),
        pytest.param([item(1, "1/10", 199, done=CFO_AT - 1, on="2/11"), item(2, "1/11", 801)], "r1", id="a forgotten cent does not"),
        pytest.param(
            [item(1, "1/10", 100, done=SALES_AT, on="2/11"), item(2, "20/10", 100, done=CALL_AT, on="5/11"), item(3, "1/11", 800)],
            "r2",
            id="levels above weigh with the level tested",
        ),
        pytest.param(
            [item(1, "1/11", 5), item(2, "5/11", 995, done=R1_AT, on="16/11")],
            "r1",
            id="when nothing due weighs 20 %, the lowest, never nothing",
        ),
    ],
)
def test_rule_04_the_level_of_the_day_weighs_20_percent_of_the_undisputed_overdue(due_lines: list[ItemState], does: str) -> None:
    assert said(decide(payer(*due_lines), SME, FRANCE, on=TODAY)) == does


def test_rule_04_items_left_above_are_listed_not_recorded_and_raise_one_task() -> None:
    old = item(1, "1/9", 100, done=SALES_AT, on="20/10")
    older = item(3, "1/8", 50, done=SALES_AT, on="20/10")
    decision = decide(payer(old, older, item(2, "1/11", 5000)), SME, FRANCE, on=TODAY)
    assert recorded(decision) == {2: R1_AT}
    assert isinstance(decision, Act)
    assert [(task.kind, task.item_ids, task.amount) for task in decision.tasks] == [(TaskKind.OLD_BALANCE, (1, 3), Decimal(150))]
    assert decision.net_amounts == {"EUR": Decimal(5150)}


def test_rule_04_an_old_cent_alone_does_not_speak_louder_it_goes_with_the_next_step_of_the_rest() -> None:
    decision = decide(
        payer(item(1, "1/9", 5, done=SALES_AT, on="20/10"), item(2, "1/11", 5000, done=R1_AT, on="13/11")), SME, FRANCE, on=TODAY
    )
    assert isinstance(decision, Wait)
    assert (decision.reason, decision.until) == (Reason.OLD_BALANCE, day("18/11"))


def test_rule_04_disputed_parts_and_credits_do_not_weigh() -> None:
    mostly_disputed = item(1, "1/10", 1000, done=SALES_AT, on="20/10", disputed_amount=Decimal(900))
    decision = decide(payer(mostly_disputed, item(2, "1/11", 900), credit(3, "1/10", 400)), SME, FRANCE, on=TODAY)
    assert said(decision) == "r1"
    assert decision.figures["overdue"] == Decimal(1000)


def test_rule_04_each_currency_is_a_subtotal_and_the_creditors_own_sets_the_tone() -> None:
    dollars = item(1, "1/10", 9000, done=SALES_AT, on="20/10", currency="USD")
    decision = decide(payer(dollars, item(2, "1/11", 100)), SME, FRANCE, on=TODAY)
    assert said(decision) == "r1"
    assert decision.net_amounts == {"USD": Decimal(9000), "EUR": Decimal(100)}


# Rule 5


def test_rule_05_the_tone_does_not_go_down_while_the_last_level_still_weighs_20_percent() -> None:
    serious = item(1, "10/10", 300, done=CFO_AT, on="10/11", reference="old")
    decision = decide(payer(serious, item(2, "1/11", 700, reference="new"), last_contact_on=day("10/11")), SME, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert (decision.step.key, decision.level, decision.reason) == ("cfo", Level.R3, Reason.TONE_KEPT)
    assert [(each.reference, each.section) for each in decision.items] == [("old", Section.CLAIMED), ("new", Section.ALSO_DUE)]
    assert recorded(decision) == {2: R1_AT}


def test_rule_05_below_20_percent_the_tone_may_go_down() -> None:
    small = item(1, "10/10", 100, done=CFO_AT, on="10/11")
    assert said(decide(payer(small, item(2, "1/11", 900)), SME, FRANCE, on=TODAY)) == "r1"


def test_rule_05_a_call_keeps_its_channel_but_not_its_softness() -> None:
    serious = item(1, "10/10", 300, done=CFO_AT, on="10/11")
    decision = decide(payer(serious, item(2, "1/11", 700, done=R1_AT, on="5/11")), SME, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert (decision.step.key, decision.level) == ("call", Level.R3)


def test_rule_05_items_not_yet_due_are_information_only() -> None:
    decision = decide(payer(item(1, "1/11", done=FULL_R1, on="6/11", at=FULL), item(2, "24/11")), FULL, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert [(each.item_id, each.section, each.own_position) for each in decision.items if each.item_id == 2] == [(2, Section.TO_COME, None)]
    assert decision.net_amounts == {"EUR": Decimal(1000)}


def test_rule_05_a_courtesy_before_due_does_not_soften_a_reminder_in_force() -> None:
    reminded = item(1, "1/11", done=FULL_R2, on="16/11", at=FULL)
    decision = decide(payer(reminded, item(2, "24/11", 100)), FULL, FRANCE, on=TODAY)
    assert isinstance(decision, Wait)


def test_rule_05_the_tone_of_a_formal_notice_is_never_repeated_by_itself() -> None:
    noticed = item(1, "1/9", 1000, done=NOTICE_AT, on="2/11", at=FULL, presented_on=day("4/11"), notice_delay_days=15)
    decision = decide(payer(noticed, item(2, "1/11", 500)), FULL, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert (decision.step.key, decision.level) == ("cfo", Level.R3)


def test_each_level_reached_by_the_letters_scenario_is_due_in_turn() -> None:
    due_line = item(1, "1/10")
    morning = Morning(payer(due_line), LETTERS, FRANCE, TODAY)
    step = due_step(morning, Claim(due_line, due_line.open_amount))
    assert step is LETTERS.steps[0]


def test_rule_5_a_louder_step_that_ended_without_speaking_leaves_the_tone_where_it_was() -> None:
    assert spoken_position(FULL, FULL_CFO, Level.R2) == FULL_R2
    assert spoken_position(FULL, FULL_CFO, Level.R3) == FULL_CFO
    assert spoken_position(FULL, FULL_R1, Level.PREVENTIVE) is None
