"""Rule 22: untouched work ends from the day it was planned."""

import pytest

from dunning.payers import R1_AT, day

pytestmark = pytest.mark.django_db(transaction=True)


def test_rule_22_an_untouched_call_ends_five_days_after_it_was_planned_even_if_nobody_ran(world):
    world.took("A", R1_AT, "5/10")
    world.run("9/10")
    world.run("23/10")
    assert world.steps_of("A") == ["r1 done 05/10", "call not_done 16/10"]
    assert world.said() == "act r2"


def test_rule_22_a_call_decided_again_with_other_amounts_keeps_the_day_it_was_planned(world):
    world.took("A", R1_AT, "5/10")
    world.run("9/10")
    world.document("B", "50", "5/10")
    world.run("13/10")
    assert (world.action().step_key, world.action().planned_since) == ("call", day("9/10"))
    world.run("16/10")
    assert "call not_done 16/10" in world.steps_of("A")
