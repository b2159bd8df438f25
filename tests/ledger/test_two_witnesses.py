"""The set-based figures and the pure rules say the same of any ledger, at any day, as known at any instant."""

from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from encaisse.customers.rules import Filters
from encaisse.db.statements import statement
from encaisse.kit.money import QUANTA
from encaisse.kit.refusals import Refusal
from encaisse.ledger import actions, queries, rules
from encaisse.ledger.models import Allocation, Document, OpenItem
from ledger.world import SYSTEM, a_creditor, a_customer, a_source, facts

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)
balances = import_module("encaisse.ledger.queries.balances")  # its name is that of a query of the room too
# Currencies of 0, 2 and 3 decimals.
COINS = {"JPY": 0, "EUR": 2, "KWD": 3}
days = st.integers(-200, 60).map(lambda count: DAY + timedelta(days=count))


@st.composite
def ledgers(draw):
    """Draw documents of two customers, and attempts to allocate them."""
    documents = draw(
        st.lists(
            st.tuples(st.integers(0, 1), st.sampled_from(sorted(COINS)), st.integers(-9999, 9999).filter(bool), days, st.integers(0, 90)),
            min_size=1, max_size=12,
        )
    )  # fmt: skip
    attempts = draw(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(1, 9999), days, st.booleans()), max_size=12))
    return documents, attempts


def build(documents, attempts):
    creditor_id = a_creditor()
    source = a_source(creditor_id)
    customers = [a_customer(creditor_id, "1"), a_customer(creditor_id, "2", name="Étude Noël")]
    given_facts = []
    for no, (who, currency, coins, issued_on, term) in enumerate(documents):
        amount = str(coins * QUANTA[COINS[currency]])
        due = issued_on + timedelta(days=term)
        given_facts.append(facts(customers[who], f"D{no}", amount, due, currency=currency, issued_on=issued_on, source_key=str(no)))
    actions.record_documents(SYSTEM, creditor_id, source, given_facts)
    items = list(OpenItem.objects.order_by("document__source_key"))
    for left, right, coins, on, undone in attempts:
        allocate(items, left, right, coins, on, undone=undone)
    return customers


def allocate(items, left, right, coins, on, *, undone):
    debit, credit = items[left % len(items)], items[right % len(items)]
    amount = coins * QUANTA[COINS[debit.currency]]
    try:
        pk = actions.allocate(SYSTEM, debit_id=debit.pk, credit_id=credit.pk, amount=amount, on=on)
    except Refusal:
        return
    if undone:
        actions.undo_allocation(SYSTEM, pk, on=on + timedelta(days=3))


def witness(on, known_at):
    """Reckon every item's open amount by the pure rule."""
    allocations = [
        rules.Allocation(row.debit_id, row.credit_id, row.amount, row.allocated_on, row.recorded_at) for row in Allocation.objects.all()
    ]
    documents = Document.objects.filter(issued_on__lte=on)
    if known_at:
        documents = documents.filter(recorded_at__lte=known_at)
    seen = {document.pk for document in documents}
    return {
        item: rules.open_amount_at(item.pk, item.amount, allocations, on=on, known_at=known_at)
        for item in OpenItem.objects.all()
        if item.document_id in seen
    }


def as_rules(item, open_amount):
    return rules.OpenItem(item.pk, "", item.due_date, item.currency, item.amount, open_amount)


def figures(row):
    return (
        row.open_amount, row.credit_amount, row.not_due_amount, row.overdue_amount, tuple(row.ages), row.oldest_due_date, row.item_count
    )  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(ledger=ledgers(), on=days, known=st.integers(0, 20))
def test_sql_and_rules_agree(ledger, on, known, transactional_block):
    with transactional_block():
        build(*ledger)
        instants = sorted({row.recorded_at for row in Allocation.objects.all()})
        known_at = instants[known % len(instants)] if instants and known else None
        expected = witness(on, known_at)
        assert queries.open_amounts_at(SYSTEM, on=on, known_at=known_at) == {item.pk: amount for item, amount in expected.items()}
        assert by_key(queries.aged_balance_at(SYSTEM, on=on, known_at=known_at)) == reckoned(expected, on)
        current = {item: item.open_amount for item in OpenItem.objects.all()}
        assert by_key(queries.aged_balance(SYSTEM, on=on)) == reckoned(current, on)
        assert current == witness(date.max, None)
        actions.refresh_balances(SYSTEM, on=on)
        assert by_key(queries.balances(SYSTEM, size=100).rows) == reckoned(current, on)


def by_key(rows):
    return {(row.customer_id, row.currency): figures(row) for row in rows}


def reckoned(opened, on):
    customers = {item.customer_id for item in opened}
    return {
        (customer_id, currency): figures(balance)
        for customer_id in customers
        for currency, balance in rules.aged_balances(
            [as_rules(item, amount) for item, amount in opened.items() if item.customer_id == customer_id], on=on
        ).items()
    }


@pytest.fixture
def transactional_block(db):
    """Return a block whose writes are forgotten: one per example."""

    @contextmanager
    def block():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return block


def test_the_live_balance_reads_what_an_index_holds(db):
    """The planner knows that the condition of the statement is that of the index; asked on rows enough to prefer it."""
    assert "WHERE i.open_amount <> 0" in statement("ledger.aged_balance")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = 'open_items_of_customers'::regclass")
        (condition,) = cursor.fetchone()
        cursor.execute(
            "CREATE TEMP TABLE some_items ON COMMIT DROP AS SELECT n AS customer_id, (n % 100 = 0)::int::numeric AS open_amount "
            "FROM generate_series(1, 5000) n"
        )
        cursor.execute(f"CREATE INDEX what_is_open ON some_items (customer_id) WHERE {condition}")
        cursor.execute("ANALYZE some_items")
        cursor.execute("EXPLAIN SELECT 1 FROM some_items WHERE open_amount <> 0 AND customer_id = 100")
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "what_is_open" in plan


def test_amounts_of_every_currency_keep_their_coins():
    assert [Decimal(1) * QUANTA[places] for places in COINS.values()] == [Decimal(1), Decimal("0.01"), Decimal("0.001")]


@pytest.fixture
def gardens(db):
    """Twenty-four customers with something open: half of them are garages."""
    creditor_id = a_creditor()
    source = a_source(creditor_id)
    for no in range(24):
        customer_id = a_customer(creditor_id, f"{no:02}", name=("Garage", "Verger")[no % 2] + f" {no * 7 % 24}")
        document = facts(customer_id, f"D{no}", str(no * 11 % 5 * 100 + 10), DAY, source_key=str(no))
        actions.record_documents(SYSTEM, creditor_id, source, [document])


@pytest.mark.parametrize("sort", sorted(balances.SORTS))
def test_words_that_find_many_or_few_give_the_same_page(gardens, sort, monkeypatch):
    garages = {"filters": Filters(search="garage"), "sort": sort, "size": 1}
    found = queries.balances(SYSTEM, **garages)
    monkeypatch.setattr(balances, "MANY", 1)
    walked = queries.balances(SYSTEM, **garages)
    assert (len(found.rows), found.count, walked) == (1, 12, found)


def test_a_page_is_walked_to_when_the_words_find_many_and_it_is_near_the_front():
    asked = dict.fromkeys(balances.NARROWING) | {"words": "'garage':*"}
    page_of = [balances.page_statement(asked, "-overdue", until, count) for until, count in ((50, 2_000), (50, 2_001), (250, 2_001))]
    assert page_of == ["ledger.balances_found", "ledger.balances", "ledger.balances_found"]
