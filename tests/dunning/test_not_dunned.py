"""What is not dunned: whole creditors are read in one pass, and are told the same as customer by customer."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dunning.pages import ON, SYSTEM, Company
from encaisse.customers import actions as customers
from encaisse.db.clock import stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.models import Decision
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.ledger import actions as ledger
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts

pytestmark = pytest.mark.django_db
SORTS = ("-overdue", "overdue", "-age", "age", "until", "-until", "name", "-name")


@pytest.fixture
def company() -> Company:
    """Make payers of one customer, of two, of two currencies, one held, one dunned, one that no run has decided."""
    found = Company()
    head_office = found.late("C1", "Groupe Moreau", "100")
    customers.set_payer(SYSTEM, found.late("C2", "Hôtel Moreau", "200"), head_office)
    customers.set_payer(SYSTEM, found.late("C3", "Brasserie Moreau", "50"), head_office)
    abroad = found.late("C4", "Atelier Zurich", "300")
    swiss = DocumentFacts(
        customer_id=abroad, kind="invoice", number="CHF-1", issued_on=date(2026, 9, 30), amount=Decimal(70), source_key="CHF-1",
        currency="CHF", parts=(PartFacts(date(2026, 10, 20), Decimal(70)),),
    )  # fmt: skip
    ledger.record_documents(SYSTEM, found.creditor, found.source, [swiss])
    for pk in (head_office, abroad, found.late("C5", "Garage Dupont", "400")):
        actions.set_hold(SYSTEM, customer_id=pk, reason=HoldReason.INTERNAL_CHECK, on=ON, until_on=ON + timedelta(days=9))
    found.late("C6", "Maison Petit", "500")
    with stopped(ON):
        found.run()
        found.late("C7", "Transports Roux", "600")
        ledger.re_age(SYSTEM, on=ON)
    return found


def one_by_one(**asked: object) -> tuple[list[queries.NotDunned], int]:
    return queries.not_dunned(SYSTEM, on=ON, **asked)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("page", [1, 2, 9])
def test_a_page_in_one_pass_is_the_page_customer_by_customer(company, sort, page):
    found = queries.not_dunned_page(SYSTEM, on=ON, sort=sort, page=page, size=3)
    assert found.rows == one_by_one(sort=sort, page=page, size=3)[0]
    assert found.total == one_by_one()[1] == 4


def test_the_totals_in_one_pass_are_the_totals_customer_by_customer(company):
    found = queries.not_dunned_page(SYSTEM, on=ON)
    assert sorted(found.totals, key=repr) == sorted(queries.not_dunned_totals(SYSTEM), key=repr)
    assert {(each.currency, each.payers, each.overdue_amount) for each in found.totals} == {
        ("EUR", 1, Decimal(600)), ("EUR", 3, Decimal(1050)), ("CHF", 1, Decimal(70)),
    }  # fmt: skip


def test_one_reason_is_kept_and_one_that_nothing_has_asks_for_all(company):
    code = Decision.objects.filter(verdict="hold").values_list("code", flat=True)[0]
    kept = queries.not_dunned_page(SYSTEM, on=ON, reason=code)
    assert (kept.rows, kept.total) == one_by_one(reason=code)
    asked_for_nothing = queries.not_dunned_page(SYSTEM, on=ON, reason="unknown")
    assert (asked_for_nothing.reason, asked_for_nothing.rows) == ("", one_by_one()[0])
