"""Rule 15: the closing of the customer, the quiet period of the creditor, and a promise inside a closing."""

import pytest

from dunning.payers import CALL_AT, R1_AT, day
from dunning.world import SYSTEM, World, leave
from encaisse.creditors import actions as creditors
from encaisse.creditors import queries as creditor_queries
from encaisse.customers import actions as customers
from encaisse.dunning import queries

pytestmark = pytest.mark.django_db(transaction=True)


def close(world: World, first: str, last: str) -> int:
    return customers.set_closing(SYSTEM, world.customer, from_on=day(first), to_on=day(last), name="congés")


def test_rule_15_every_message_waits_until_two_working_days_after_the_customer_reopens(world):
    close(world, "5/10", "16/10")
    said = [world.morning(on) for on in ("6/10", "16/10", "19/10", "20/10", "21/10")]
    assert said == ["hold closure"] * 4 + ["act r1"]


def test_rule_15_a_courtesy_before_due_waits_too(world):
    world.paid("V", "1000", "1/10", of="A")
    close(world, "5/10", "16/10")
    world.document("B", "500", "16/10")
    assert world.again("12/10") == "hold closure"


def test_rule_15_a_closing_still_to_come_stops_nothing_yet(world):
    close(world, "7/10", "16/10")
    assert world.morning("6/10") == "act r1"
    assert world.morning("9/10") == "hold closure"


def test_rule_15_a_closing_taken_back_lets_the_reminder_leave_the_same_day(world):
    closing = close(world, "5/10", "16/10")
    world.run("6/10")
    customers.remove_closing(SYSTEM, closing)
    world.run("6/10")
    assert world.said() == "act r1"


def test_rule_15_what_was_approved_before_the_closing_was_known_does_not_leave(world):
    world.run("6/10")
    close(world, "6/10", "16/10")
    leave("6/10")
    assert world.action().state == "withdrawn"
    assert world.said() == "hold closure"


def test_rule_15_levels_2_and_above_wait_for_the_end_of_the_quiet_period_of_the_creditor(world):
    world.took("A", CALL_AT, "10/12")
    assert [world.again(on) for on in ("23/12", "24/12", "31/12")] == ["act r2", "hold quiet_period", "hold quiet_period"]
    assert world.again("4/1/2027") == "act r2"


def test_rule_15_courteous_reminders_go_on_in_the_quiet_period(world):
    world.document("B", "900", "20/12")
    world.took("A", R1_AT, "10/12")
    assert world.again("28/12") == "act call"
    listed = {row.reference: row.section for row in queries.action_items(SYSTEM, [world.action().pk])[world.action().pk]}
    assert listed == {"A": "claimed", "B": "also_due"}


def test_rule_15_a_tone_of_level_2_does_not_pass_the_quiet_period_by_a_courteous_step(world):
    """A had its second reminder: B alone is due, but its message would take the tone of level 2."""
    world.took("A", 3, "10/12")
    world.document("B", "1000", "20/12")
    assert world.again("28/12") == "hold quiet_period"


def test_rule_15_a_quiet_period_a_company_gives_up_holds_no_more_the_same_day(world):
    world.took("A", CALL_AT, "10/12")
    world.run("24/12")
    assert world.said() == "hold quiet_period"
    for period in creditor_queries.quiet_periods(SYSTEM, world.creditor):
        if period.from_on <= day("24/12") <= period.to_on:
            creditors.remove_quiet_period(SYSTEM, period.id)
    world.run("24/12")
    assert world.said() == "act r2"


def test_rule_15_a_quiet_period_of_its_own_counts_as_the_usual_ones(world):
    world.took("A", CALL_AT, "9/10")
    creditors.add_quiet_period(SYSTEM, world.creditor, from_on=day("12/10"), to_on=day("23/10"), name="inventaire")
    assert [world.again(on) for on in ("16/10", "26/10")] == ["hold quiet_period", "act r2"]
