"""Rule 10: promises, judged on all the money of the account and on data that reach far enough."""

from decimal import Decimal

import pytest

from dunning.payers import day
from dunning.world import CALENDAR, SYSTEM, World, leave
from encaisse.commitments import actions as commitments
from encaisse.commitments.queries import promises_of
from encaisse.customers import actions as customers
from encaisse.db.clock import stopped
from encaisse.dunning import queries
from encaisse.dunning.models import PlannedAction, Signal
from encaisse.ledger import actions as ledger

pytestmark = pytest.mark.django_db(transaction=True)


def promise(world: World, amount: str, promised_for: str, on: str, *names: str) -> int:
    ids = [world.items[name] for name in names or ("A",)]
    with stopped(day(on)):
        return commitments.make_promise(SYSTEM, item_ids=ids, amount=Decimal(amount), promised_for=day(promised_for), on=day(on))


def test_rule_10_a_promise_is_judged_only_on_data_that_reach_its_date_and_three_days(world):
    world.document("B", "9000", "1/10")
    promise(world, "1000", "12/10", "6/10")
    world.run("19/10", until="14/10", accept_stale=True)
    assert world.said() == "act r1"
    listed = {row.reference: row.section for row in queries.action_items(SYSTEM, [world.action().pk])[world.action().pk]}
    assert listed == {"A": "promised", "B": "claimed"}
    assert Signal.objects.filter(kind="promise_to_check").exists()
    leave("19/10")
    assert world.action().state == "sent"
    world.run("22/10", until="21/10")
    assert world.said() == "act promise.call"


def test_rule_10_money_of_a_member_since_the_promise_of_the_group_keeps_it_however_long_ago(world):
    member = world.add("C2", "Garage Dupont Villeurbanne", emails=("villeurbanne@dupont.example",))
    customers.set_payer(SYSTEM, member, world.customer)
    promise(world, "800", "20/11", "1/9")
    world.paid("VIR", "800", "3/9", customer=member)
    world.run("27/11")
    assert world.said() != "act promise.call"


def test_rule_10_money_allocated_elsewhere_by_mistake_names_nothing_any_more(world):
    world.document("B", "800", "1/10")
    promise(world, "800", "12/10", "6/10")
    world.paid("VIR", "800", "12/10")
    undone = world.allocate("B", "VIR", "800", "12/10")
    with stopped(day("13/10")):
        ledger.undo_allocation(SYSTEM, undone, on=day("13/10"), reason="wrong invoice")
    world.run("19/10")
    assert world.said() != "act promise.call"


def seen(world: World, on: str) -> list[tuple[str, Decimal]]:
    found = promises_of(SYSTEM, world.customer, facts_true_until=day(on), calendar=CALENDAR, on=day(on))
    return [(each.state, each.amount) for each in found]


def test_rule_10_what_is_promised_again_replaces_what_was_said_of_it_and_nothing_else(world):
    """1 500 for the 12th, over A and B; the next day A alone is put off to the 20th: B is still promised for the 12th."""
    world.document("B", "500", "1/10")
    promise(world, "1500", "12/10", "6/10", "A", "B")
    promise(world, "1000", "20/10", "7/10", "A")
    assert world.again("8/10") == "hold items_held"
    assert seen(world, "8/10") == [("open", 1000), ("open", 500)]
    assert world.again("19/10") == "act promise.call"
    assert world.action().net_amount == 500
    assert [(state, amount) for state, amount in seen(world, "19/10")] == [("open", 1000), ("broken", 500)]


def test_rule_10_all_that_was_promised_promised_again_is_one_promise(world):
    promise(world, "1000", "12/10", "6/10")
    promise(world, "1000", "20/10", "7/10")
    assert world.again("19/10") == "hold items_held"
    assert seen(world, "19/10") == [("open", 1000), ("replaced", 1000)]


def test_rule_10_money_known_when_the_promise_was_made_does_not_keep_it(world):
    """600 came on the 6th; whoever thanked for them the same day was promised the rest."""
    world.paid("VIR", "600", "6/10", of="A")
    promise(world, "400", "12/10", "6/10")
    assert world.again("8/10") == "hold items_held"
    assert seen(world, "8/10") == [("open", 400)]
    assert world.again("19/10") == "act promise.call"
    assert seen(world, "19/10") == [("broken", 400)]


def test_rule_10_money_of_the_day_of_the_promise_known_after_it_keeps_it(world):
    promise(world, "1000", "12/10", "6/10")
    world.paid("VIR", "1000", "6/10")
    assert world.again("19/10") != "act promise.call"
    assert seen(world, "19/10") == [("kept", 1000)]


def test_rule_10_of_a_payment_that_names_two_invoices_only_the_part_of_the_promised_one_counts(world):
    world.document("B", "900", "1/10")
    promise(world, "1000", "12/10", "6/10")
    world.paid("VIR", "1000", "10/10")
    world.allocate("B", "VIR", "900", "10/10")
    world.allocate("A", "VIR", "100", "10/10")
    world.run("19/10")
    assert world.said() == "act promise.call"


@pytest.mark.parametrize(
    ("came", "verdict"), [pytest.param("150", "broken", id="a token"), pytest.param("200", "partial", id="a fifth"), ("1000", "kept")]
)
def test_rule_10_the_screens_say_of_a_promise_what_the_run_decided(world, came, verdict):
    world.document("B", "900", "1/10")
    promise(world, "1000", "12/10", "6/10")
    world.paid("VIR", came, "12/10", of="A")
    world.run("19/10")
    assert seen(world, "19/10") == [(verdict, 1000)]
    assert (world.said() == "act promise.call") == (verdict == "broken")


def test_rule_10_a_payment_that_came_back_leaves_the_promise_broken(world):
    promise(world, "1000", "12/10", "6/10")
    world.run("6/10")
    assert world.said() == "hold items_held"
    credit = world.paid("VIR", "1000", "12/10", of="A")
    world.run("13/10")
    assert world.said() == "wait nothing_open"
    with stopped(day("19/10")):
        ledger.return_payment(SYSTEM, credit, on=day("19/10"))
    world.run("19/10")
    assert world.said() == "act promise.call"


def test_rule_10_the_call_of_a_plan_is_not_the_call_of_the_promise_of_the_same_number(world):
    promise_id = promise(world, "1000", "12/10", "6/10")
    world.run("19/10")
    call = world.action()
    assert (call.step_key, call.subject_id) == ("promise.call", promise_id)
    PlannedAction.objects.filter(pk=call.pk).update(step_key="plan.call", state="done", result="reached", ended_on=day("16/10"))
    world.run("20/10", full=True)
    assert world.said() == "act promise.call"
