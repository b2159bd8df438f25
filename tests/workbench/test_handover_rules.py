"""How customers are spread over colleagues: the largest first, each to whoever has the fewest late customers."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encaisse.workbench.rules.handover import ComesBackBeforeLeaving, Held, check_handover, spread
from encaisse.workbench.rules.team import Goal, Load, goals_of, last_day

ANNE, BEA = 1, 2


def held(customer_id: int, overdue: int) -> Held:
    return Held(customer_id, f"C{customer_id}", f"Client {customer_id}", {"EUR": Decimal(overdue)}, is_worked=overdue > 0)


def test_whoever_has_fewer_late_customers_receives_more():
    anne, bea = spread([held(each, 100 * each) for each in range(1, 6)], {ANNE: 4, BEA: 1})
    assert (anne.load_after, bea.load_after) == (5, 5)
    assert (anne.customer_ids, bea.overdue) == ((2,), {"EUR": Decimal(1300)}) or sum(map(len, (anne.customer_ids, bea.customer_ids))) == 5


def test_customers_without_anything_late_are_shared_by_number():
    anne, bea = spread([held(each, 0) for each in range(1, 5)], {ANNE: 40, BEA: 1})
    assert (len(anne.customer_ids), len(bea.customer_ids), anne.load_after) == (2, 2, 40)


@given(st.lists(st.integers(0, 5), max_size=30), st.dictionaries(st.integers(1, 6), st.integers(0, 20), min_size=1))
def test_everybody_is_given_once_and_nobody_ends_far_above_the_others(overdue, loads):
    customers = [held(no, amount) for no, amount in enumerate(overdue, start=1)]
    shares = spread(customers, loads)
    assert sorted(pk for share in shares for pk in share.customer_ids) == [each.customer_id for each in customers]
    receiving = [share.load_after for share in shares if share.load_after > share.load_before]
    assert not receiving or max(receiving) - min(share.load_after for share in shares) <= 1


def test_customers_do_not_come_back_before_they_left():
    with pytest.raises(ComesBackBeforeLeaving):
        check_handover(giver="Anne", giver_id=ANNE, receiver_ids=[BEA], away={}, until_on=date(2026, 11, 16), on=date(2026, 11, 17))


@pytest.mark.parametrize(
    ("load", "planned", "rolled"),
    [
        pytest.param(Load(30, 0, 12), 12, 0, id="everything fits"),
        pytest.param(Load(30, 0, 42), 30, 12, id="the rest rolls over"),
        pytest.param(Load(30, 25, 12), 5, 7, id="calls made count"),
        pytest.param(Load(30, 40, 3), 0, 3, id="more were made than the day holds"),
    ],
)
def test_a_days_load(load, planned, rolled):
    assert (load.planned, load.rolled_over) == (planned, rolled)


@pytest.mark.parametrize(
    ("goal", "missing", "bar"),
    [
        pytest.param(Goal("EUR", Decimal(50), Decimal(20), Decimal(100)), 30, (50, 20), id="half in, a fifth promised"),
        pytest.param(Goal("EUR", Decimal(90), Decimal(20), Decimal(100)), 0, (81, 18), id="promises beyond the target fill the bar"),
        pytest.param(Goal("EUR", Decimal(90), Decimal(10)), 0, (90, 10), id="no target: nothing is missing"),
        pytest.param(Goal("EUR", Decimal(), Decimal(), Decimal(100)), 100, (0, 0), id="nothing yet"),
    ],
)
def test_a_month_against_its_target(goal, missing, bar):
    assert (goal.missing, (goal.done_share, goal.promised_share)) == (missing, bar)


def test_goals_are_by_currency_and_nothing_makes_no_goal():
    found = goals_of({"EUR": Decimal(5)}, {"USD": Decimal(2)}, {"CHF": Decimal()})
    assert [(goal.currency, goal.done, goal.promised) for goal in found] == [("EUR", Decimal(5), Decimal()), ("USD", Decimal(), Decimal(2))]


def test_the_last_day_of_a_month():
    assert [last_day(date(2026, month, 9)).day for month in (2, 11, 12)] == [28, 30, 31]
