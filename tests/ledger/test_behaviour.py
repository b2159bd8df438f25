"""How a customer pays: the rule in words, and the set-based figures that say the same of any ledger."""

from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from encaisse.kit.refusals import Refusal
from encaisse.ledger import actions, queries
from encaisse.ledger.models import Allocation, Document, OpenItem, ReturnedPayment
from encaisse.ledger.rules.behaviour import Due, Issued, Settled, average_days, behaviour, first_month, months_until
from ledger.world import SYSTEM, a_creditor, a_customer, a_source, facts

ON = date(2026, 11, 17)
DUE = date(2026, 10, 10)
EUR = Decimal


def of_month(found, month: date):
    return next(each for each in found if each.month == month)


def test_the_window_is_of_twelve_months_and_ends_with_this_one():
    assert (first_month(ON), months_until(ON)[-1], len(months_until(ON))) == (date(2025, 12, 1), date(2026, 11, 1), 12)


@pytest.mark.parametrize(
    ("paid", "days"),
    [
        pytest.param([("100", 12)], 12, id="twelve days after the due date"),
        pytest.param([("100", -5)], -5, id="before the due date"),
        pytest.param([("900", 10), ("100", 0)], 9, id="weighted by amounts"),
        pytest.param([], None, id="nothing paid, nothing said"),
    ],
)
def test_how_late_on_average(paid, days):
    settled = [Settled(1, "payment", DUE + timedelta(days=after), DUE, EUR(amount)) for amount, after in paid]
    assert average_days(behaviour([], [], settled, on=ON)) == days


def test_a_credit_note_settles_but_is_no_payment():
    settled = [Settled(1, "credit_note", DUE, DUE, EUR(100))]
    found = behaviour([], [Due(1, 1, DUE, EUR(100))], settled, on=ON)
    assert (average_days(found), of_month(found, date(2026, 10, 1)).late_count) == (None, 0)


def test_an_invoice_paid_the_day_after_missed_its_due_date():
    settled = [Settled(1, "payment", DUE + timedelta(days=1), DUE, EUR(100))]
    found = behaviour([], [Due(1, 1, DUE, EUR(100)), Due(2, 2, ON, EUR(5))], settled, on=ON)
    assert [each.late_count for each in found] == [0] * 10 + [1, 0]


def test_a_returned_payment_is_not_received():
    issued = [Issued("payment", DUE, EUR(-100), is_returned=True), Issued("payment", DUE, EUR(-30)), Issued("invoice", DUE, EUR(500))]
    october = of_month(behaviour(issued, [], [], on=ON), date(2026, 10, 1))
    assert (october.invoiced_amount, october.received_amount) == (500, 30)


days = st.integers(-450, 20).map(lambda count: ON + timedelta(days=count))
KINDS = {"invoice": 1, "payment": -1, "credit_note": -1}


@st.composite
def ledgers(draw):
    """Draw documents of one customer, allocations (some undone) and payments that came back."""
    one = st.tuples(st.sampled_from(sorted(KINDS)), st.sampled_from(["EUR", "USD"]), st.integers(1, 9999), days, st.integers(0, 60))
    pair = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 9999), st.booleans())
    return draw(st.lists(one, min_size=1, max_size=10)), draw(st.lists(pair, max_size=10)), draw(st.integers(0, 30))


def build(documents, pairs, returned) -> int:
    creditor_id = a_creditor()
    customer = a_customer(creditor_id)
    given_facts = [
        facts(
            customer, f"D{no}", str(Decimal(coins * KINDS[kind]) / 100), issued_on + timedelta(days=term), kind=kind, currency=currency,
            issued_on=issued_on, source_key=str(no),
        )
        for no, (kind, currency, coins, issued_on, term) in enumerate(documents)
    ]  # fmt: skip
    actions.record_documents(SYSTEM, creditor_id, a_source(creditor_id), given_facts)
    items = list(OpenItem.objects.order_by("pk"))
    for left, right, coins, undone in pairs:
        allocate(items[left % len(items)], items[right % len(items)], Decimal(coins) / 100, undone=undone)
    paid = [item for item in items if item.amount < 0 and item.document.kind == "payment"]
    if returned < len(paid):
        actions.return_payment(SYSTEM, paid[returned].pk, on=ON)
    return customer


def allocate(debit: OpenItem, credit: OpenItem, amount: Decimal, *, undone: bool) -> None:
    try:
        pk = actions.allocate(SYSTEM, debit_id=debit.pk, credit_id=credit.pk, amount=amount, on=ON)
    except Refusal:
        return
    if undone:
        actions.undo_allocation(SYSTEM, pk, on=ON)


def witness(currency: str):
    returned = set(ReturnedPayment.objects.values_list("credit_id", flat=True))
    items = {item.pk: item for item in OpenItem.objects.select_related("document").filter(currency=currency)}
    came_back = {item.document_id for item in items.values() if item.pk in returned}
    issued = [
        Issued(each.kind, each.issued_on, each.gross_amount, each.pk in came_back) for each in Document.objects.filter(currency=currency)
    ]
    due = [Due(item.pk, item.document_id, item.due_date, item.amount) for item in items.values() if item.document.kind == "invoice"]
    settled = [
        Settled(row.debit_id, credit.kind, credit.issued_on, items[row.debit_id].due_date, row.amount)
        for row in Allocation.objects.filter(debit_id__in=items)
        for credit in [items[row.credit_id].document]
    ]  # fmt: skip
    return behaviour(issued, due, settled, on=ON)


@pytest.fixture
def block(db):
    """Return a block whose writes are forgotten: one per example."""

    @contextmanager
    def forgotten():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return forgotten


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(ledger=ledgers(), currency=st.sampled_from(["EUR", "USD"]))
def test_the_figures_of_sql_and_of_the_rule_agree(ledger, currency, block):
    with block():
        customer = build(*ledger)
        assert queries.payment_behaviour(SYSTEM, customer, currency=currency, on=ON) == witness(currency)
