"""A credit note that names an invoice nets that invoice only, on the tables: what it names is a document, what is asked are due lines."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dunning.pages import ON, SYSTEM, Company
from encaisse.dunning import queries
from encaisse.dunning.queries.machine import Asked, payer_years
from encaisse.dunning.queries.payers import payer_states
from encaisse.dunning.rules.machine.life import Life
from encaisse.dunning.rules.machine.state import state_on
from encaisse.dunning.rules.values import ItemState
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.ledger.models import OpenItem
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts

LATE, LATER, COMING = date(2026, 11, 5), date(2026, 11, 6), date(2026, 12, 31)


class Account:
    """One customer, whose documents bear the ids of its due lines, but never those of their own."""

    def __init__(self) -> None:
        self.company = Company()
        self.customer = self.company.customer("C1", "Dupont")
        self.documents: dict[str, int] = {}
        with connection.cursor() as cursor:  # due lines ahead of documents, so that crossing never meets an id already taken
            cursor.execute(
                """select setval(
                    pg_get_serial_sequence('ledger_open_item', 'id'), 100 + greatest(
                        nextval(pg_get_serial_sequence('ledger_document', 'id')), nextval(pg_get_serial_sequence('ledger_open_item', 'id'))
                    )
                )"""
            )

    def record(self, number: str, *parts: tuple[date, int], about: str = "", currency: str = "EUR") -> int:
        amount = Decimal(sum(amount for _, amount in parts))
        facts = DocumentFacts(
            customer_id=self.customer, kind="invoice" if amount > 0 else "credit_note", number=number, issued_on=date(2026, 10, 1),
            amount=amount, source_key=number, currency=currency, about_document_id=self.documents.get(about),
            parts=tuple(PartFacts(due, Decimal(part)) for due, part in parts),
        )  # fmt: skip
        recorded = ledger.record_documents(SYSTEM, self.company.creditor, self.company.source, [facts])
        self.documents[number] = recorded.document_ids[self.customer, number]
        return self.documents[number]

    def cross_ids(self) -> None:
        """Give the next document the id of the last due line."""
        last = OpenItem.objects.order_by("-id").values_list("id", flat=True)[0]
        with connection.cursor() as cursor:
            cursor.execute("select setval(pg_get_serial_sequence('ledger_document', 'id'), %s, false)", [last])

    def lines(self, number: str) -> list[int]:
        rows = OpenItem.objects.filter(document_id=self.documents[number])
        return list(rows.order_by("due_date", "id").values_list("id", flat=True))

    def pay(self, number: str) -> None:
        open_amount = sum(OpenItem.objects.filter(document_id=self.documents[number]).values_list("open_amount", flat=True))
        self.record(f"P-{number}", (LATE, -int(open_amount)))
        ledger.settle_group(SYSTEM, [*self.lines(number), *self.lines(f"P-{number}")], on=ON)

    def asked(self) -> dict[str, Decimal]:
        return queries.explanation(SYSTEM, self.customer, on=ON).net_amounts

    def read(self) -> dict[str, ItemState]:
        moment = queries.reading(SYSTEM, self.company.creditor, on=ON, facts_true_until=ON)
        state = next(iter(payer_states(SYSTEM, moment, [self.customer]))).state
        return {item.reference: item for item in state.items}

    def relived(self) -> dict[str, ItemState]:
        """Read the account again as the time machine does."""
        asked = Asked(self.company.creditor, (None,), ON, ON)
        moment = queries.reading(SYSTEM, self.company.creditor, on=ON, facts_true_until=ON)
        read = next(iter(payer_years(SYSTEM, asked, [self.customer], moment)))
        scenario = moment.followed[read.scenario_id].scenario
        return {item.reference: item for item in state_on(Life(read.year, scenario), ON).items}


@pytest.fixture
def account(db: None) -> Account:
    return Account()


@pytest.mark.django_db
def test_a_credit_note_that_names_the_second_invoice_leaves_the_first_one_whole(account: Account) -> None:
    account.record("F1", (LATE, 1000))
    account.cross_ids()
    second = account.record("F2", (COMING, 400))
    assert second in account.lines("F1")
    account.record("AV", (LATE, -300), about="F2")
    assert account.read()["AV"].names_items == account.relived()["AV"].names_items == tuple(account.lines("F2"))
    assert account.asked() == {"EUR": Decimal(1000)}


@pytest.mark.django_db
def test_it_nets_the_open_lines_of_its_invoice_the_first_due_first(account: Account) -> None:
    account.record("F1", (LATE, 1000))
    account.cross_ids()
    account.record("F2", (COMING, 400), (LATE, 200), (LATER, 300))
    account.record("AV", (LATE, -350), about="F2")
    assert account.asked() == {"EUR": Decimal(1000 + 200 + 300 - 350)}
    account.record("AV2", (LATE, -250), about="F2")
    assert account.asked() == {"EUR": Decimal(1000)}


@pytest.mark.django_db
def test_a_credit_note_whose_invoice_is_no_longer_open_names_none(account: Account) -> None:
    account.record("F1", (LATE, 1000))
    account.record("F2", (LATE, 400))
    account.record("AV", (LATE, -300), about="F2")
    assert account.asked() == {"EUR": Decimal(1000 + 400 - 300)}
    account.pay("F2")
    assert account.asked() == {"EUR": Decimal(1000 - 300)}


@pytest.mark.django_db
def test_a_credit_note_in_another_currency_nets_nothing_of_the_invoice_it_names(account: Account) -> None:
    account.record("F1", (LATE, 1000))
    account.record("AV", (LATE, -300), about="F1", currency="USD")
    assert account.asked() == {"EUR": Decimal(1000)}


class TestWhatIsAskedEqualsTheLedger(TestCase):
    @settings(max_examples=5, deadline=None)
    @given(
        st.lists(st.lists(st.integers(200, 900), min_size=1, max_size=3), min_size=1, max_size=3),
        st.lists(st.tuples(st.integers(1, 30), st.sampled_from(["", "F0", "F1", "F2"])), max_size=3),
    )
    def test_whatever_the_credit_notes_name(self, invoices: list[list[int]], credits_: list[tuple[int, str]]) -> None:
        account = Account()
        for rank, parts in enumerate(invoices):
            account.record(f"F{rank}", *((LATE, part) for part in parts))
            account.cross_ids()
        for rank, (amount, about) in enumerate(credits_):
            account.record(f"AV{rank}", (LATE, -amount), about=about)
        ledger_sum = sum(item.open_amount for item in ledger_queries.open_items(SYSTEM, customer_id=account.customer))
        assert account.asked() == {"EUR": ledger_sum}
