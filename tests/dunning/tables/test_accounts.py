"""The dunned account itself: who pays for whom changes, and whoever no longer pays is no longer dunned."""

import pytest

from dunning.world import SYSTEM
from encaisse.customers import actions as customers
from encaisse.dunning.models import Decision, PlannedAction

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_draft_to_whoever_no_longer_pays_is_taken_back_and_the_payer_is_written_to(world):
    head = world.add("C2", "Dupont Holding", emails=("holding@dupont.example",))
    world.run("6/10")
    assert PlannedAction.objects.get().state == "approved"
    customers.set_payer(SYSTEM, world.customer, head)
    world.run("6/10")
    assert list(PlannedAction.objects.values_list("customer_id", "state").order_by("pk")) == [
        (world.customer, "withdrawn"), (head, "approved"),
    ]  # fmt: skip
    assert Decision.objects.get(pk=world.customer).code == "nothing_open"
