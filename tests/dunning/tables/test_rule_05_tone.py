"""Rule 5: the tone does not go down while what the last level asked for still weighs 20 %."""

import pytest

from dunning.payers import CFO_AT, R1_AT, day
from dunning.world import CALENDAR, SYSTEM, World
from encaisse.disputes import actions as disputes
from encaisse.dunning import queries

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def firm(world) -> World:
    """A 1 000 had the CFO's e-mail on 2 November; B 3 000 is due for its first reminder on the 9th."""
    world.took("A", CFO_AT, "2/11")
    world.document("B", "3000", "4/11")
    return world


def sections(world: World) -> dict[str, str]:
    return {row.reference: row.section for row in queries.action_items(SYSTEM, [world.action().pk])[world.action().pk]}


def test_rule_05_the_message_takes_the_level_already_used_and_each_newly_late_item_is_recorded_at_its_own_step(firm):
    firm.document("C", "200", "6/11")
    firm.document("D", "5000", "30/11")
    assert firm.morning("9/11") == "act cfo"
    assert (firm.action().level, firm.action().template_code) == (3, "CFO_EMAIL")
    assert (firm.steps_of("A"), firm.steps_of("B"), firm.steps_of("D")) == (["cfo done 02/11"], ["r1 replaced 09/11"], [])
    assert sections(firm)["D"] == "to_come"


def test_rule_05_the_tone_goes_down_once_what_it_asked_for_is_paid(firm):
    firm.paid("V", "1000", "30/10", of="A", allocated="4/11")
    firm.run("9/11")
    assert firm.said() == "act r1"


def test_rule_05_below_20_percent_the_tone_goes_down(firm):
    firm.paid("V", "300", "30/10", of="A", allocated="4/11")
    firm.run("9/11")
    assert firm.said() == "act r1"


def test_rule_05_what_is_disputed_keeps_no_tone(firm):
    disputes.open_dispute(SYSTEM, amounts={firm.items["A"]: None}, reason="PRICE", on=day("4/11"), calendar=CALENDAR)
    firm.run("9/11")
    assert firm.said() == "act r1"


def test_rule_05_a_call_keeps_its_channel_and_takes_the_level(firm):
    firm.took("B", R1_AT, "9/11")
    firm.run("13/11")
    assert (firm.said(), firm.action().channel, firm.action().level) == ("act call", "call", 3)


def test_rule_05_an_item_inside_the_bank_s_days_is_information_only(firm):
    firm.document("C", "200", "5/11")
    firm.run("9/11")
    assert sections(firm)["C"] == "to_come"
    firm.send("9/11")
    assert firm.steps_of("C") == []
