"""The order a person gives to their day: what they pin comes first, what they move stays where they put it, the rest keeps its rank."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from encaisse.workbench.rules.agenda import CallToMake, Group, Move, Ordering, around, moved, worklist

MORNING = datetime(2026, 11, 17, 9, tzinfo=UTC)


def call(customer_id: int, net: int, call_back_at: datetime | None = None) -> CallToMake:
    return CallToMake(
        action_id=customer_id, customer_id=customer_id, creditor_id=1, code=f"C{customer_id}", name=f"Client {customer_id}", level=1,
        net_amount=Decimal(net), currency="EUR", planned_since=date(2026, 11, 17), reason={"code": "step_due"}, call_back_at=call_back_at,
    )  # fmt: skip


RANKED = [call(1, 400), call(2, 300), call(3, 200), call(4, 100)]


def ids(calls: tuple[CallToMake, ...]) -> list[int]:
    return [each.customer_id for each in calls]


def test_what_is_pinned_comes_before_the_call_backs_in_the_order_of_the_pins():
    work = worklist([*RANKED, call(9, 1, MORNING)], total=5, done_count=0, ordering=Ordering(pinned=(4, 2)))
    assert ids(work.all) == [4, 2, 9, 1, 3]
    assert (ids(work.pinned), [each.is_pinned for each in work.pinned]) == ([4, 2], [True, True])


def test_a_pinned_call_is_kept_whatever_the_day_holds():
    work = worklist(RANKED, total=4, done_count=0, capacity=1, ordering=Ordering(pinned=(4,)))
    assert (ids(work.all), work.rolled_over) == ([4], 3)


def test_what_was_moved_stays_there_and_a_newcomer_comes_after_it_at_its_rank():
    ordering = Ordering(moved={Group.CALL: (3, 1)})
    work = worklist([*RANKED, call(5, 350)], total=5, done_count=0, ordering=ordering)
    assert ids(work.all) == [3, 1, 5, 2, 4]


def test_a_place_among_the_calls_says_nothing_of_the_call_backs():
    work = worklist(
        [call(1, 1, MORNING), call(2, 1, MORNING.replace(hour=8))], total=2, done_count=0, ordering=Ordering(moved={Group.CALL: (1, 2)})
    )
    assert ids(work.call_backs) == [2, 1]


@pytest.mark.parametrize(
    ("move", "before", "order"),
    [
        pytest.param(Move.UP, None, (1, 3, 2), id="up: it passes the one above, the rest keeps its rank"),
        pytest.param(Move.DOWN, None, (1, 2, 4, 3), id="down: it lets one pass"),
        pytest.param(Move.FIRST, None, (3, 1, 2), id="first"),
        pytest.param(Move.BEFORE, 1, (3, 1, 2), id="dropped on the first: before it"),
        pytest.param(Move.BEFORE, None, (1, 2, 4, 5, 3), id="dropped below the last: the whole list is the person’s"),
    ],
)
def test_moving_a_call_writes_down_the_beginning_of_the_list(move, before, order):
    assert moved([1, 2, 3, 4, 5], 3, move, before=before) == order


def test_a_move_keeps_what_was_moved_before():
    assert moved([1, 2, 3, 4, 5], 2, Move.UP, already=4) == (2, 1, 3, 4)


@pytest.mark.parametrize(("customer_id", "move"), [(1, Move.UP), (5, Move.DOWN)])
def test_nothing_passes_the_ends_of_the_list(customer_id, move):
    assert moved([1, 2, 3, 4, 5], customer_id, move, already=5) == (1, 2, 3, 4, 5)


def test_around_a_customer_the_list_goes_round():
    work = worklist(RANKED, total=4, done_count=0)
    here = around(work, 4)
    assert (here.previous.customer_id, here.following.customer_id, here.rank, here.count) == (3, 1, 4, 4)


def test_around_somebody_already_called_the_list_begins():
    here = around(worklist(RANKED, total=4, done_count=0), 77)
    assert (here.previous, here.following.customer_id, here.rank) == (None, 1, None)
