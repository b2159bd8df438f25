"""Rule 2: one step at a time, ended as done, replaced, not applicable or not done."""

from dataclasses import replace

import pytest

from dunning.payers import CALL, CFO, FULL, NOTICE, PREVENTIVE, R1, R2, day, scenario
from dunning.world import SYSTEM, TEMPLATES, World, at
from encaisse.db.clock import stopped
from encaisse.dunning import actions
from encaisse.dunning.models import ItemStep, PlannedAction, Signal
from encaisse.dunning.rules.calls import CallResult
from encaisse.dunning.rules.scenario import Level, MobileKnown

pytestmark = pytest.mark.django_db(transaction=True)


def with_templates(*steps):
    return scenario(*(replace(each, template=each.template or TEMPLATES.get(each.key, "MED_B2B")) for each in steps))


@pytest.fixture
def files(settings, tmp_path, transactional_db):
    settings.VAR = tmp_path


def test_rule_02_the_whole_life_of_an_invoice_nobody_pays_one_step_at_a_time(world):
    """R1 on the 6th; the call of the 9th reaches somebody; R2, then the sales task, untouched; the CFO's e-mail on the 2nd."""
    said = {}
    for on in ("6/10", "7/10", "9/10", "16/10", "20/10", "21/10", "26/10", "2/11", "3/11"):
        said[on] = world.morning(on)
        if said[on] == "act call":
            with stopped(day(on)):
                actions.note_call(SYSTEM, world.action().pk, result=CallResult.REACHED, on=day(on))
    assert said == {
        "6/10": "act r1", "7/10": "wait not_yet", "9/10": "act call", "16/10": "act r2", "20/10": "wait contact_gap", "21/10": "act sales",
        "26/10": "hold sales_window", "2/11": "act cfo", "3/11": "wait scenario_ended",
    }  # fmt: skip
    assert world.steps_of("A") == ["r1 done 06/10", "call done 09/10", "r2 done 16/10", "sales not_done 26/10", "cfo done 02/11"]


def test_rule_02_a_higher_step_replaces_the_one_an_item_was_due_for(world):
    world.took("A", 2, "16/9")
    world.took("A", 3, "20/9")
    world.document("B", "300", "5/10")
    assert world.morning("2/11") == "act cfo"
    assert world.steps_of("B") == ["r1 replaced 02/11"]


def test_rule_02_a_step_whose_condition_is_false_that_day_is_passed_over_and_recorded_even_when_nothing_is_done(files):
    world = World(scenario=with_templates(R1, replace(R2, conditions=(MobileKnown(),)), CFO))
    world.document("A", "1000", "1/10")
    world.morning("6/10")
    world.run("16/10")
    assert world.said() == "wait not_yet"
    assert world.steps_of("A") == ["r1 done 06/10", "r2 not_applicable 16/10"]
    world.run("2/11")
    assert world.said() == "act cfo"


def test_rule_02_an_approval_nobody_gave_is_not_done_and_shown_to_the_manager(files):
    world = World(scenario=FULL)
    world.document("A", "1000", "1/10")
    world.took("A", 2, "16/10")
    world.run("2/11")
    assert (world.said(), world.action().state) == ("act cfo", "to_approve")
    world.run("9/11")
    assert world.steps_of("A")[-1] == "cfo not_done 09/11"
    assert PlannedAction.objects.get(step_key="cfo").state == "not_done"


def test_rule_02_a_call_back_agreed_for_later_is_untouched_from_its_own_day_on(world):
    """The call of the 9th is planned again for the 21st, as the customer asked: it is still to be made, then, and 5 days after."""
    world.morning("6/10")
    world.run("9/10")
    with stopped(day("9/10")):
        actions.note_call(SYSTEM, world.action().pk, result=CallResult.CALL_BACK, on=day("9/10"), call_back_at=at("21/10", 14))
    states = {}
    for on in ("16/10", "21/10", "27/10", "28/10"):
        world.run(on)
        states[on] = PlannedAction.objects.get(step_key="call").state
    assert states == {"16/10": "approved", "21/10": "approved", "27/10": "approved", "28/10": "not_done"}
    assert world.steps_of("A")[-1] == "call not_done 28/10"


def test_rule_02_never_a_formal_notice_after_an_untouched_step_a_person_decides(files):
    world = World(scenario=FULL)
    world.document("A", "1000", "1/10")
    world.took("A", 2, "16/10")
    world.run("2/11")
    world.run("9/11")
    assert world.again("24/11") == "wait scenario_ended"
    assert Signal.objects.filter(kind="formal_notice_to_decide").exists()


def test_rule_02_whoever_closes_that_task_has_the_formal_notice_drafted_for_approval(files):
    world = World(scenario=with_templates(*FULL.steps), customer=False)
    world.customer = world.add("C1", "Garage Dupont", street="3 rue du Port", emails=("martin@dupont.example",))
    world.document("A", "1000", "1/10")
    for on in ("6/10", "16/10"):
        world.morning(on)
    world.run("2/11")
    world.run("9/11")
    assert world.again("24/11") == "wait scenario_ended"
    with stopped(day("24/11")):
        actions.finish_signal(SYSTEM, Signal.objects.get(kind="formal_notice_to_decide").pk)
    world.run("24/11")
    assert (world.said(), world.action().state) == ("act notice", "to_approve")
    assert not Signal.objects.filter(kind="formal_notice_to_decide", done_at__isnull=True).exists()


def test_rule_02_a_step_that_did_not_apply_hides_no_untouched_one(files):
    """The call of the 21st is untouched, the CFO's e-mail does not apply: a person decides on the formal notice all the same."""
    again = replace(CALL, key="again", level=Level.R2, offset_days=20, template="CALL:FIRST_OVERDUE")
    world = World(scenario=with_templates(PREVENTIVE, R1, R2, again, replace(CFO, conditions=(MobileKnown(),)), NOTICE))
    world.document("A", "1000", "1/10")
    for on in ("6/10", "16/10"):
        world.morning(on)
    for on in ("21/10", "28/10", "2/11"):
        world.run(on)
    assert world.steps_of("A")[2:] == ["again not_done 28/10", "cfo not_applicable 02/11"]
    assert world.again("24/11") == "wait scenario_ended"
    assert Signal.objects.filter(kind="formal_notice_to_decide").exists()


def test_rule_02_missed_days_lose_no_reminder_and_make_no_burst(world):
    """Nobody ran for two months: R1 first, then the call three working days later; never two steps the same day."""
    assert [world.morning(on) for on in ("1/12", "2/12", "4/12")] == ["act r1", "wait not_yet", "act call"]
    assert ItemStep.objects.count() == 1
