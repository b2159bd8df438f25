"""Rule 1: nothing leaves before a person has closed the go-live screen; what was set there is where each item starts."""

import pytest

from dunning.payers import FULL, day
from dunning.world import SYSTEM, World
from encaisse.commitments.models import Plan
from encaisse.disputes import actions as disputes
from encaisse.disputes.models import Dispute
from encaisse.disputes.rules import Outcome
from encaisse.dunning import actions, queries
from encaisse.dunning.actions.go_live import DisputeWithoutReason, PlanWithoutInstalments
from encaisse.dunning.models import Decision, PlannedAction, Signal
from encaisse.dunning.rules.reprise import GoLiveChoice, PlanTerms

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coming(settings, tmp_path, transactional_db) -> World:
    """A company that is not live yet: A is late since July, B since October."""
    settings.VAR = tmp_path
    coming = World(live=False)
    coming.document("A", "1000", "1/7")
    coming.document("B", "900", "1/10")
    return coming


def set_at(world: World, *names: str, choice: GoLiveChoice, reached_on: str = "") -> None:
    actions.set_go_live(
        SYSTEM,
        creditor_id=world.creditor,
        item_ids=[world.items[name] for name in names],
        choice=choice,
        on=day("5/10"),
        reached_on=day(reached_on) if reached_on else None,
    )


def test_rule_01_nothing_leaves_before_a_person_has_closed_the_screen(coming):
    assert coming.again("6/10") == "hold go_live_open"
    assert not PlannedAction.objects.exists()
    coming.go_live("6/10")
    coming.run("6/10")
    assert coming.said() == "act r1"


def test_rule_01_the_screen_asks_for_items_more_than_60_days_late_and_nobody_else_s(coming):
    page = queries.go_live(SYSTEM, coming.creditor, on=day("5/10"))
    assert [(row.reference, row.flag) for row in page.rows] == [("A", "long_late")]


def test_rule_01_an_item_nobody_set_starts_at_the_first_curative_step_however_late(coming):
    coming.go_live("5/10")
    assert coming.morning("6/10") == "act r1"
    assert (coming.steps_of("A"), coming.steps_of("B")) == (["r1 done 06/10"], ["r1 done 06/10"])


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        pytest.param(GoLiveChoice.REACHED_R1, "act r2", id="R1 reached: R2 follows"),
        pytest.param(GoLiveChoice.REACHED_R2, "act cfo", id="R2 reached: R3 follows"),
        pytest.param(GoLiveChoice.REACHED_R3, "act cfo", id="R3 reached: nothing follows, but the other invoice starts in its tone"),
    ],
)
def test_rule_01_a_level_already_reached_is_where_the_item_goes_on_from(coming, choice, said):
    set_at(coming, "A", choice=choice, reached_on="15/9")
    coming.go_live("5/10")
    assert coming.morning("6/10") == said
    assert coming.steps_of("B") == ["r1 replaced 06/10"]


def test_rule_01_the_interval_counts_from_the_day_the_level_was_reached(coming):
    set_at(coming, "A", choice=GoLiveChoice.REACHED_R2, reached_on="30/9")
    coming.paid("V", "900", "2/10", of="B")
    coming.go_live("5/10")
    assert [coming.again(on) for on in ("5/10", "12/10")] == ["hold part_payment", "act cfo"]


def test_rule_01_a_level_set_by_mistake_can_be_set_again_from_the_start(coming):
    set_at(coming, "A", choice=GoLiveChoice.REACHED_R3, reached_on="15/9")
    set_at(coming, "A", choice=GoLiveChoice.START_AT_R1)
    assert [row.choice for row in queries.go_live(SYSTEM, coming.creditor, on=day("5/10")).rows] == ["start_at_r1"]
    coming.go_live("5/10")
    assert coming.morning("6/10") == "act r1"
    assert coming.steps_of("A")[-1] == "r1 done 06/10"


def test_rule_01_a_level_set_too_high_can_be_set_lower(coming):
    set_at(coming, "A", choice=GoLiveChoice.REACHED_R3, reached_on="15/9")
    set_at(coming, "A", choice=GoLiveChoice.REACHED_R1, reached_on="15/9")
    coming.go_live("5/10")
    coming.run("6/10")
    assert coming.said() == "act r2"


