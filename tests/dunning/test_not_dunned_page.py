"""The screen of what is not dunned: its groups, its filters, who holds, how a hold is lifted from it, and its workbook."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from dunning.pages import HTMX, ON, SYSTEM, Company
from encaisse.customers import actions as customers
from encaisse.db.clock import stopped
from encaisse.dunning import actions
from encaisse.dunning.models import Hold
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.kit.actor import Role

pytestmark = pytest.mark.django_db
PAGE = reverse("dunning:not_dunned")
EXPORT = reverse("dunning:not_dunned_export")


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with stopped(ON):
        yield ON


@pytest.fixture
def company() -> Company:
    """Make one customer held for three days and one for twenty, one without an address, one that is reminded."""
    found = Company()
    for code, name, days in (("C1", "Garage Dupont", 3), ("C2", "Hôtel Moreau", 20)):
        pk = found.late(code, name, "500")
        actions.set_hold(SYSTEM, customer_id=pk, reason=HoldReason.INTERNAL_CHECK, on=ON, until_on=ON + timedelta(days=days))
    found.late("C3", "Maison Petit", "70", mail=False)
    found.late("C4", "Scierie Blanc", "1000")
    found.run()
    return found


@pytest.fixture
def browser(company: Company) -> Client:
    return company.browser()


def seen(browser: Client, **asked: object) -> str:
    return browser.get(PAGE, asked).content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def sheets(response: object) -> list[list[list[object]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))
    return [book.get_sheet_by_index(place).to_python() for place in range(len(book.sheet_names))]


def test_the_groups_say_how_many_and_how_much_by_reason_by_collector_and_by_age(browser):
    assert "1 000,00 €" in seen(browser)
    assert "Sans chargé de recouvrement" in seen(browser, by="owner")
    assert "1–30 jours de retard" in seen(browser, by="age")


def test_what_ends_within_seven_days_can_be_seen_alone(browser):
    page = seen(browser, soon="1")
    assert ("Garage Dupont" in page, "Hôtel Moreau" in page, "Scierie Blanc" in page) == (True, False, False)


def test_one_collector_s_customers_can_be_seen_alone(company, browser):
    mine = company.hire(Role.COLLECTOR)
    customers.assign(SYSTEM, [Hold.objects.earliest("pk").customer_id], duty="collector", value_id=mine, on=ON)
    page = seen(browser, owner=mine)
    assert ("Garage Dupont" in page, "Hôtel Moreau" in page) == (True, False)
    assert "Garage Dupont" not in seen(browser, owner=0)


@pytest.mark.parametrize("asked", [{"owner": "x"}, {"owner": "9" * 40}, {"age": "77"}, {"by": "colour"}, {"reason": "'"}])
def test_a_choice_that_means_nothing_asks_for_all(browser, asked):
    assert "Garage Dupont" in seen(browser, **asked)


def test_a_choice_in_which_nothing_is_left_alone_says_so(browser):
    assert "Rien n’est laissé de côté dans ce choix" in seen(browser, owner=987_654)


def test_a_hold_is_lifted_from_its_line_and_the_page_keeps_its_filters(browser):
    hold = Hold.objects.earliest("pk")
    address = reverse("dunning:not_dunned_lift", args=[hold.pk])
    assert f"{address}?soon=1" in seen(browser, soon="1")
    assert reverse("dunning:hold_form", args=[hold.customer_id]) in seen(browser, soon="1")
    panel = browser.post(f"{address}?soon=1", **HTMX).content.decode()
    assert ("<html" in panel, "La suspension est levée" in panel or "not-dunned" in panel) == (False, True)
    hold.refresh_from_db()
    assert hold.lifted_at
    other = Hold.objects.latest("pk")
    assert browser.post(reverse("dunning:not_dunned_lift", args=[other.pk]) + "?by=age").url == f"{PAGE}?by=age"


def test_who_may_not_hold_sees_no_way_to_lift_and_is_refused(company):
    reader = company.browser(Role.AUDITOR)
    address = reverse("dunning:not_dunned_lift", args=[Hold.objects.earliest("pk").pk])
    assert address not in seen(reader)
    assert reader.post(address).status_code == 403


def test_a_line_that_nobody_holds_leads_to_where_its_reason_ends(browser):
    assert "Ajouter une adresse" in seen(browser)


def test_the_total_is_held_against_all_that_is_overdue(browser):
    page = browser.get(reverse("dunning:not_dunned_tie")).content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    assert [words in page for words in ("2 070,00 €", "1 000,00 €", "1 070,00 €", "0,00 €")] == [True] * 4


@pytest.mark.parametrize("query", ["", "?by=owner", "?by=age&soon=1", "?owner=0"])
def test_the_page_costs_the_same_queries_for_few_and_for_many(company, browser, query):
    def cost() -> int:
        browser.get(PAGE + query)
        with CaptureQueriesContext(connection) as captured:
            browser.get(PAGE + query)
        return len(captured)

    few = cost()
    for number in range(10, 15):
        pk = company.late(f"H{number}", f"Suspendu {number}", "1000")
        actions.set_hold(SYSTEM, customer_id=pk, reason=HoldReason.INTERNAL_CHECK, on=ON, until_on=ON + timedelta(days=4))
    company.run(full=True)
    assert cost() == few


def test_the_workbook_says_who_asked_and_holds_its_lists_against_the_ledger(company, browser):
    cover, lines, by_reason, by_owner, by_age, accounts = sheets(browser.get(EXPORT))
    told = {row[0]: row[1:] for row in cover if row[0]}
    assert told["Exporté par"][0] == company.browser().get(PAGE).wsgi_request.actor.name
    assert told["EUR"][:6] == [1070, 1070, 1070, 1070, 1070, 0]
    assert lines[0][:3] == ["Code", "Client", "Pourquoi"]
    held = next(row for row in lines if row[0] == "C1")
    assert (held[4], held[8], held[9]) == (date(2026, 11, 21), 500, "EUR")
    assert "Vérification interne" in held[5]
    assert {row[0] for row in accounts[1:] if row[0]} >= {"C1", "C2", "C3"}
    assert all(len(found) > 2 for found in (by_reason, by_owner, by_age))


def test_the_workbook_keeps_the_choice_and_says_it(browser):
    cover, lines, *_ = sheets(browser.get(EXPORT, {"soon": "1"}))
    assert [row[0] for row in lines[1:] if str(row[0]).startswith("C")] == ["C1"]
    assert date(2026, 11, 24) in [row[1] for row in cover]


def test_the_workbook_is_refused_to_who_may_not_export(company):
    refused = company.browser(Role.ADMIN).get(EXPORT)
    assert refused.status_code == 403
