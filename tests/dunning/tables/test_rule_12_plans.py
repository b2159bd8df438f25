"""Rule 12: a plan holds its items and reminders follow its instalments; missed: call, notice of the plan, acceleration."""

from decimal import Decimal

import pytest

from dunning.payers import day
from dunning.world import CALENDAR, SYSTEM, World
from encaisse.commitments import actions as commitments
from encaisse.commitments.rules import Instalment
from encaisse.creditors import actions as creditors
from encaisse.customers import actions as customers
from encaisse.db.clock import stopped
from encaisse.disputes import actions as disputes
from encaisse.dunning import actions, queries
from encaisse.dunning.models import PlannedAction, Signal
from encaisse.dunning.rules.calls import CallResult
from encaisse.dunning.rules.progress import Presentation
from encaisse.dunning.rules.tasks import TaskToApprove
from encaisse.ledger import actions as ledger
from encaisse.messages.actions.letters import mark_posted, print_letters

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def planned(world) -> World:
    """A is to be paid in two halves, on 15 October and 16 November: accepted on the 5th."""
    agree(world, ("15/10", "500"), ("16/11", "500"))
    return world


def agree(world: World, *parts: tuple[str, str], on: str = "5/10") -> int:
    customers.update_customer(SYSTEM, world.customer, street="1 rue de la Paix", postcode="69001")
    with stopped(day(on)):
        plan_id = commitments.propose_plan(
            SYSTEM,
            item_ids=[world.items["A"]],
            instalments=[Instalment(place, day(due), Decimal(amount)) for place, (due, amount) in enumerate(parts, start=1)],
        )
        commitments.accept_plan(SYSTEM, plan_id, on=day(on), acceptance={"by": "Mme Martin", "how": "e-mail"})
    return plan_id


def listed(world: World) -> list[tuple[str, str, Decimal]]:
    rows = queries.action_items(SYSTEM, [world.action().pk])[world.action().pk]
    return [(row.reference, row.section, row.amount) for row in rows]


def missed(world: World) -> World:
    assert world.again("20/10") == "act plan.call"
    return world


def called(world: World, on: str = "20/10") -> World:
    missed(world)
    with stopped(day(on)):
        actions.note_call(SYSTEM, world.action().pk, result=CallResult.REACHED, on=day(on))
    return world


def test_rule_12_a_plan_respected_holds_its_items_and_nothing_is_asked(planned):
    assert planned.again("6/10") == "hold items_held"
    planned.paid("V", "500", "14/10", of="A")
    assert [planned.again(on) for on in ("20/10", "26/10", "16/11", "18/11")] == ["hold items_held"] * 4


def test_rule_12_an_instalment_is_missed_three_working_days_after_its_date(planned):
    assert [planned.again(on) for on in ("15/10", "16/10", "19/10", "20/10")] == ["hold items_held"] * 3 + ["act plan.call"]
    assert planned.action().reason["figures"] == {"missed_on": "2026-10-15", "amount": "500.000"}


def test_rule_12_money_received_but_not_allocated_yet_is_no_missed_instalment(planned):
    planned.paid("V", "500", "15/10")
    assert planned.again("20/10") == "hold items_held"
    assert Signal.objects.filter(kind="allocate_credits").exists()


def test_rule_12_money_that_does_not_reach_the_instalment_leaves_it_missed(planned):
    planned.paid("V", "300", "15/10")
    assert planned.again("20/10") == "act plan.call"


def test_rule_12_money_of_before_the_plan_allocated_after_it_pays_its_first_instalments(world):
    """The transfer of the 3rd was allocated to nothing when the plan was drawn up on all that was open."""
    world.paid("V", "500", "3/10")
    agree(world, ("15/10", "500"), ("16/11", "500"))
    world.allocate("A", "V", "500", "3/10")
    assert world.again("20/10") == "hold items_held"


def test_rule_12_a_payment_of_before_the_plan_that_comes_back_takes_nothing_from_what_was_paid_since(world):
    before = world.paid("V", "400", "1/10", of="A")
    agree(world, ("15/10", "300"), ("16/11", "300"))
    world.paid("W", "300", "14/10", of="A")
    with stopped(day("16/10")):
        ledger.return_payment(SYSTEM, before, on=day("16/10"))
    assert world.again("20/10") != "act plan.call"


def test_rule_12_money_received_before_the_plan_pays_no_instalment_of_it(world):
    world.paid("V", "400", "1/10", of="A")
    agree(world, ("15/10", "300"), ("16/11", "300"))
    assert world.again("20/10") == "act plan.call"


def test_rule_12_a_missed_instalment_is_told_only_on_facts_that_reach_far_enough(planned):
    planned.run("20/10", until="19/10", full=True)
    assert planned.said() == "hold items_held"
    planned.run("21/10", until="20/10", full=True)
    assert planned.said() == "act plan.call"


def test_rule_12_then_the_notice_of_the_plan_which_a_person_approves(planned):
    called(planned)
    assert [planned.again(on) for on in ("21/10", "22/10", "23/10")] == ["hold items_held", "hold items_held", "act plan.notice"]
    assert (planned.action().state, planned.action().level, planned.action().channel) == ("to_approve", 4, "registered_letter")


