"""Rule 23: the conditions of steps, told by the tables; and the order of reasons."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dunning.payers import day, scenario
from dunning.world import CALENDAR, SME, SYSTEM, World, at
from encaisse.customers import actions as customers
from encaisse.customers.rules import NewContact
from encaisse.db.clock import stopped
from encaisse.disputes import actions as disputes
from encaisse.dunning import actions
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.dunning.rules.scenario import (
    BalanceAtLeast,
    BalanceBelow,
    Condition,
    EInvoiceCodeNotIn,
    ItemAmountAtLeast,
    LateRateAbove,
    MobileKnown,
    NoReplySinceLastStep,
)
from encaisse.ledger import actions as ledger
from encaisse.ledger.models import Document
from encaisse.ledger.rules.life_cycle import StateFacts

pytestmark = pytest.mark.django_db(transaction=True)


def world_with(*conditions: Condition) -> World:
    """Make a world whose second reminder, long after the first, is sent on a condition; a third one follows."""
    first, second, third = SME.steps[0], SME.steps[2], SME.steps[4]
    steps = scenario(first, replace(second, offset_days=60, conditions=conditions), replace(third, offset_days=61))
    world = World(scenario=steps)
    world.document("A", "1000", "1/9")
    world.took("A", 0, "4/9")
    return world


def step_on(world: World, on: str) -> str:
    world.run(on, full=True)
    return world.said()


REMINDED, PASSED_OVER = "act r2", "act cfo"


def test_rule_23_no_reply_since_the_last_step_however_long_ago_it_came():
    world = world_with(NoReplySinceLastStep())
    world.contact("email", "7/9", "reply", direction="in")
    assert step_on(world, "16/11") == PASSED_OVER


def test_rule_23_a_reply_before_the_last_step_is_none_since():
    world = world_with(NoReplySinceLastStep())
    world.contact("email", "2/9", "reply", direction="in")
    assert step_on(world, "16/11") == REMINDED


def test_rule_23_no_mobile_is_known():
    assert step_on(world_with(MobileKnown()), "16/11") == PASSED_OVER


def test_rule_23_a_mobile_is_known():
    world = world_with(MobileKnown())
    customers.add_contact(SYSTEM, world.customer, NewContact(name="Martin", mobiles=("0612345678",)))
    assert step_on(world, "16/11") == REMINDED


@pytest.mark.parametrize(("days", "said"), [(("20/7", "20/8", "20/8"), REMINDED), (("20/7", "20/7", "20/8"), PASSED_OVER)])
def test_rule_23_the_late_rate_is_that_of_what_was_settled(days, said):
    world = world_with(LateRateAbove(Decimal("0.5")))
    for number, on in enumerate(days):
        world.document(f"P{number}", "100", "1/8")
        world.paid(f"V{number}", "100", on, of=f"P{number}")
    assert step_on(world, "16/11") == said


@pytest.mark.parametrize(("amount", "said"), [("999", REMINDED), ("1001", PASSED_OVER)])
def test_rule_23_the_amount_of_the_item_is_that_of_the_invoice_not_what_is_left_of_it(amount, said):
    world = world_with(ItemAmountAtLeast(Decimal(amount)))
    world.paid("V", "900", "2/9", of="A")
    assert step_on(world, "16/11") == said


@pytest.mark.parametrize(("condition", "said"), [(BalanceAtLeast(Decimal(900)), PASSED_OVER), (BalanceBelow(Decimal(900)), REMINDED)])
def test_rule_23_the_balance_is_what_is_late_and_undisputed(condition, said):
    world = world_with(condition)
    world.document("TO COME", "5000", "24/12")
    disputes.open_dispute(SYSTEM, amounts={world.items["A"]: Decimal(200)}, reason="PRICE", on=day("2/9"), calendar=CALENDAR)
    assert step_on(world, "16/11") == said


@pytest.mark.parametrize(("code", "said"), [(205, PASSED_OVER), (204, REMINDED)])
def test_rule_23_the_code_of_the_e_invoice_is_its_last_state(code, said):
    world = world_with(EInvoiceCodeNotIn(frozenset({205})))
    document = Document.objects.get(number="A").pk
    told = [StateFacts(document, each, at(on)) for each, on in ((205, "7/9"), (code, "8/9"))]
    ledger.record_delivery_states(SYSTEM, told, source_id=world.source)
    assert step_on(world, "16/11") == said


def test_rule_23_the_first_reason_of_the_order_is_the_one_given(world):
    """A reply, a part payment and a hold set by a person, the same day: the person's comes first, then the payment, then the reply."""
    world.contact("email", "6/10", "reply", direction="in")
    assert world.again("6/10") == "hold reply"
    world.paid("VIR", "400", "6/10", of="A")
    assert world.again("6/10") == "hold part_payment"
    with stopped(day("6/10")):
        actions.set_hold(
            SYSTEM,
            customer_id=world.customer,
            reason=HoldReason.COMMERCIAL_TALKS,
            comment="voir Paul",
            on=day("6/10"),
            until_on=day("9/10"),
        )
    assert world.again("6/10") == "hold manual"
