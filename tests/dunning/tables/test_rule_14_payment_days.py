"""Rule 14: the usual payment day, confirmed by a person, dropped after two misses."""

import pytest

from dunning.payers import day
from dunning.world import SYSTEM, World
from encaisse.customers import actions as customers
from encaisse.customers.models import Habit
from encaisse.db.clock import stopped

pytestmark = pytest.mark.django_db(transaction=True)


def habit(world: World, *, confirmed: bool = True) -> None:
    with stopped(day("1/9")):
        customers.propose_habit(SYSTEM, world.customer, value=10, on=day("1/9"))
    if confirmed:
        Habit.objects.update(confirmed_by=1, confirmed_on=day("1/9"))


def paid_on(world: World, *days: str) -> None:
    for number, on in enumerate(days):
        world.document(f"P{number}", "50", "30/6")
        world.paid(f"V{number}", "50", on, of=f"P{number}")


def test_rule_14_a_day_a_person_confirmed_is_waited_for_one_only_proposed_is_not(world):
    habit(world, confirmed=False)
    assert world.again("6/10") == "act r1"
    Habit.objects.update(confirmed_by=1, confirmed_on=day("1/9"))
    assert world.again("6/10") == "wait not_yet"
    assert world.again("14/10") == "act r1"


def test_rule_14_after_two_misses_in_a_row_the_day_is_waited_for_no_more(world):
    habit(world)
    paid_on(world, "10/9", "22/9", "29/9")
    assert world.again("6/10") == "act r1"


def test_rule_14_one_miss_is_forgiven_and_those_before_a_person_confirmed_do_not_count(world):
    habit(world)
    paid_on(world, "20/8", "25/8", "22/9")
    assert world.again("6/10") == "wait not_yet"


def test_rule_14_a_day_dropped_comes_back_only_when_a_person_confirms_it_again(world):
    habit(world)
    paid_on(world, "18/9", "22/9", "30/9", "10/10")
    assert world.again("12/10") == "act r1"
