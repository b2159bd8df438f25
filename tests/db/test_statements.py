"""Statements run by name, rows copied in bulk, and the transaction that knows for whom it works."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from encaisse.db import acting, copy_rows, execute_sql, run_sql, statements, stream_sql
from encaisse.kit.actor import system_actor

SQL = {
    "db.numbers": "select number, number * %(times)s as product from generate_series(1, %(up_to)s) number",
    "db.forget": "delete from copied where amount > %(above)s",
}


@pytest.fixture(autouse=True)
def known_statements(monkeypatch):
    monkeypatch.setattr(statements, "statement", SQL.__getitem__)


@pytest.fixture
def copied(db):
    with connection.cursor() as cursor:
        cursor.execute("create temporary table copied (name text, amount numeric, due_on date) on commit drop")
        yield cursor


@pytest.mark.django_db
def test_rows_come_with_the_names_of_their_columns():
    assert [(row.number, row.product) for row in run_sql("db.numbers", times=3, up_to=2)] == [(1, 3), (2, 6)]


@pytest.mark.django_db
def test_a_large_read_streams_every_row():
    with transaction.atomic():
        assert sum(row.product for row in stream_sql("db.numbers", chunk=100, times=2, up_to=1000)) == 1001 * 1000


def test_copied_rows_keep_their_values(copied):
    rows = [("Dupont", Decimal("10.005"), date(2026, 1, 31)), ("L'Été\t\n\\", None, None)]
    assert copy_rows("copied", ["name", "amount", "due_on"], rows) == 2
    copied.execute("select * from copied")
    assert copied.fetchall() == rows


def test_a_written_statement_tells_how_many_rows_it_touched(copied):
    copy_rows("copied", ["name", "amount"], [("a", 1), ("b", 2), ("c", 3)])
    assert execute_sql("db.forget", above=1) == 2


def reach():
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('encaisse.creditors', true)")
        return cursor.fetchone()[0] or ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("creditors", "named"), [(frozenset({3, 1}), "1,3"), (frozenset(), ""), (None, "all")])
def test_the_transaction_names_the_creditors_in_reach_and_forgets_them(creditors, named):
    with acting(system_actor(creditors)):
        assert reach() == named
    assert reach() == ""
