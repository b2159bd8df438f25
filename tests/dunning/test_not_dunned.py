"""What is not dunned: whole creditors are read in one pass, and are told the same as customer by customer."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from dunning.pages import ON, SYSTEM, Company
from encaisse.customers import actions as customers
from encaisse.db.clock import stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.models import Decision
from encaisse.dunning.rules.left_alone import Axis, Chosen, LeftAlone, groups, soon
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.dunning.templatetags.dunning import held_words
from encaisse.kit.actor import Role, system_actor
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


def one_by_one(*, reason: str = "", **asked: object) -> tuple[list[queries.NotDunned], int]:
    return queries.not_dunned(SYSTEM, on=ON, chosen=Chosen(reason=reason), **asked)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("page", [1, 2, 9])
def test_a_page_in_one_pass_is_the_page_customer_by_customer(company, sort, page):
    found = queries.not_dunned_page(SYSTEM, on=ON, sort=sort, page=page, size=3)
    assert found.rows == one_by_one(sort=sort, page=page, size=3)[0]
    assert found.total == one_by_one()[1] == 5


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


# Groups, totals, holds


def as_facts(rows: list[queries.NotDunned]) -> list[LeftAlone]:
    return [LeftAlone(row.reason, row.collector_id, row.days_late, row.overdue_amount, row.currency) for row in rows]


CHOICES = [
    Chosen(),
    Chosen(owner=0),
    Chosen(owner=987_654),
    Chosen(age=1),
    Chosen(age=2),
    Chosen(reason="manual"),
    Chosen(ends_by=soon(ON)),
    Chosen(reason="manual", age=1, ends_by=ON + timedelta(days=20)),
]


@pytest.mark.parametrize("axis", list(Axis))
@pytest.mark.parametrize("chosen", CHOICES)
def test_the_groups_of_an_axis_are_those_of_its_lines_whatever_else_is_chosen(company, axis, chosen):
    company.invoice(company.customer("C8", "Scierie Blanc"), "OLD", "80", date(2026, 8, 3))
    with stopped(ON):
        company.run(full=True)
    found = queries.not_dunned_groups(SYSTEM, on=ON, axis=axis, chosen=chosen)
    rows, _count = queries.not_dunned(SYSTEM, on=ON, chosen=chosen.without(axis))
    assert {(each.key, each.currency): (each.payers, each.overdue_amount) for each in found} == groups(as_facts(rows), axis)


def test_a_payer_late_in_two_currencies_has_a_line_in_each(company):
    rows, _count = one_by_one(sort="name")
    assert [(row.currency, row.overdue_amount) for row in rows if row.code == "C4"] == [("CHF", Decimal(70)), ("EUR", Decimal(300))]


def test_what_ends_within_seven_days_leaves_out_what_ends_later_and_what_has_no_end(company):
    ends = {row.until_on for row in one_by_one()[0]}
    kept = {row.until_on for row in queries.not_dunned(SYSTEM, on=ON, chosen=Chosen(ends_by=soon(ON)))[0]}
    assert kept == {end for end in ends if end and end <= date(2026, 11, 24)}
    assert {row.code for row in queries.not_dunned(SYSTEM, on=ON, chosen=Chosen(ends_by=date(2026, 11, 27)))[0]} >= {"C1", "C4", "C5"}


def test_what_is_left_alone_and_what_is_spoken_to_make_up_all_that_is_overdue(company):
    ties = {each.currency: each for each in queries.not_dunned_tie(SYSTEM)}
    assert (ties["EUR"].overdue_amount, ties["EUR"].spoken_amount, ties["EUR"].left_amount) == (2150, 500, 1650)
    assert (ties["CHF"].overdue_amount, ties["CHF"].spoken_amount, ties["CHF"].left_amount) == (70, 0, 70)
    assert {tie.missing_amount for tie in ties.values()} == {0}


def test_the_accounts_behind_the_lines_carry_the_same_overdue(company):
    rows, _count = one_by_one()
    accounts = queries.overdue_accounts(SYSTEM, {row.payer_id for row in rows})
    assert {each.code for each in accounts if each.payer_code == "C1"} == {"C1", "C2", "C3"}
    for currency in ("EUR", "CHF"):
        of_lines = sum(row.overdue_amount for row in rows if row.currency == currency)
        assert sum(each.overdue_amount for each in accounts if each.currency == currency) == of_lines


def test_the_holds_of_a_payer_stand_beside_its_line_until_they_are_lifted(company):
    row = next(row for row in one_by_one()[0] if row.code == "C5")
    [hold] = queries.holds_beside(SYSTEM, [row.payer_id], on=ON)[row.payer_id]
    assert (hold.reason, hold.until_on) == (HoldReason.INTERNAL_CHECK, ON + timedelta(days=9))
    actions.lift_hold(SYSTEM, hold.id)
    assert queries.holds_beside(SYSTEM, [row.payer_id], on=ON) == {}


def test_one_company_is_looked_at_alone(company):
    other = Company(name="Lambert Services", siren="404833048")
    other.late("N1", "Nord", "800")
    ledger.re_age(SYSTEM, on=ON)
    whole = queries.not_dunned_page(SYSTEM, on=ON, creditor_id=other.creditor)
    assert [(row.name, row.overdue_amount) for row in whole.rows] == [("Nord", Decimal(800))]
    assert [(each.payers, each.overdue_amount) for each in whole.totals] == [(1, Decimal(800))]
    [row], total = queries.not_dunned(SYSTEM, on=ON, chosen=Chosen(creditor=other.creditor, owner=0))
    assert (row.name, total) == ("Nord", 1)
    for axis in Axis:
        counted = queries.not_dunned_groups(SYSTEM, on=ON, axis=axis, chosen=Chosen(creditor=other.creditor))
        assert sum(each.payers for each in counted) == 1


def test_a_company_out_of_reach_shows_nothing(company):
    here = system_actor(frozenset({company.creditor}))
    assert queries.not_dunned_page(here, on=ON, creditor_id=company.creditor + 1).rows == []


def test_the_page_offers_the_companies_and_keeps_the_one_chosen(company):
    other = Company(name="Lambert Services", siren="404833048")
    other.late("N1", "Nord", "800")
    ledger.re_age(SYSTEM, on=ON)
    with stopped(ON):
        browser = company.browser(Role.CREDIT_MANAGER)
        page = browser.get(reverse("dunning:not_dunned"), {"creditor": other.creditor, "by": "age"}).content.decode()
        assert "Lambert Services" in page
        assert "Nord" in page
        assert "Groupe Moreau" not in page
        assert f"creditor={other.creditor}" in page
        assert browser.get(reverse("dunning:not_dunned_export"), {"creditor": other.creditor}).status_code == 200


def test_each_part_held_says_its_amount_in_its_own_currency() -> None:
    kept = {"held": [[1, "dispute", "200.00", None, "EUR"], [2, "dispute", "70.00", None, "CHF"], [3, "dispute", "50.00", None, "EUR"]]}
    with override("fr"):
        assert [words.replace("\u202f", " ").replace("\xa0", " ") for words in held_words(kept)] == [
            "250,00 € en litige, non réclamés", "70,00 CHF en litige, non réclamés",
        ]  # fmt: skip