def test_rule_12_the_notice_of_the_plan_asks_for_the_instalment_missed_and_nothing_else(planned):
    """B was never reminded, and half of A is not due before November: neither belongs to a formal notice."""
    creditors.add_bank_account(SYSTEM, planned.creditor, name="Banque", iban="FR7630006000011234567890189")
    planned.document("B", "300", "14/10")
    called(planned)
    assert planned.action().net_amount == 800
    assert listed(planned) == [("A", "claimed", 500), ("B", "claimed", 300), ("A", "in_plan", 500)]
    assert planned.again("23/10") == "act plan.notice"
    assert (planned.action().net_amount, listed(planned)) == (500, [("A", "claimed", 500)])
    text = " ".join(queries.preview(SYSTEM, planned.action().pk, on=day("23/10")).text.replace("\xa0", " ").split())
    assert "Son échéance du 15/10/2026 n’a pas été réglée : il reste 500,00 € à payer aujourd’hui" in text


def test_rule_12_a_missed_instalment_of_what_is_settled_otherwise_is_told_to_nobody(planned):
    planned.document("B", "300", "14/10")
    planned.bears("A", "-1000", "16/10", kind="credit_note")
    assert planned.again("20/10") == "act r1"
    assert planned.action().net_amount == 300


def test_rule_12_a_missed_instalment_of_what_is_contested_is_told_to_nobody(planned):
    with stopped(day("16/10")):
        disputes.open_dispute(SYSTEM, amounts={planned.items["A"]: None}, reason="PRICE", on=day("16/10"), calendar=CALENDAR)
    assert planned.again("20/10") == "hold items_held"


def test_rule_12_the_notice_of_the_plan_waits_for_the_end_of_the_quiet_period(planned):
    creditors.add_quiet_period(SYSTEM, planned.creditor, from_on=day("19/10"), to_on=day("30/10"), name="inventaire")
    called(planned)
    assert [planned.again(on) for on in ("23/10", "30/10", "2/11")] == ["hold quiet_period", "hold quiet_period", "act plan.notice"]


def test_rule_12_acceleration_only_once_the_notice_has_run_from_its_presentation(planned):
    creditors.add_bank_account(SYSTEM, planned.creditor, name="Banque", iban="FR7630006000011234567890189")
    called(planned)
    planned.again("23/10")
    planned.send("23/10")
    with stopped(day("23/10")):
        print_letters(SYSTEM, [planned.action().message_id])
        mark_posted(SYSTEM, [planned.action().message_id])
        actions.settle(SYSTEM)
    notice = PlannedAction.objects.get(step_key="plan.notice")
    assert notice.state == "sent", str(notice.reason.get("failed"))
    assert planned.again("9/11") != "act plan.acceleration"
    assert Signal.objects.filter(kind="presentation_date_missing").exists()
    with stopped(day("27/10")):
        actions.note_presentation(SYSTEM, notice.pk, outcome=Presentation.PRESENTED, presented_on=day("27/10"))
    assert [planned.again(on) for on in ("4/11", "5/11")] == ["hold items_held", "act plan.acceleration"]
    with stopped(day("5/11")):
        with pytest.raises(TaskToApprove):
            actions.finish_task(SYSTEM, planned.action().pk, on=day("5/11"))
        actions.approve_actions(SYSTEM, [planned.action().pk], on=day("5/11"))
        actions.finish_task(SYSTEM, planned.action().pk, on=day("5/11"))
    assert planned.again("9/11") == "act r1"
    assert planned.action().net_amount == 1000


def test_rule_12_whoever_catches_up_after_the_call_keeps_the_plan(planned):
    called(planned)
    planned.paid("V", "500", "22/10", of="A")
    assert [planned.again(on) for on in ("23/10", "2/11")] == ["hold items_held"] * 2


def test_rule_12_what_is_not_in_the_plan_is_dunned_as_usual(planned):
    planned.document("B", "300", "1/10")
    assert planned.again("6/10") == "act r1"
    assert planned.action().net_amount == 300


def test_rule_12_a_plan_only_proposed_holds_nothing(world):
    with stopped(day("5/10")):
        commitments.propose_plan(SYSTEM, item_ids=[world.items["A"]], instalments=[Instalment(1, day("15/10"), Decimal(1000))])
    assert world.again("6/10") == "act r1"


def test_rule_12_a_plan_ended_by_a_person_lets_the_scenario_go_on_where_it_stopped(world):
    world.morning("6/10")
    plan_id = agree(world, ("15/10", "500"), ("16/11", "500"), on="7/10")
    assert world.again("9/10") == "hold items_held"
    with stopped(day("21/10")):
        commitments.end_plan(SYSTEM, plan_id, on=day("21/10"), state="broken")
    assert [world.again(on) for on in ("21/10", "22/10", "23/10")] == ["wait not_yet", "wait not_yet", "act call"]
