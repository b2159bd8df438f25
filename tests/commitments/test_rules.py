"""Promises and plans: the verdict is read from the money, and only on data fresh enough to tell (rules 10 and 12)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encaisse.commitments import rules
from encaisse.commitments.rules import Instalment, ItemShare, Promise, PromiseState
from encaisse.kit.dates import working_days

CALENDAR = working_days()
PROMISE = Promise(Decimal(6000), promised_on=date(2026, 10, 30), promised_for=date(2026, 11, 9))
GRACE_ENDS = date(2026, 11, 13)  # 11 November is a holiday


@pytest.mark.parametrize(
    ("paid", "facts", "on", "state"),
    [
        pytest.param("0", "2026-11-09", "2026-11-09", PromiseState.OPEN, id="open on its day"),
        pytest.param("0", "2026-11-13", "2026-11-13", PromiseState.OPEN, id="open until three working days after its day"),
        pytest.param("0", "2026-11-13", "2026-11-16", PromiseState.BROKEN, id="broken afterwards, when the bank is known until then"),
        pytest.param("0", "2026-11-12", "2026-11-16", PromiseState.TO_CHECK, id="to check when the bank is not known until then"),
        pytest.param("1200", "2026-11-13", "2026-11-16", PromiseState.PARTIAL, id="kept in part when a fifth of it came"),
        pytest.param("1199", "2026-11-13", "2026-11-16", PromiseState.BROKEN, id="a token is no part of it"),
        pytest.param("6000", "2026-11-10", "2026-11-10", PromiseState.KEPT, id="kept as soon as the money is there"),
        pytest.param("6000", "2026-11-20", "2026-11-20", PromiseState.KEPT, id="a payment booked late repairs the verdict by itself"),
    ],
)
def test_verdict_of_a_promise(paid: str, facts: str, on: str, state: PromiseState) -> None:
    verdict = rules.promise_state(
        PROMISE, paid=Decimal(paid), facts_true_until=date.fromisoformat(facts), calendar=CALENDAR, on=date.fromisoformat(on)
    )
    assert verdict == state


def test_the_grace_of_a_promise_counts_working_days() -> None:
    assert rules.grace_end(PROMISE.promised_for, CALENDAR) == GRACE_ENDS


@pytest.mark.parametrize(
    ("amount", "day", "refusal"),
    [
        pytest.param("0", date(2026, 11, 20), rules.NothingPromised, id="of nothing"),
        pytest.param("100", date(2026, 11, 16), rules.PromiseInThePast, id="for yesterday"),
        pytest.param("100.01", date(2026, 11, 20), rules.PromiseTooLarge, id="of more than is open"),
    ],
)
def test_a_promise_is_refused(amount: str, day: date, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        rules.check_promise(Decimal(amount), open_amount=Decimal(100), promised_for=day, on=date(2026, 11, 17))


amounts = st.decimals("0.01", "9999.99", places=2)


@given(st.lists(amounts, min_size=1, max_size=6), amounts)
def test_a_promise_is_shared_over_the_oldest_items_to_the_cent(items: list[Decimal], promised: Decimal) -> None:
    shares = rules.share_over_items(promised, [ItemShare(place, amount) for place, amount in enumerate(items)])
    assert sum(share.amount for share in shares) == min(promised, sum(items))
    assert all(share.amount <= items[share.item_id] for share in shares)
    assert [share.item_id for share in shares] == list(range(len(shares)))


@given(amounts, st.integers(1, 24))
def test_equal_instalments_add_up_to_the_cent(total: Decimal, count: int) -> None:
    days = [date(2026, 12, 1)] * count
    assert sum(each.amount for each in rules.equal_instalments(total, currency="EUR", days=days)) == total


def test_a_plan_that_does_not_add_up_is_refused_with_the_difference() -> None:
    with pytest.raises(rules.PlanDoesNotAddUp) as refused:
        rules.check_plan([Instalment(1, date(2026, 12, 1), Decimal(90))], items_amount=Decimal(100))
    assert refused.value.values["difference"] == Decimal(10)


PLAN = tuple(Instalment(no, date(2026, month, 5), Decimal(100)) for no, month in enumerate((10, 11, 12), start=1))


@pytest.mark.parametrize(
    ("paid", "facts", "missed"),
    [
        pytest.param("200", "2026-11-16", None, id="respected when each instalment came"),
        pytest.param("100", "2026-11-16", 2, id="missed when its grace is over"),
        pytest.param("100", "2026-11-06", None, id="nothing is judged on facts that end before the grace"),
        pytest.param("0", "2026-11-16", 1, id="the first one missed is the one that counts"),
    ],
)
def test_standing_of_a_plan(paid: str, facts: str, missed: int | None) -> None:
    standing = rules.plan_standing(
        PLAN, paid=Decimal(paid), facts_true_until=date.fromisoformat(facts), calendar=CALENDAR, on=date(2026, 11, 17)
    )
    assert (standing.missed.position if standing.missed else None) == missed
    assert standing.next_instalment == PLAN[2]
    assert standing.is_respected == (missed is None)
