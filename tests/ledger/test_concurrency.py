"""Two people at once: what is open is never given twice."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from encaisse.customers import actions as customers
from encaisse.customers.rules import NewCustomer
from encaisse.kit.refusals import Refusal
from encaisse.ledger import actions, queries
from ledger.world import ON, SYSTEM, a_creditor, a_customer, a_source, an_item, facts

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Run works in threads of their own, and return what each came back with: a value or a refusal."""
    results = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place, work):
        start.wait()
        try:
            results[place] = work()
        except Refusal as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_payments_at_once_never_over_allocate_an_invoice():
    creditor_id = a_creditor()
    customer_id = a_customer(creditor_id)
    invoice = an_item(creditor_id, customer_id, "F1", "100")
    payments = [an_item(creditor_id, customer_id, f"R{no}", "-80") for no in range(3)]
    results = at_once(
        *[
            lambda payment=payment: actions.allocate(SYSTEM, debit_id=invoice, credit_id=payment, amount=Decimal(80), on=ON)
            for payment in payments
        ]
    )
    assert sum(isinstance(result, Refusal) for result in results) == 2
    assert queries.items(SYSTEM, [invoice])[invoice].open_amount == Decimal(20)
    (balance,) = queries.balance_of(SYSTEM, customer_id)
    assert balance.open_amount == Decimal(-140)


def test_the_same_documents_from_two_imports_at_once_come_in_once():
    creditor_id = a_creditor()
    customer_id = a_customer(creditor_id)
    source = a_source(creditor_id)
    given = [facts(customer_id, f"F{no}", "10") for no in range(20)]
    results = at_once(*[lambda: actions.record_documents(SYSTEM, creditor_id, source, given).created for _ in range(2)])
    assert sorted(results) == [0, 20]


def test_the_same_customers_from_two_imports_at_once_come_in_once():
    creditor_id = a_creditor()
    new = [NewCustomer(code=f"C{no}", name=f"Client {no}") for no in range(20)]
    left, right = at_once(*[lambda: customers.create_customers(SYSTEM, creditor_id, new) for _ in range(2)])
    assert left == right
