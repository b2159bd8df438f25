"""Rule 9: the silence after a part payment."""

import pytest

from dunning.payers import day
from dunning.world import SYSTEM
from encaisse.db.clock import stopped
from encaisse.ledger import actions as ledger

pytestmark = pytest.mark.django_db(transaction=True)


def test_rule_09_silence_counts_from_the_day_of_the_payment_not_from_the_day_it_was_known(world):
    world.paid("VIR", "400", "6/10", of="A", allocated="9/10")
    world.run("9/10")
    assert world.said() == "hold part_payment"
    world.run("12/10")
    assert world.said() == "act r1"
    assert world.action().reason["thanks"] == {"EUR": "400.000"}


def test_rule_09_a_payment_that_came_back_earns_no_silence_and_no_thanks(world):
    credit = world.paid("VIR", "400", "6/10", of="A")
    with stopped(day("7/10")):
        ledger.return_payment(SYSTEM, credit, on=day("7/10"))
    world.run("7/10")
    assert world.said() == "act r1"
    assert (world.action().net_amount, world.action().reason.get("thanks", {})) == (1000, {})
