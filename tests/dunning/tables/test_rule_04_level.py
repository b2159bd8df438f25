"""Rule 4: the level of the day weighs 20 % of the undisputed overdue; each item is recorded at its own step at most."""

from decimal import Decimal

import pytest

from dunning.payers import R1_AT, R2_AT, SALES_AT, day
from dunning.world import CALENDAR, SYSTEM, World
from encaisse.commitments import actions as commitments
from encaisse.disputes import actions as disputes
from encaisse.dunning import actions, queries
from encaisse.dunning.models import Signal
from encaisse.dunning.rules.manual_holds import HoldReason

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two(world) -> World:
    """A 1 000 due for the CFO's e-mail, B 4 000 due for its first reminder on 2 November: A is 20 % of what is late."""
    world.took("A", SALES_AT, "21/10")
    world.document("B", "4000", "28/10")
    return world


def listed(world: World) -> dict[str, str]:
    return {row.reference: row.section for row in queries.action_items(SYSTEM, [world.action().pk])[world.action().pk]}


def test_rule_04_what_weighs_20_percent_sets_the_level(two):
    two.run("2/11")
    assert two.said() == "act cfo"


def test_rule_04_a_cent_less_does_not_and_the_next_lower_level_is_tested_never_nothing(two):
    two.document("C", "0.05", "28/10")
    assert two.morning("2/11") == "act r1"
    assert (two.steps_of("A"), two.steps_of("B")) == (["sales done 21/10"], ["r1 done 02/11"])


def test_rule_04_an_item_left_above_is_listed_not_recorded_and_raises_one_task(two):
    two.document("C", "100", "28/10")
    two.run("2/11")
    assert listed(two)["A"] == "claimed"
    assert list(Signal.objects.filter(kind="old_balance").values_list("customer_id", flat=True)) == [two.customer]
    two.again("2/11")
    assert Signal.objects.filter(kind="old_balance").count() == 1


def test_rule_04_a_disputed_part_does_not_weigh(two):
    """Half of A is disputed: 500 of 4 500 set no tone."""
    disputes.open_dispute(SYSTEM, amounts={two.items["A"]: Decimal(500)}, reason="PRICE", on=day("27/10"), calendar=CALENDAR)
    two.run("2/11")
    assert two.said() == "act r1"


def test_rule_04_a_dispute_of_the_large_one_lets_the_old_one_speak(two):
    two.document("C", "1000", "28/10")
    disputes.open_dispute(SYSTEM, amounts={two.items["B"]: None}, reason="PRICE", on=day("29/10"), calendar=CALENDAR)
    two.run("2/11")
    assert two.said() == "act cfo"


def test_rule_04_a_held_item_does_not_weigh(two):
    two.document("C", "1000", "28/10")
    actions.set_hold(
        SYSTEM, customer_id=two.customer, item_id=two.items["B"], reason=HoldReason.INTERNAL_CHECK, on=day("29/10"), until_on=day("13/11")
    )
    two.run("2/11")
    assert two.said() == "act cfo"


def test_rule_04_a_promised_part_does_not_weigh(two):
    two.document("C", "1000", "28/10")
    commitments.make_promise(SYSTEM, item_ids=[two.items["B"]], amount=Decimal(3000), promised_for=day("13/11"), on=day("29/10"))
    two.run("2/11")
    assert two.said() == "act cfo"


def test_rule_04_credits_do_not_weigh_they_are_deducted_from_the_total(two):
    two.document("AV", "-900", "20/10", kind="credit_note", issued="20/10")
    two.run("2/11")
    assert (two.said(), two.action().net_amount) == ("act cfo", 4100)


def test_rule_04_a_credit_of_20_percent_changes_no_weight_either(two):
    two.document("C", "100", "28/10")
    two.document("AV", "-3000", "20/10", kind="credit_note", issued="20/10")
    two.run("2/11")
    assert two.said() == "act r1"


def test_rule_04_each_listed_item_is_recorded_at_the_lower_of_its_own_step_and_that_of_the_action(two):
    two.document("C", "500", "16/10")
    two.took("C", R1_AT, "21/10")
    two.document("D", "700", "10/10")
    two.document("E", "2000", "1/10")
    two.took("E", SALES_AT, "21/10")
    two.took("D", R2_AT, "24/10")
    assert two.morning("2/11") == "act cfo"
    assert [two.steps_of(name)[-1] for name in "ABCD"] == [
        "cfo done 02/11", "r1 replaced 02/11", "call replaced 02/11", "sales replaced 02/11",
    ]  # fmt: skip
