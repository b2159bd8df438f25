"""What the ledger does with documents, payments and their undoing."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from encaisse.customers import actions as customers
from encaisse.kit.refusals import NotFound
from encaisse.ledger import actions, queries, rules
from encaisse.ledger.rules.facts import AllocationFacts, AlreadyReturned, CustomersDiffer, DocumentFacts, NothingToReturn, PartsDoNotSum
from ledger.world import ON, SYSTEM, a_creditor, a_customer, a_source, an_item, facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def creditor_id() -> int:
    return a_creditor()


@pytest.fixture
def customer_id(creditor_id) -> int:
    return a_customer(creditor_id)


def opened(*ids) -> list[Decimal]:
    items = queries.items(SYSTEM, ids)
    return [items[pk].open_amount for pk in ids]


def test_the_same_document_twice_changes_nothing(creditor_id, customer_id):
    source = a_source(creditor_id)
    given = [facts(customer_id, "F1", "120.00"), facts(customer_id, "F2", "80.00")]
    first = actions.record_documents(SYSTEM, creditor_id, source, given)
    again = actions.record_documents(SYSTEM, creditor_id, source, given)
    assert (first.created, first.unchanged, again.created, again.unchanged) == (2, 0, 0, 2)
    assert again.document_ids == first.document_ids
    assert [item.number for item in queries.open_items(SYSTEM, customer_id=customer_id)] == ["F1", "F2"]


def test_a_document_without_due_date_takes_those_of_the_customer_s_terms(creditor_id):
    source = a_source(creditor_id)
    by_terms, by_default = a_customer(creditor_id, "T", terms_code="NET45"), a_customer(creditor_id, "D")
    for customer_id in (by_terms, by_default):
        document = DocumentFacts(customer_id, "invoice", "F", date(2026, 10, 5), Decimal(100), "k")
        actions.record_documents(SYSTEM, creditor_id, source, [document])
    due = [(item.due_date, item.due_date_source) for item in queries.open_items(SYSTEM)]
    assert due == [(date(2026, 11, 4), "default"), (date(2026, 11, 19), "terms")]


def test_due_dates_that_do_not_sum_to_the_document_are_refused(creditor_id, customer_id):
    document = facts(customer_id, "F1", "100.00")
    wrong = DocumentFacts(customer_id, "invoice", "F1", ON, Decimal(90), "k", parts=document.parts)
    with pytest.raises(PartsDoNotSum):
        actions.record_documents(SYSTEM, creditor_id, a_source(creditor_id), [wrong])


def test_a_document_of_another_creditor_s_customer_is_refused(creditor_id):
    other = a_creditor("443061841", "Autre")
    with pytest.raises(NotFound):
        actions.record_documents(SYSTEM, creditor_id, a_source(creditor_id), [facts(a_customer(other), "F1", "10")])


def test_a_payment_pays_part_of_an_invoice(creditor_id, customer_id):
    invoice, payment = an_item(creditor_id, customer_id, "F1", "100.00"), an_item(creditor_id, customer_id, "R1", "-60.00")
    actions.allocate(SYSTEM, debit_id=invoice, credit_id=payment, amount=Decimal(60), on=ON)
    assert opened(invoice, payment) == [Decimal("40.000"), Decimal("0.000")]


def test_more_than_what_is_open_is_never_allocated(creditor_id, customer_id):
    invoice, payment = an_item(creditor_id, customer_id, "F1", "100.00"), an_item(creditor_id, customer_id, "R1", "-160.00")
    with pytest.raises(rules.AllocationTooLarge):
        actions.allocate(SYSTEM, debit_id=invoice, credit_id=payment, amount=Decimal("100.01"), on=ON)
    half = AllocationFacts(invoice, payment, Decimal(60))
    with pytest.raises(rules.AllocationTooLarge):
        actions.allocate_many(SYSTEM, [half, half], on=ON)
    assert opened(invoice, payment) == [Decimal("100.000"), Decimal("-160.000")]


def test_an_undone_allocation_opens_both_sides_again_and_is_undone_once(creditor_id, customer_id):
    invoice, payment = an_item(creditor_id, customer_id, "F1", "100.00"), an_item(creditor_id, customer_id, "R1", "-60.00")
    allocation = actions.allocate(SYSTEM, debit_id=invoice, credit_id=payment, amount=Decimal(60), on=ON)
    actions.undo_allocation(SYSTEM, allocation, on=ON, reason="wrong invoice")
    assert opened(invoice, payment) == [Decimal("100.000"), Decimal("-60.000")]
    with pytest.raises(rules.AlreadyReversed):
        actions.undo_allocation(SYSTEM, allocation, on=ON)


def test_the_database_keeps_allocations_as_they_were_written(creditor_id, customer_id):
    invoice, payment = an_item(creditor_id, customer_id, "F1", "100.00"), an_item(creditor_id, customer_id, "R1", "-60.00")
    actions.allocate(SYSTEM, debit_id=invoice, credit_id=payment, amount=Decimal(60), on=ON)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_allocation SET amount = 1")


def test_a_group_is_settled_oldest_first_and_what_does_not_cancel_out_stays_open(creditor_id, customer_id):
    old = an_item(creditor_id, customer_id, "F1", "100", date(2026, 9, 1))
    new = an_item(creditor_id, customer_id, "F2", "50", date(2026, 10, 1))
    payment = an_item(creditor_id, customer_id, "R1", "-120")
    settled = actions.settle_group(SYSTEM, [new, payment, old], on=ON)
    assert (settled.allocations, settled.left_amount) == (2, Decimal(30))
    assert opened(old, new, payment) == [Decimal(0), Decimal(30), Decimal(0)]


def test_items_of_two_customers_are_never_settled_together(creditor_id, customer_id):
    invoice = an_item(creditor_id, customer_id, "F1", "100")
    payment = an_item(creditor_id, a_customer(creditor_id, "C2"), "R1", "-100")
    with pytest.raises(CustomersDiffer):
        actions.settle_group(SYSTEM, [invoice, payment], on=ON)
    with pytest.raises(CustomersDiffer):
        actions.allocate(SYSTEM, debit_id=invoice, credit_id=payment, amount=Decimal(1), on=ON)


def test_a_returned_payment_opens_what_it_paid_for_another_round(creditor_id, customer_id):
    invoice, payment = an_item(creditor_id, customer_id, "F1", "100"), an_item(creditor_id, customer_id, "P1", "-100")
    actions.allocate(SYSTEM, debit_id=invoice, credit_id=payment, amount=Decimal(100), on=ON)
    returned = actions.return_payment(SYSTEM, payment, on=ON, reason_code="AM04")
    assert returned.reopened_item_ids == (invoice,)
    assert opened(invoice, payment) == [Decimal(100), Decimal(0)]
    assert queries.rounds(SYSTEM, [invoice]) == {invoice: 2}
    with pytest.raises(AlreadyReturned):
        actions.return_payment(SYSTEM, payment, on=ON)
    with pytest.raises(NothingToReturn):
        actions.return_payment(SYSTEM, invoice, on=ON)
    assert queries.money_received(SYSTEM, [customer_id], since=ON, until=ON) == []


def test_a_due_date_changed_by_a_person_keeps_its_history(creditor_id, customer_id):
    invoice = an_item(creditor_id, customer_id, "F1", "100", date(2026, 10, 1))
    actions.change_due_date(SYSTEM, invoice, to_date=date(2026, 12, 1), reason="wrong date on the invoice", on=ON)
    assert queries.items(SYSTEM, [invoice])[invoice].due_date == date(2026, 12, 1)
    (before,) = queries.aged_balance_at(SYSTEM, on=date(2026, 11, 16))
    (now,) = queries.aged_balance_at(SYSTEM, on=ON)
    assert (before.overdue_amount, now.overdue_amount, now.not_due_amount) == (100, 0, 100)


def test_doubtful_documents_wait_for_a_decision_which_also_holds_for_those_to_come(creditor_id):
    sundry = a_customer(creditor_id, "DIVERS", kind="miscellaneous")
    an_item(creditor_id, sundry, "F1", "10")
    assert queries.to_qualify_counts(SYSTEM, on=ON) == {"collective": (1, {"EUR": Decimal(10)})}
    assert actions.qualify(SYSTEM, qualified_as="left_out", customer_ids=[sundry]) == 1
    an_item(creditor_id, sundry, "F2", "20")
    assert queries.to_qualify_counts(SYSTEM, on=ON) == {}
    assert [item.is_dunnable for item in queries.open_items(SYSTEM, customer_id=sundry)] == [False, False]


def test_a_step_of_an_e_invoice_is_kept_once(creditor_id, customer_id):
    at = timezone.now()
    item = queries.items(SYSTEM, [an_item(creditor_id, customer_id, "F1", "100")])
    (document_id,) = {row.document_id for row in item.values()}
    actions.record_delivery_state(SYSTEM, document_id, code=201, happened_at=at)
    actions.record_delivery_state(SYSTEM, document_id, code=201, happened_at=at)
    assert [row.code for row in queries.delivery_states(SYSTEM, [document_id])[document_id]] == [201]


def test_a_source_tells_the_truth_until_a_day_and_never_until_an_earlier_one(creditor_id):
    bank, erp = a_source(creditor_id, "bank"), a_source(creditor_id, "erp")
    actions.set_freshness(SYSTEM, bank, true_until_on=date(2026, 11, 16))
    actions.set_freshness(SYSTEM, erp, true_until_on=date(2026, 11, 17))
    actions.set_freshness(SYSTEM, bank, true_until_on=date(2026, 11, 10))
    assert queries.facts_true_until(SYSTEM, creditor_id) == date(2026, 11, 16)


def test_balances_follow_each_action_and_age_with_the_day(creditor_id, customer_id):
    invoice = an_item(creditor_id, customer_id, "F1", "100.00", date(2026, 11, 10))
    payment = an_item(creditor_id, customer_id, "R1", "-30.00")
    actions.refresh_balances(SYSTEM, on=ON)
    (row,) = queries.balance_of(SYSTEM, customer_id)
    assert (row.open_amount, row.credit_amount, row.overdue_amount, row.ages[0], row.item_count) == (70, -30, 100, 100, 2)
    assert actions.re_age(SYSTEM, on=date(2026, 12, 10)) == 0
    assert actions.re_age(SYSTEM, on=date(2026, 12, 11)) == 1
    (row,) = queries.balance_of(SYSTEM, customer_id)
    assert (row.ages[0], row.ages[1]) == (0, 100)
    actions.settle_group(SYSTEM, [invoice, payment], on=ON)
    actions.return_payment(SYSTEM, payment, on=ON)
    customers.touch([customer_id])
    assert queries.balance_totals(SYSTEM)[0].open_amount == Decimal(100)


def test_the_timeline_tells_every_fact(creditor_id, customer_id):
    invoice, payment = an_item(creditor_id, customer_id, "F1", "100"), an_item(creditor_id, customer_id, "P1", "-100")
    actions.allocate(SYSTEM, debit_id=invoice, credit_id=payment, amount=Decimal(100), on=ON)
    actions.return_payment(SYSTEM, payment, on=ON, is_in_source=True)
    actions.change_due_date(SYSTEM, invoice, to_date=date(2026, 12, 1), reason="new invoice", on=ON)
    told = sorted(event.kind for event in queries.timeline(SYSTEM, customer_id))
    assert told == ["allocated", "due_date_changed", "invoice", "payment", "returned", "unallocated"]
