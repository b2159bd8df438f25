"""Rule 13: the window of sales, ended by their result or by their silence."""

import pytest

from dunning.payers import R1_AT, R2_AT, day
from dunning.world import SYSTEM, World
from encaisse.db.clock import stopped
from encaisse.dunning import actions
from encaisse.dunning.models import PlannedAction

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def with_sales(world) -> World:
    world.took("A", R2_AT, "15/10")
    world.document("B", "3000", "10/10")
    world.took("B", R1_AT, "14/10")
    world.run("20/10")
    assert world.said() == "act sales"
    return world


def test_rule_13_finance_is_silent_while_sales_has_its_three_days_then_goes_on_by_their_silence(with_sales):
    assert [with_sales.again(on) for on in ("20/10", "21/10", "22/10", "23/10")] == ["hold sales_window"] * 4
    assert with_sales.again("26/10") == "act call"
    assert with_sales.steps_of("A")[-1] == "sales not_done 23/10"


def test_rule_13_the_result_of_sales_ends_the_window_at_once(with_sales):
    with stopped(day("21/10")):
        actions.finish_task(SYSTEM, with_sales.action().pk, on=day("21/10"))
    assert with_sales.again("21/10") == "wait acted_today"
    assert with_sales.again("22/10") == "act call"
    assert with_sales.steps_of("A")[-1] == "sales done 21/10"


def test_rule_13_the_task_of_sales_stays_in_their_hands_while_the_customer_answers(with_sales):
    task = with_sales.action()
    with_sales.contact("email", "21/10", "reply", direction="in")
    assert with_sales.again("21/10") == "hold reply"
    assert with_sales.again("22/10") == "hold reply"
    assert PlannedAction.objects.get(pk=task.pk).state == "approved"
    with_sales.again("26/10")
    assert with_sales.steps_of("A")[-1] == "sales not_done 23/10"


def test_rule_13_their_silence_is_dated_by_the_task_even_if_nobody_ran_meanwhile(with_sales):
    task = with_sales.action()
    assert with_sales.again("28/10") == "act call"
    assert with_sales.steps_of("A")[-1] == "sales not_done 23/10"
    assert (PlannedAction.objects.get(pk=task.pk).state, PlannedAction.objects.get(pk=task.pk).ended_on) == ("not_done", day("23/10"))


def test_rule_13_a_task_taken_back_opens_no_window(with_sales):
    with stopped(day("20/10")):
        actions.withdraw_actions(SYSTEM, [with_sales.action().pk], why="le commercial est parti")
    assert with_sales.again("20/10") == "wait taken_back"
    assert with_sales.again("21/10") == "act sales"
