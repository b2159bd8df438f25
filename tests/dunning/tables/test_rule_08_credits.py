"""Rules 8 and 22: credits nobody allocated, from the day they covered the debt to the collector's choice."""

from dataclasses import replace

import pytest

from dunning.payers import PREVENTIVE, R1, day, scenario
from dunning.world import SYSTEM, World
from encaisse.db import execute_sql
from encaisse.db.clock import stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.models import Decision, Signal

COURTEOUS = scenario(replace(PREVENTIVE, template="PREV_EMAIL"), replace(R1, template="REMIND1_EMAIL"))
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


@pytest.mark.parametrize(
    ("kind", "amount", "said"),
    [
        pytest.param("payment", "2321", "wait nothing_late", id="a cheque that bears the number and the amount of the invoice"),
        pytest.param("credit_note", "2321", "wait nothing_late", id="a credit note that bears the number of the invoice"),
        pytest.param("credit_note", "2000", "act prev", id="one of a part leaves the rest"),
        pytest.param("payment", "2000", "act prev", id="another amount may bear the number by chance"),
    ],
)
def test_rule_08_no_courtesy_before_due_about_what_a_credit_of_the_same_number_covers(settings, tmp_path, kind, amount, said):
    """Seen in the accounts of a garage: cheque and invoice of one number and one day, never allocated."""
    settings.VAR = tmp_path
    world = World(scenario=COURTEOUS)
    world.document("190668", "2321", "30/10")
    world.bears("190668", f"-{amount}", "1/10", kind=kind)
    assert world.again("23/10") == said
    if said != "act prev":
        assert Signal.objects.get(kind="allocate_credits").for_role == "ACCOUNTANT"
    elif kind == "credit_note":
        listed = queries.action_items(SYSTEM, [world.action().pk])[world.action().pk]
        assert next((row.reference, row.section, row.amount) for row in listed) == ("190668", "to_come", 321)


@pytest.mark.parametrize(
    ("credits_", "said"),
    [pytest.param("300", "act prev", id="less: deducted"), pytest.param("500", "hold below_threshold", id="as much: nothing to announce")],
)
def test_rule_08_smaller_credits_are_deducted_before_the_due_date_too(settings, tmp_path, credits_, said):
    settings.VAR = tmp_path
    world = World(scenario=COURTEOUS)
    world.document("B", "500", "30/10")
    world.paid("VIR", credits_, "1/10")
    assert world.again("23/10") == said
    if said == "act prev":
        text = queries.preview(SYSTEM, world.action().pk, on=day("23/10")).text.replace("\xa0", " ")
        assert "Total à régler : 200,00 €" in text


def test_rule_08_what_a_credit_of_its_number_covers_is_not_asked_once_late_either(settings, tmp_path):
    settings.VAR = tmp_path
    world = World()
    world.document("190668", "2321", "1/10")
    world.document("B", "100", "1/10")
    world.bears("190668", "-2321", "1/10", kind="payment")
    assert world.again("8/10") == "act r1"
    assert world.action().net_amount == 100


@pytest.mark.parametrize("amounts", [["10", "30"], ["30", "10"]])
def test_rule_08_of_two_things_to_allocate_in_one_decision_the_larger_is_told(world, amounts):
    execute_sql(
        "dunning.raise_signals", creditor_id=world.creditor, on=day("6/10"), payer_ids=[world.customer] * 2,
        kinds=["allocate_credits"] * 2, amounts=amounts, currencies=["EUR", "EUR"],
    )  # fmt: skip
    assert Signal.objects.get().amount == 30
