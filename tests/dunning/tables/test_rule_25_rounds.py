"""Rule 25: run twice, nothing moves; a payment that comes back opens a new round."""

import pytest

from dunning.payers import R2_AT, day
from dunning.world import SYSTEM, leave
from encaisse.db.clock import stopped
from encaisse.dunning import actions
from encaisse.dunning.models import ItemProgress, PlannedAction
from encaisse.dunning.queries import verifying
from encaisse.ledger import actions as ledger

pytestmark = pytest.mark.django_db(transaction=True)


def test_rule_25_a_payment_that_came_back_opens_a_new_round_from_the_first_curative_step(world):
    world.morning("6/10")
    world.took("A", R2_AT, "16/10")
    credit = world.paid("VIR", "1000", "17/10", of="A")
    assert world.again("19/10") == "wait nothing_open"
    with stopped(day("26/10")):
        ledger.return_payment(SYSTEM, credit, on=day("26/10"))
    assert world.morning("26/10") == "act r1"
    kept = ItemProgress.objects.get(item_id=world.items["A"])
    assert (kept.round, kept.last_step_key, kept.last_level) == (1, "r1", 1)
    assert world.steps_of("A") == ["r1 done 06/10", "r2 done 16/10", "r1 done 26/10"]
    with stopped(day("26/10")):
        assert verifying.differences(SYSTEM).differences == ()
    assert world.again("29/10") == "act call"


def test_rule_25_a_draft_a_person_withdrew_is_not_drafted_again_the_same_day(world):
    world.run("6/10")
    with stopped(day("6/10")):
        actions.withdraw_actions(SYSTEM, [world.action().pk], why="je l'appelle")
    world.contact("call", "2/10", "no_answer", counts=False)
    world.run("6/10")
    assert PlannedAction.objects.filter(state__in=["to_approve", "approved"]).count() == 0
    world.run("7/10")
    assert world.said() == "act r1"


def test_rule_25_the_same_morning_run_twice_and_released_twice_sends_once(world):
    world.morning("6/10")
    before = list(PlannedAction.objects.values())
    assert world.again("6/10") in {"wait acted_today", "wait contact_gap", "wait not_yet"}
    leave("6/10")
    assert list(PlannedAction.objects.values()) == before
