"""Writing a scenario: what a draft keeps, what a version must keep before it applies, what two versions differ by."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning.payers import CALL, CFO, FULL, NOTICE, R1, R2, SME, email, scenario
from encaisse.dunning.rules import checking, drafting
from encaisse.dunning.rules.checking import Texts, VersionFault, check_version, faults
from encaisse.dunning.rules.condition_entry import NotAValue, conditions_of, entered, number_in
from encaisse.dunning.rules.conditions import conditions_as_json
from encaisse.dunning.rules.scenario import (
    ApprovedBy,
    Channel,
    ItemAmountAtLeast,
    LateRateAbove,
    Level,
    OffsetFrom,
    Scenario,
    SenderRole,
    Step,
    StepMode,
)
from encaisse.dunning.rules.shipped import shipped_scenarios
from encaisse.dunning.rules.version_changes import ChangeKind, changes
from encaisse.dunning.templatetags.words import CALL_SCRIPTS
from encaisse.kit.data import shipped

SHIPPED = shipped_scenarios()
TEMPLATES = shipped("encaisse.messages", "templates")
TEXTS = Texts(
    channels={text["code"]: text["channels"] for text in TEMPLATES},
    legal=[text["code"] for text in TEMPLATES if text["is_locked_by_law"]],
)
SAID = {"r1": "REMIND1_EMAIL", "call": "CALL:FIRST_OVERDUE", "r2": "REMIND2_EMAIL", "cfo": "CFO_EMAIL", "notice": "MED_B2B"}
LINE = scenario(*(replace(step, template=SAID[step.key]) for step in (R1, CALL, R2, CFO, NOTICE)))


def with_(key: str, **changes: object) -> Scenario:
    return replace(LINE, steps=tuple(replace(step, **changes) if step.key == key else step for step in LINE.steps))


def test_the_line_of_the_tests_is_whole() -> None:
    assert list(faults(LINE, TEXTS)) == []


@pytest.mark.parametrize("kind", SHIPPED.values(), ids=SHIPPED)
def test_every_shipped_scenario_may_apply_as_it_is(kind: Scenario) -> None:
    assert [fault.in_words() for fault in faults(kind, TEXTS)] == []


@pytest.mark.parametrize(
    ("broken", "fault", "key"),
    [
        pytest.param(replace(LINE, steps=()), checking.NoStep, "", id="an empty line"),
        pytest.param(replace(LINE, minimum_amount=Decimal(-1)), checking.NegativeMinimum, "", id="a minimum below nothing"),
        pytest.param(with_("r2", offset_days=5), checking.OffsetsNotGrowing, "r2", id="a day before the step before"),
        pytest.param(with_("r2", interval_days=-1), checking.NegativeInterval, "r2", id="an interval below nothing"),
        pytest.param(with_("r2", level=Level.PREVENTIVE), checking.LevelGoesDown, "r2", id="a level that goes down"),
        pytest.param(replace(LINE, first_curative_position=4), checking.FirstCurativeNotSet, "", id="starting at a formal notice"),
        pytest.param(replace(LINE, first_curative_position=9), checking.FirstCurativeNotSet, "", id="starting nowhere"),
        pytest.param(with_("r1", level=Level.PREVENTIVE), checking.PreventiveTooLate, "r1", id="a preventive step after the due date"),
        pytest.param(with_("r1", offset_days=-4), checking.CurativeTooEarly, "r1", id="a reminder before the due date"),
        pytest.param(with_("notice", mode=StepMode.AUTOMATIC), checking.NeverAutomatic, "notice", id="a formal notice by itself"),
        pytest.param(with_("call", mode=StepMode.AUTOMATIC), checking.SpokenByHand, "call", id="a call by itself"),
        pytest.param(with_("r1", template=""), checking.TextMissing, "r1", id="a mail without a text"),
        pytest.param(with_("r1", template="NOPE"), checking.TextUnknown, "r1", id="a text nobody knows"),
        pytest.param(with_("r1", template="SMS_OVERDUE"), checking.TextOfAnotherChannel, "r1", id="an SMS sent as a mail"),
        pytest.param(with_("call", template="REMIND1_EMAIL"), checking.ScriptMissing, "call", id="a call without a script"),
        pytest.param(with_("r2", template="FINAL_NOTICE"), checking.LegalTextTooEarly, "r2", id="a formal text in a reminder"),
        pytest.param(
            with_("notice", template="CEO_LETTER", channel=Channel.LETTER), checking.NoticeNotRegistered, "notice",
            id="a formal notice by plain letter",
        ),
        pytest.param(scenario(*LINE.steps[:1], LINE.steps[4]), checking.NoticeNeverDue, "notice", id="a formal notice without an R2"),
        pytest.param(with_("cfo", offset_from=OffsetFrom.NOTICE_RUN), checking.NoNoticeToRunFrom, "cfo", id="counting from no notice"),
        pytest.param(with_("notice", sender_role=SenderRole.SALESPERSON), checking.SalesThreatens, "notice", id="sales that threatens"),
        pytest.param(with_("r1", channel=Channel.INTERNAL_TASK), checking.InternalIsNoContact, "r1", id="a task that counts as a contact"),
        pytest.param(with_("r1", is_contact=False), checking.ReachesTheCustomer, "r1", id="a message that would be no contact"),
        pytest.param(with_("r1", conditions=(ItemAmountAtLeast(Decimal(0)),)), checking.ConditionImpossible, "r1", id="at least nothing"),
        pytest.param(with_("r1", conditions=(LateRateAbove(Decimal(3)),)), checking.ConditionImpossible, "r1", id="late 300 % of the time"),
        pytest.param(with_("r1", conditions=(ApprovedBy(()),)), checking.ConditionImpossible, "r1", id="approved by nobody"),
        pytest.param(replace(LINE, steps=(*LINE.steps, LINE.steps[0])), checking.KeyTwice, "r1", id="a step twice"),
    ],
)  # fmt: skip
def test_a_version_that_breaks_a_rule_is_refused_with_its_remedy(broken: Scenario, fault: type[VersionFault], key: str) -> None:
    found = {(type(each), each.key) for each in faults(broken, TEXTS)}
    assert (fault, key) in found
    with pytest.raises(VersionFault):
        check_version(broken, TEXTS)


def test_call_scripts_are_those_the_cockpit_knows() -> None:
    assert set(checking.CALL_SCRIPTS) == set(CALL_SCRIPTS)


def test_a_step_moved_later_takes_the_day_of_the_one_it_passes() -> None:
    moved = drafting.moved(LINE, "r1", by=1)
    assert [(step.key, step.offset_days) for step in moved.steps[:3]] == [("call", 2), ("r1", 8), ("r2", 15)]
    assert moved.first_curative_position == 1
    assert drafting.moved(moved, "r1", by=-1).steps == LINE.steps


def test_a_new_step_comes_half_way_to_the_next_and_never_bears_an_old_name() -> None:
    longer, key = drafting.with_step_after(LINE, "r1", ["r1.email", "r1.email.2"])
    assert key == "r1.email.3"
    assert [step.offset_days for step in longer.steps] == [2, 5, 8, 15, 30, 45]
    assert longer.steps[1].mode is StepMode.TO_APPROVE


def test_removing_where_late_invoices_start_moves_the_start_to_the_next_reminder() -> None:
    assert drafting.without_step(LINE, "r1").first_curative_position == 0
    assert drafting.without_step(FULL, "r1").steps[drafting.without_step(FULL, "r1").first_curative_position].key == "r2"


def test_a_step_given_another_day_takes_its_place_on_the_line() -> None:
    step = next(each for each in LINE.steps if each.key == "r1")
    assert [each.key for each in drafting.changed(LINE, "r1", replace(step, offset_days=20)).steps] == ["call", "r2", "r1", "cfo", "notice"]


def test_a_step_somebody_removed_meanwhile_is_refused() -> None:
    with pytest.raises(drafting.StepGone):
        drafting.without_step(LINE, "gone")


def test_two_versions_differ_by_what_was_changed_and_nothing_else() -> None:
    new = drafting.without_step(with_("r2", offset_days=17, channel=Channel.LETTER, template="CEO_LETTER"), "call")
    assert [(change.kind, (change.after or change.before).key) for change in changes(LINE, new)] == [
        (ChangeKind.REMOVED, "call"), (ChangeKind.DAY, "r2"), (ChangeKind.CHANNEL, "r2"), (ChangeKind.TEMPLATE, "r2"),
    ]  # fmt: skip
    assert changes(LINE, LINE) == ()


def test_steps_that_pass_each_other_are_told() -> None:
    told = {change.kind for change in changes(LINE, drafting.moved(LINE, "r1", by=1))}
    assert told == {ChangeKind.DAY, ChangeKind.ORDER}


@pytest.mark.parametrize("kind", SHIPPED.values(), ids=SHIPPED)
def test_conditions_entered_by_a_person_are_those_that_were_there(kind: Scenario) -> None:
    for step in kind.steps:
        roles = tuple(role for each in step.conditions if isinstance(each, ApprovedBy) for role in each.roles)
        again = conditions_of(entered(step.conditions), roles)
        assert conditions_as_json(again) == conditions_as_json(step.conditions)


@pytest.mark.parametrize(("typed", "number"), [("1 234,50 €", "1234.50"), ("30 %", "30"), ("24", "24")])
def test_numbers_are_read_as_people_type_them(typed: str, number: str) -> None:
    assert number_in(typed) == Decimal(number)


def test_a_word_is_no_amount() -> None:
    with pytest.raises(NotAValue):
        number_in("beaucoup")


@given(st.lists(st.tuples(st.sampled_from(["add", "copy", "remove", "later", "earlier"]), st.integers(0, 8)), max_size=25))
def test_whatever_is_done_to_a_draft_steps_stay_numbered_and_named_apart(gestures: list[tuple[str, int]]) -> None:
    draft = SME
    for gesture, place in gestures:
        if not draft.steps:
            break
        key = draft.steps[place % len(draft.steps)].key
        match gesture:
            case "add":
                draft, _ = drafting.with_step_after(draft, key)
            case "copy":
                draft, _ = drafting.duplicated(draft, key)
            case "remove":
                draft = drafting.without_step(draft, key)
            case "later":
                draft = drafting.moved(draft, key, by=1)
            case _:
                draft = drafting.moved(draft, key, by=-1)
    assert [step.position for step in draft.steps] == list(range(len(draft.steps)))
    assert len({step.key for step in draft.steps}) == len(draft.steps)
    days = [step.offset_days for step in draft.steps]
    assert days == sorted(days)


def test_a_line_has_forty_steps_at_most() -> None:
    long = scenario(*(email(f"r{number}", 1, number) for number in range(1, 41)))
    with pytest.raises(drafting.TooManySteps):
        drafting.with_step_after(long, "r1")


def test_a_first_step_is_a_reminder_to_approve() -> None:
    made, key = drafting.with_step_after(Scenario("NEW", ()), "")
    assert (made.steps[0].level, made.steps[0].mode, key) == (Level.R1, StepMode.TO_APPROVE, "r1.email")
    assert isinstance(made.steps[0], Step)
