"""Rule 20: stale facts, source by source."""

from contextlib import nullcontext

import pytest

from dunning.payers import R1_AT, day
from dunning.world import SYSTEM, World, leave
from encaisse.commitments import actions as commitments
from encaisse.creditors.actions import days
from encaisse.db.clock import stopped
from encaisse.dunning.models import Decision
from encaisse.dunning.rules.freshness import StaleSource
from encaisse.ledger import actions as ledger

pytestmark = pytest.mark.django_db(transaction=True)


def test_rule_20_the_oldest_source_speaks_and_each_is_given_its_own_days(world):

    bank = ledger.source(SYSTEM, world.creditor, kind="bank", name="banque")
    ledger.set_freshness(SYSTEM, bank, true_until_on=day("30/9"))
    with pytest.raises(StaleSource) as refused:
        world.run("7/10")
    assert "banque" in str(refused.value.values)
    ledger.set_threshold(SYSTEM, bank, fresh_days=6)
    world.run("7/10")
    assert world.said() == "act r1"


def test_rule_20_accepted_for_once_stale_facts_let_the_reminder_leave(world):
    world.run("12/10", until="2/10", accept_stale=True)
    assert world.said() == "act r1"
    leave("12/10")
    assert world.action().state == "sent"


def test_rule_20_an_item_waits_for_facts_two_working_days_after_its_own_due_date(world):
    world.document("B", "9000", "5/10")
    world.took("A", R1_AT, "6/10")
    world.run("8/10", until="6/10")
    assert world.said() == "hold stale_facts"
    world.run("8/10", until="7/10")
    assert world.said() == "act r1"


def test_rule_20_what_waited_for_fresh_facts_is_decided_again_by_the_next_run_of_the_same_day_once_a_person_accepts_them(world):
    world.document("B", "9000", "5/10")
    world.took("A", R1_AT, "6/10")
    world.run("8/10", until="6/10")
    assert world.run("8/10", until="6/10").held == {"stale_facts": 1}
    world.run("8/10", until="6/10", accept_stale=True)
    assert world.said() == "act r1"


def test_rule_20_a_promise_to_check_is_judged_by_the_next_run_of_the_same_day_once_the_bank_is_known(world):
    with stopped(day("5/10")):
        commitments.make_promise(SYSTEM, item_ids=[world.items["A"]], amount=None, promised_for=day("9/10"), on=day("5/10"))
    world.run("15/10", until="13/10")
    assert world.said() == "hold items_held"
    world.run("15/10", until="14/10")
    assert world.said() == "act promise.call"


def test_rule_20_the_morning_job_leaves_a_company_of_stale_facts_as_it_was_and_says_so(world):
    with pytest.raises(StaleSource) as refused:
        world.run("12/10", until="2/10")
    assert refused.value.exit_code == 3
    assert not Decision.objects.exists()


def test_rule_20_a_day_on_which_the_company_is_closed_makes_no_fact_older(world):
    with pytest.raises(StaleSource):
        world.run("8/10", until="5/10")
    days.close_day(SYSTEM, world.creditor, day=day("7/10"), name="inventaire")
    world.run("8/10", until="5/10")
    assert world.said() == "act r1"


@pytest.mark.parametrize(("region", "is_old"), [("FR", True), ("FR-ALSACE-MOSELLE", False)])
def test_rule_20_a_holiday_of_the_region_of_the_company_makes_no_fact_older(settings, tmp_path, region, is_old):
    """Good Friday 2027: on Tuesday 30 March, what was known on Wednesday 24 is two working days old in Alsace, three elsewhere."""
    settings.VAR = tmp_path
    world = World(region=region)
    world.document("A", "1000", "1/3/2027")
    with pytest.raises(StaleSource) if is_old else nullcontext():
        world.run("30/3/2027", until="24/3/2027")
