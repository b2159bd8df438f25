"""Rule 16: a reply received."""

import pytest

from dunning.payers import R1_AT
from dunning.world import SYSTEM, World, share_a_party
from encaisse.customers import actions as customers

pytestmark = pytest.mark.django_db(transaction=True)


def test_rule_16_a_reply_to_the_group_or_to_a_member_leaves_the_account_alone_for_two_days(world):
    member = world.add("C2", "Garage Dupont Villeurbanne", emails=("villeurbanne@dupont.example",), mobiles=("0612345678",))
    customers.set_payer(SYSTEM, member, world.customer)
    world.contact("sms", "6/10", "sms", direction="in", customer=member)
    assert [world.again(on) for on in ("6/10", "7/10", "8/10")] == ["hold reply"] * 3
    assert world.again("9/10") == "act r1"


def test_rule_16_a_reply_to_another_creditor_leaves_this_account_as_it_was(world):

    other = World(name="Lambert Négoce", siren="404833048")
    share_a_party(world, other)
    other.contact("email", "5/10", "reply", direction="in")
    assert world.again("6/10") == "act r1"


def test_rule_16_a_reply_is_looked_at_even_when_nothing_was_to_be_decided_that_day(world):
    world.took("A", R1_AT, "6/10")
    world.run("7/10")
    assert world.said().startswith("wait")
    world.contact("email", "8/10", "reply", direction="in")
    world.run("8/10")
    assert world.said() == "hold reply"
