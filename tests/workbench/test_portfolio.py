"""The portfolio and « À qualifier »: what they show and to whom, what is done in bulk, a past day, the export."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from encaisse.customers import queries as customers
from encaisse.dunning.models import Hold
from encaisse.kit.actor import Role, system_actor
from encaisse.kit.holidays import ALSACE_MOSELLE
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.ledger.models import Document
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts
from encaisse.people.models import User

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
SYSTEM = system_actor()
ON = date(2026, 11, 17)


def text(response) -> str:
    return response.content.decode()


def url(name: str) -> str:
    return reverse(f"workbench:{name}")


@pytest.fixture
def late(world) -> int:
    pk = world.late("C1", "Garage Dupont", "1000")
    ledger.refresh_balances(SYSTEM, on=ON)
    return pk


@pytest.fixture
def manager(world):
    return world.browser(world.hire("marc", Role.CREDIT_MANAGER))


def rows_of(response) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content))).get_sheet_by_name("Par client").to_python()


def test_the_portfolio_says_what_comes_next_for_each_customer(world, late, manager):
    world.run()
    page = text(manager.get(url("portfolio")))
    assert "Garage Dupont" in page
    assert "Appel" in page
    assert "1\u202f000,00" in page


def test_the_portfolio_is_filtered(world, late, manager):
    on_time = world.customer("C2", "Hôtel Moreau", segment="KEY_ACCOUNT")
    world.invoice(on_time, "F-C2", "500", date(2026, 12, 31))
    ledger.refresh_balances(SYSTEM, on=ON)
    for asked, names in (
        ({}, {"Garage Dupont", "Hôtel Moreau"}),
        ({"late": "1"}, {"Garage Dupont"}),
        ({"segment": "KEY_ACCOUNT"}, {"Hôtel Moreau"}),
        ({"q": "dupont"}, {"Garage Dupont"}),
        ({"collector": str(world.collector)}, {"Garage Dupont", "Hôtel Moreau"}),
        ({"region": ALSACE_MOSELLE}, set()),
    ):  # fmt: skip
        page = text(manager.get(url("portfolio"), asked))
        assert {name for name in ("Garage Dupont", "Hôtel Moreau") if name in page} == names, asked


def test_a_past_day_shows_the_balance_as_it_was(world, late, manager):
    source = world.source
    facts = DocumentFacts(
        customer_id=late, kind="payment", number="VIR", issued_on=date(2026, 11, 12), amount=Decimal(-400), source_key="VIR",
        parts=(PartFacts(date(2026, 11, 12), Decimal(-400)),),
    )  # fmt: skip
    ledger.record_documents(SYSTEM, world.creditor, source, [facts])
    debit, credit = sorted(ledger_queries.open_items(SYSTEM, customer_id=late), key=lambda item: -item.amount)
    ledger.allocate(SYSTEM, debit_id=debit.id, credit_id=credit.id, amount=Decimal(400), on=date(2026, 11, 12))
    ledger.refresh_balances(SYSTEM, on=ON)
    assert "600,00" in text(manager.get(url("portfolio"), {"late": "1"}))
    past = text(manager.get(url("portfolio"), {"at": "2026-11-10", "sort": "-age_1"}))
    assert ("1\u202f000,00" in past, "10 novembre 2026" in past) == (True, True)


def test_the_export_has_typed_cells_totals_and_what_comes_next(world, late, manager):
    world.run()
    head, row, _gap, total, *_ = rows_of(manager.get(url("portfolio_export"), {"late": "1"}))
    cells = dict(zip(head, row, strict=True))
    assert (cells["Code"], cells["Client"], cells["Échu"], cells["1–30"], cells["Suite"]) == ("C1", "Garage Dupont", 1000, 1000, "Appel R1")
    assert total[0] == "Total EUR"


def test_customers_ticked_are_given_to_a_collector(world, late, manager):
    hugo = world.hire("hugo", Role.COLLECTOR)
    response = manager.post(url("portfolio_assign"), {"ids": [late], "to": f"collector:{hugo}"}, **HTMX)
    assert response.status_code == 200
    assert customers.customer(SYSTEM, late).collector_id == hugo
    assert manager.post(url("portfolio_assign") + "?late=1", {"ids": [late], "to": f"salesperson:{hugo}"}).url.endswith(
        "/portefeuille/?late=1"
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"to": "collector:1"}, "Cochez au moins une ligne."),
        ({"ids": [1], "to": ""}, "Choisissez à qui."),
        ({"ids": [1], "to": "boss:1"}, "Choisissez à qui."),
    ],
)
def test_what_lacks_is_said(world, late, manager, asked, said):
    response = manager.post(url("portfolio_assign"), asked, **HTMX)
    assert (response.status_code, said in text(response)) == (422, True)


def test_a_collector_does_not_give_customers_away(world, late):
    browser = world.browser()
    assert "Confier à" not in text(browser.get(url("portfolio")))
    browser.post(url("portfolio_assign"), {"ids": [late], "to": f"collector:{world.hire('hugo', Role.COLLECTOR)}"}, **HTMX)
    assert customers.customer(SYSTEM, late).collector_id == world.collector


def test_customers_ticked_are_held_all_or_none(world, late, manager):
    other = world.late("C2", "Hôtel Moreau", "500")
    asked = {"ids": [late, other], "reason": "internal_check", "until_on": "2026-11-30", "comment": "bons de livraison"}
    assert manager.post(url("portfolio_hold"), {**asked, "until_on": "2027-11-30"}, **HTMX).status_code == 422
    assert Hold.objects.count() == 0
    assert manager.post(url("portfolio_hold"), asked, **HTMX).status_code == 200
    assert set(Hold.objects.values_list("customer_id", flat=True)) == {late, other}


def test_the_portfolio_costs_the_same_queries_for_one_customer_and_for_five(world, late, manager):
    def cost() -> int:
        manager.get(url("portfolio"))
        with CaptureQueriesContext(connection) as captured:
            manager.get(url("portfolio"))
        return len(captured)

    few = cost()
    for number in range(2, 6):
        world.late(f"C{number}", f"Client {number}", "1000")
    world.run()
    assert cost() == few


def test_an_auditor_looks_and_does_nothing(world, late):
    auditor = world.browser(world.hire("vera", Role.AUDITOR))
    page = text(auditor.get(url("portfolio")))
    assert ("Garage Dupont" in page, "bulk-hold" in page) == (True, False)
    assert (
        auditor.post(url("portfolio_hold"), {"ids": [late], "reason": "internal_check", "until_on": "2026-11-30"}, **HTMX).status_code
        == 422
    )
    assert world.browser(world.hire("ada", Role.ADMIN)).get(url("portfolio")).status_code == 403


@pytest.mark.parametrize(("language", "words"), [("fr", ("Balance âgée", "À qualifier")), ("en", ("Aged balance", "To qualify"))])
def test_both_pages_speak_both_languages(world, late, manager, language, words):
    User.objects.filter(name="Marc").update(language=language)
    assert words[0] in text(manager.get(url("portfolio")))
    assert words[1] in text(manager.get(url("to_qualify")))


# To qualify


@pytest.fixture
def doubtful(world) -> int:
    pk = world.customer("C9", "Clients divers")
    for number, doubt in (("D1", "collective"), ("D2", "collective"), ("D3", "carried_forward")):
        facts = DocumentFacts(
            customer_id=pk, kind="invoice", number=number, issued_on=date(2026, 9, 30), amount=Decimal(100), source_key=number, doubt=doubt,
            parts=(PartFacts(date(2026, 10, 31), Decimal(100)),),
        )  # fmt: skip
        ledger.record_documents(SYSTEM, world.creditor, world.source, [facts])
    return pk


def decided() -> dict[str, str]:
    return dict(Document.objects.values_list("number", "qualified_as"))


def test_what_waits_is_listed_by_reason(doubtful, manager):
    page = text(manager.get(url("to_qualify")))
    assert page.count("<tr data-row>") == 3
    assert "Compte collectif" in page
    assert text(manager.get(url("to_qualify"), {"doubt": "carried_forward"}, **HTMX)).count("<tr data-row>") == 1


def test_documents_ticked_are_decided_or_everything_of_their_customer(doubtful, manager):
    ids = {number: f"{pk}:{customer}" for number, pk, customer in Document.objects.values_list("number", "pk", "customer_id")}
    manager.post(url("qualify"), {"ids": [ids["D1"]], "qualified_as": "to_dun"}, **HTMX)
    assert decided() == {"D1": "to_dun", "D2": "", "D3": ""}
    manager.post(url("qualify"), {"ids": [ids["D2"]], "qualified_as": "left_out", "whole_customer": "on"}, **HTMX)
    assert decided() == {"D1": "left_out", "D2": "left_out", "D3": "left_out"}
    assert "Rien à qualifier" in text(manager.get(url("to_qualify")))


def test_nothing_ticked_and_nonsense_are_refused(doubtful, manager):
    assert manager.post(url("qualify"), {"qualified_as": "to_dun"}, **HTMX).status_code == 422
    assert manager.post(url("qualify"), {"ids": ["1:drop"], "qualified_as": "to_dun"}, **HTMX).status_code == 422
    auditor_sees = text(manager.get(url("to_qualify")))
    assert auditor_sees.count("<tr data-row>") == 3
