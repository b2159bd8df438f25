"""What makes several calls one, and what one result says for each company: rules, without a database."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from encaisse.dunning.rules.calls import CallResult
from encaisse.workbench.rules.agenda import CallToMake, Group, Ordering, worklist
from encaisse.workbench.rules.calls import Outcome
from encaisse.workbench.rules.common import Answer, as_one, made_as_one, outcome_of

MONDAY, FRIDAY, LATER = date(2026, 11, 16), date(2026, 11, 20), date(2026, 11, 27)
PROMISED = Outcome(result=CallResult.REACHED, promised_for=FRIDAY, promised_amount=Decimal(600), reason="FORGOT", seconds=90)


def call(customer_id: int, net: int, *, key: int | None = 1, level: int = 1, code: str = "step_due", **values: object) -> CallToMake:
    return CallToMake(
        customer_id=customer_id, creditor_id=customer_id, code=f"C{customer_id}", name=f"Client {customer_id}", level=level,
        net_amount=Decimal(net), currency="EUR", planned_since=MONDAY, action_id=customer_id, reason={"code": code}, common_key=key,
        script_code=f"CALL:{level}", **values,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "lines"),
    [
        pytest.param({1: "a", 2: "a"}, [(1, 2)], id="one number: one call, the largest overdue first"),
        pytest.param({1: "a", 2: "b"}, [(1,), (2,)], id="the number of one changed since the run: two calls"),
        pytest.param({}, [(1,), (2,)], id="no number known: two calls"),
    ],
)
def test_calls_that_ring_at_one_number_are_one(numbers, lines):
    assert sorted(each.customer_ids for each in made_as_one([call(2, 400), call(1, 1000)], numbers)) == lines


def test_calls_that_no_run_put_together_stay_apart():
    assert len(made_as_one([call(1, 1000, key=None), call(2, 400, key=None)], {1: "a", 2: "a"})) == 2


def test_the_largest_leads_the_highest_level_sets_the_script_and_the_most_urgent_reason_is_told():
    one = as_one([call(1, 400, level=3), call(2, 1000), call(3, 100, code="promise_broken")])
    assert (one.customer_ids, one.level, one.script_code, one.group) == ((2, 1, 3), 3, "CALL:3", Group.BROKEN_PROMISE)
    assert (one.net_amount, one.stake) == (Decimal(1000), Decimal(1500))


def test_an_hour_agreed_with_one_is_the_hour_of_the_call():
    at = datetime(2026, 11, 16, 10, tzinfo=UTC)
    assert as_one([call(1, 1000), call(2, 400, call_back_at=at)]).call_back_at == at


def test_a_common_call_takes_one_place_in_the_day_and_ranks_by_what_it_is_about():
    alone, common = call(9, 1200, key=None), as_one([call(1, 1000), call(2, 400)])
    day = worklist([alone, common], total=2, done_count=0, capacity=1)
    assert ([each.customer_id for each in day.all], day.rolled_over) == ([1], 1)


def test_a_pin_on_any_of_its_customers_pins_it():
    [pinned] = worklist([as_one([call(1, 1000), call(2, 400)])], total=1, done_count=0, ordering=Ordering(pinned=(2,))).pinned
    assert (pinned.is_pinned, pinned.pinned_id) == (True, 2)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        pytest.param({}, (FRIDAY, None, "FORGOT"), id="left empty: the same day, all that is overdue there"),
        pytest.param({"promised_amount": Decimal(150)}, (FRIDAY, Decimal(150), "FORGOT"), id="an amount of its own, the same day"),
        pytest.param({"promised_for": LATER}, (LATER, None, "FORGOT"), id="a day of its own"),
        pytest.param({"reason": "PRICE"}, (None, None, "PRICE"), id="a reason without a day: nothing promised there"),
        pytest.param({"reason": "PRICE", "promised_for": LATER}, (LATER, None, "PRICE"), id="a reason and a day"),
    ],
)
def test_what_is_said_for_the_other_company(answer, told):
    found = outcome_of(PROMISED, Answer(customer_id=2, **answer), ())
    assert (found.promised_for, found.promised_amount, found.reason) == told
    assert found.seconds is None, "the minutes of a call are counted once"


def test_only_ticked_invoices_are_contested():
    contested = Outcome(result=CallResult.REACHED, reason="PRICE", disputes=True, disputed_amount=Decimal(50), item_ids=(7,))
    assert outcome_of(contested, Answer(customer_id=2), (7,)).disputes
    untouched = outcome_of(contested, Answer(customer_id=2), ())
    assert (untouched.disputes, untouched.disputed_amount, untouched.item_ids) == (False, None, ())