def test_rule_01_what_is_left_out_is_asked_by_nobody(coming):
    set_at(coming, "A", "B", choice=GoLiveChoice.LEAVE_OUT)
    coming.go_live("5/10")
    coming.run("6/10")
    assert coming.said() == "hold items_held"
    assert {held[1] for held in Decision.objects.get().reason["held"]} == {"to_qualify"}


def test_rule_01_disputed_in_bulk_it_is_held_until_answered_then_starts_at_the_first_step(coming):
    coming.document("C", "50", "2/7", kind="invoice")
    with pytest.raises(DisputeWithoutReason):
        set_at(coming, "A", choice=GoLiveChoice.DISPUTE)
    actions.set_go_live(
        SYSTEM, creditor_id=coming.creditor, item_ids=[coming.items["A"], coming.items["C"]], choice=GoLiveChoice.DISPUTE, on=day("5/10"),
        dispute_reason="PRICE",
    )  # fmt: skip
    page = queries.go_live(SYSTEM, coming.creditor, on=day("5/10"))
    assert ([row.choice for row in page.rows], page.left_to_set) == (["dispute", "dispute"], 0)
    [dispute] = Dispute.objects.all()
    coming.go_live("5/10")
    coming.run("6/10")
    assert (coming.said(), coming.action().net_amount) == ("act r1", 900)
    disputes.close_dispute(SYSTEM, dispute.pk, outcome=Outcome.UNFOUNDED, on=day("6/10"))
    assert (coming.again("7/10"), coming.action().net_amount) == ("act r1", 1950)
    assert coming.again("12/10") == "act r1"


def test_rule_01_a_plan_agreed_before_is_taken_over_in_bulk_one_per_customer_and_its_instalments_are_followed(coming):
    coming.document("C", "50", "2/7", kind="invoice")
    with pytest.raises(PlanWithoutInstalments):
        set_at(coming, "A", choice=GoLiveChoice.PLAN)
    for _twice in range(2):
        actions.set_go_live(
            SYSTEM, creditor_id=coming.creditor, item_ids=[coming.items["A"], coming.items["C"]], choice=GoLiveChoice.PLAN, on=day("5/10"),
            plan=PlanTerms(2, day("15/10")),
        )  # fmt: skip
    page = queries.go_live(SYSTEM, coming.creditor, on=day("5/10"))
    assert ([row.choice for row in page.rows], page.left_to_set) == (["plan", "plan"], 0)
    plan = Plan.objects.get()
    assert (plan.state, [(each.due_date, each.amount) for each in plan.instalments.order_by("position")]) == (
        "accepted", [(day("15/10"), 525), (day("15/11"), 525)],
    )  # fmt: skip
    coming.go_live("5/10")
    coming.run("6/10")
    assert (coming.said(), coming.action().net_amount) == ("act r1", 900)


def test_rule_01_past_limitation_waits_for_a_person_who_may_decide_to_dun_it(coming):
    coming.document("OLD", "5000", "1/9/2020", issued="31/8/2020")
    coming.go_live("5/10")
    coming.run("6/10")
    listed = queries.action_items(SYSTEM, [coming.action().pk])[coming.action().pk]
    assert {row.reference for row in listed if row.section == "claimed"} == {"A", "B"}
    set_at(coming, "OLD", choice=GoLiveChoice.START_AT_R1)
    coming.again("6/10")
    listed = queries.action_items(SYSTEM, [coming.action().pk])[coming.action().pk]
    assert {row.reference for row in listed if row.section == "claimed"} == {"A", "B", "OLD"}


def test_rule_01_a_notice_said_to_be_sent_before_going_live_goes_no_further_without_its_presentation_date(settings, tmp_path):
    settings.VAR = tmp_path
    world = World(scenario=FULL, live=False)
    world.document("A", "1000", "1/7")
    set_at(world, "A", choice=GoLiveChoice.REACHED_FORMAL_NOTICE, reached_on="15/9")
    world.go_live("5/10")
    world.run("6/11")
    assert world.said() == "wait scenario_ended"
    assert list(Signal.objects.values_list("kind", flat=True)) == ["presentation_date_missing"]
