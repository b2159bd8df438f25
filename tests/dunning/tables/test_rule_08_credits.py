"""Rules 8 and 22: credits nobody allocated, from the day they covered the debt to the collector's choice."""

import pytest

from dunning.payers import day
from dunning.world import SYSTEM
from encaisse.db.clock import stopped
from encaisse.dunning import actions
from encaisse.dunning.models import Decision, Signal

pytestmark = pytest.mark.django_db(transaction=True)


def test_rule_08_credits_that_cover_hold_until_the_collector_chooses(world):
    world.paid("VIR", "1500", "6/10")
    world.run("6/10")
    assert world.said() == "hold credits_cover"
    assert Signal.objects.get(kind="allocate_credits").for_role == "ACCOUNTANT"
    world.run("14/10")
    assert world.said() == "act credits.choose"
    with stopped(day("14/10")):
        actions.finish_task(SYSTEM, world.action().pk, on=day("14/10"))
    world.run("15/10")
    assert world.said() == "hold below_threshold"


def test_rule_08_the_five_days_count_from_the_day_the_credits_covered_the_debt_dated_allocations_included(world):
    """1 000 late; 600 came on the 6th, for nobody; 500 paid the invoice down on the 13th: only then do the 600 cover what is left."""
    world.paid("VIR", "600", "6/10")
    world.paid("CHQ", "500", "13/10", of="A")
    world.run("14/10")
    decision = Decision.objects.get()
    assert (world.said(), decision.reason["figures"]["covered_on"]) == ("hold credits_cover", "2026-10-13")


def test_rule_08_credits_that_covered_then_were_eaten_hold_no_more(world):
    world.document("Z", "1200", "31/12")
    world.paid("VIR", "1500", "6/10")
    world.run("6/10")
    assert world.said() == "hold credits_cover"
    world.allocate("Z", "VIR", "1200", "8/10")
    world.run("16/10")
    assert world.said() == "act r1"
    assert world.action().net_amount == 700
