"""Documents by the hundred thousand: letter groups are settled while they come in."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from encaisse.ledger import actions, queries
from ledger.world import ON, SYSTEM, a_creditor, a_customer, a_source, an_item

pytestmark = pytest.mark.django_db

STAGE = """
CREATE TABLE stage_of_tests (
    batch_id bigint, row_no int, customer_id bigint, kind text, number text, title text DEFAULT '', issued_on date, performed_on date,
    currency text DEFAULT 'EUR', gross_amount numeric(18,3), net_amount numeric(18,3), order_reference text DEFAULT '',
    doubt text DEFAULT '', salesperson_id bigint, source_key text, part_no smallint DEFAULT 1, due_date date,
    due_date_source text DEFAULT 'terms', amount numeric(18,3), group_key text, settled_on date
)
"""


@pytest.fixture
def stage(db):
    with connection.cursor() as cursor:
        cursor.execute(STAGE)


@pytest.fixture
def creditor_id():
    return a_creditor()


def put(batch_id: int, *rows: tuple[int, str, str, str | None]) -> None:
    """Stage rows of (customer, number, amount, letter)."""
    with connection.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO stage_of_tests (batch_id, row_no, customer_id, kind, number, issued_on, gross_amount, source_key, due_date,
                   amount, group_key) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
            [
                (batch_id, no, customer_id, "invoice" if Decimal(amount) > 0 else "payment", number, date(2026, 10, 1), amount,
                 f"{number}/{amount}", date(2026, 10, 31), amount, letter)
                for no, (customer_id, number, amount, letter) in enumerate(rows)
            ],
        )  # fmt: skip


def record(batch_id: int, creditor_id: int):
    source = a_source(creditor_id, "fec")
    return actions.record_relation(SYSTEM, relation="stage_of_tests", batch_id=batch_id, creditor_id=creditor_id, source_id=source)


def opened(customer_id: int) -> dict[str, Decimal]:
    return {item.number: item.open_amount for item in queries.open_items(SYSTEM, customer_id=customer_id)}


def test_a_balanced_group_comes_in_settled_and_an_unbalanced_one_open(stage, creditor_id):
    one, two = a_customer(creditor_id, "1"), a_customer(creditor_id, "2")
    put(
        1,
        (one, "F1", "100", "A"), (one, "F2", "50", "A"), (one, "R1", "-150", "A"),
        (two, "F3", "80", "A"), (two, "R2", "-70", "A"), (two, "F4", "5", None),
    )  # fmt: skip
    recorded = record(1, creditor_id)
    assert (recorded.created, recorded.items, recorded.allocations) == (6, 6, 2)
    assert (recorded.groups_balanced, recorded.groups_unbalanced) == (1, 1)
    assert (opened(one), opened(two)) == ({}, {"F3": 80, "R2": -70, "F4": 5})
    assert [row.open_amount for row in queries.balance_of(SYSTEM, two)] == [Decimal(15)]


def test_the_same_rows_twice_change_nothing(stage, creditor_id):
    customer_id = a_customer(creditor_id)
    rows = [(customer_id, "F1", "100", "A"), (customer_id, "R1", "-100", "A"), (customer_id, "F2", "7", None)]
    put(1, *rows)
    put(2, *rows)
    record(1, creditor_id)
    again = record(2, creditor_id)
    assert (again.created, again.unchanged, again.items, again.allocations) == (0, 3, 0, 0)
    assert opened(customer_id) == {"F2": 7}


def test_a_letter_given_later_settles_what_was_open(stage, creditor_id):
    customer_id = a_customer(creditor_id)
    put(1, (customer_id, "F1", "100", None), (customer_id, "F2", "20", None))
    put(2, (customer_id, "F1", "100", "AA"), (customer_id, "F2", "20", None), (customer_id, "R1", "-100", "AA"))
    record(1, creditor_id)
    recorded = record(2, creditor_id)
    assert (recorded.created, recorded.unchanged, recorded.allocations) == (1, 2, 1)
    assert opened(customer_id) == {"F2": 20}


def situation(creditor_id: int, batch_id: int) -> actions.Situation:
    return actions.settle_situation(
        SYSTEM, relation="situation_of_tests", batch_id=batch_id, creditor_id=creditor_id, source_id=a_source(creditor_id), on=ON
    )


def show(batch_id: int, *rows: tuple[int, str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE TABLE IF NOT EXISTS situation_of_tests (
                batch_id bigint, customer_id bigint, source_key text, part_no int, open_amount numeric
            )"""
        )
        cursor.executemany("INSERT INTO situation_of_tests VALUES (%s, %s, %s, 1, %s)", [(batch_id, *row) for row in rows])


def test_what_a_situation_no_longer_shows_is_settled_and_what_it_shows_again_is_open_again(creditor_id):
    customer_id = a_customer(creditor_id)
    for number, amount in (("F1", "100"), ("F2", "60"), ("A1", "-20")):
        an_item(creditor_id, customer_id, number, amount)
    show(1, (customer_id, "F2/60", "25"))
    preview = queries.situation_preview(SYSTEM, relation="situation_of_tests", batch_id=1, source_id=a_source(creditor_id))
    assert (preview.open_items, preview.open_amount, preview.vanished_items, preview.vanished_amount) == (3, 180, 2, 120)
    assert situation(creditor_id, 1) == actions.Situation(settled_items=3, settled_amount=Decimal(155), reopened_items=0)
    assert opened(customer_id) == {"F2": 25}
    assert situation(creditor_id, 1) == actions.Situation(0, Decimal(0), 0)
    show(2, (customer_id, "F2/60", "25"), (customer_id, "F1/100", "100"))
    again = situation(creditor_id, 2)
    assert again.reopened_items == 1
    assert opened(customer_id) == {"F1": 100, "F2": 25}
