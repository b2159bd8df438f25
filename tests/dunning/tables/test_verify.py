"""`encaisse verify` proves that nothing was skipped wrongly: it decides again about whoever the run of the day would not look at."""

from decimal import Decimal

import pytest

from dunning.payers import R1_AT, day
from dunning.world import CALENDAR, SYSTEM, World
from encaisse.commitments import actions as commitments
from encaisse.db.clock import stopped
from encaisse.disputes import actions as disputes
from encaisse.disputes.models import Dispute
from encaisse.dunning.queries import verifying

pytestmark = pytest.mark.django_db(transaction=True)


def found(on: str) -> list[tuple[str, str]]:
    with stopped(day(on)):
        return [(each.kept, each.facts) for each in verifying.differences(SYSTEM).differences]


def test_whoever_is_held_item_by_item_is_decided_again_too(world: World):
    """The dispute is closed on the tables alone, as by an action that would forget to tell the run."""
    disputes.open_dispute(SYSTEM, amounts={world.items["A"]: Decimal(1000)}, reason="PRICE", on=day("2/10"), calendar=CALENDAR)
    world.run("7/10", full=True)
    assert (world.said(), found("7/10")) == ("hold items_held", [])
    Dispute.objects.update(closed_on=day("3/10"), answered_on=day("3/10"))
    assert found("7/10") == [("hold items_held", "act step_due")]


def promised(world: World) -> None:
    with stopped(day("5/10")):
        commitments.make_promise(SYSTEM, item_ids=[world.items["A"]], amount=None, promised_for=day("9/10"), on=day("5/10"))


def reminded(world: World) -> None:
    world.took("A", R1_AT, "14/10")


@pytest.mark.parametrize("happened", [promised, reminded])
@pytest.mark.parametrize("accepted", [True, False])
def test_what_was_decided_on_old_facts_accepted_or_not_was_decided_rightly(world: World, happened, accepted):
    happened(world)
    world.document("B", "50", "13/10")
    world.run("15/10", until="13/10", accept_stale=accepted)
    assert found("15/10") == []
