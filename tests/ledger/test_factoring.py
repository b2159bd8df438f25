"""Receivables assigned to a factor: paid to it alone, dunned when its mandate says so, ours again when taken back."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from encaisse.audit.models import Entry
from encaisse.customers.models import LastFact
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotAllowed, NotFound
from encaisse.ledger import actions, queries
from encaisse.ledger.models import Document, Factor, FactoredDocument
from encaisse.ledger.rules.factoring import (
    AssignedAlready,
    FactorNamedTwice,
    NoSuchOpenDocument,
    NothingToAssign,
    SeveralDocuments,
    numbers_of,
)
from ledger.world import ON, SYSTEM, a_creditor, a_customer, an_item

pytestmark = pytest.mark.django_db
IBAN = "FR7630006000011234567890189"


@pytest.fixture
def company() -> int:
    return a_creditor()


@pytest.fixture
def customer(company: int) -> int:
    return a_customer(company)


def a_factor(company: int, **facts) -> int:
    return actions.add_factor(SYSTEM, company, **{"name": "Factor Sud", "iban": IBAN, **facts})


def doubt_of(number: str) -> tuple[str, str]:
    return Document.objects.values_list("doubt", "qualified_as").get(number=number)


def assigned(factor_id: int) -> list[str]:
    return [row.number for row in queries.assigned_to(SYSTEM, factor_id).rows]


def test_a_pasted_list_is_read_one_number_a_line_or_separated():
    assert numbers_of(" F1\r\nF2, F3;F1\t F4 \n\n") == ("F1", "F2", "F3", "F4")


def test_what_is_assigned_waits_to_be_qualified_unless_the_mandate_lets_us_dun(company, customer):
    an_item(company, customer, "F1", "100")
    an_item(company, customer, "F2", "200")
    actions.assign_numbers(SYSTEM, a_factor(company), ["F1"], on=ON)
    actions.assign_numbers(SYSTEM, a_factor(company, name="Factor Nord", may_dun=True), ["F2"], on=ON)
    assert (doubt_of("F1"), doubt_of("F2")) == (("factored", ""), ("", ""))
    assert [row.number for row in queries.to_qualify(SYSTEM, on=ON).rows] == ["F1"]


def test_a_mandate_given_or_ended_moves_what_was_assigned(company, customer):
    an_item(company, customer, "F1", "100")
    factor_id = a_factor(company)
    actions.assign_numbers(SYSTEM, factor_id, ["F1"], on=ON)
    assert actions.set_mandate(SYSTEM, factor_id, may_dun=True) == 1
    assert doubt_of("F1") == ("", "")
    assert actions.set_mandate(SYSTEM, factor_id, may_dun=True) == 0
    actions.set_mandate(SYSTEM, factor_id, may_dun=False)
    assert doubt_of("F1") == ("factored", "")


def test_what_is_taken_back_is_ours_as_it_was_before(company, customer):
    an_item(company, customer, "F1", "100", doubt="no_document")
    actions.qualify(SYSTEM, qualified_as="to_dun", customer_ids=[customer])
    factor_id = a_factor(company)
    actions.assign_numbers(SYSTEM, factor_id, ["F1"], on=ON)
    assert doubt_of("F1") == ("factored", "")
    assert actions.take_back_numbers(SYSTEM, factor_id, ["F1"], on=ON) == 1
    assert doubt_of("F1") == ("no_document", "to_dun")
    assert assigned(factor_id) == []
    actions.assign_numbers(SYSTEM, factor_id, ["F1"], on=ON)
    assert FactoredDocument.objects.count() == 2


def test_an_item_tells_to_whom_it_is_paid(company, customer):
    bought, ours = an_item(company, customer, "F1", "100"), an_item(company, customer, "F2", "200")
    assert queries.payees(SYSTEM, [bought, ours]) == {}
    actions.assign_numbers(SYSTEM, a_factor(company, bic="agrifrpp"), ["F1"], on=ON)
    payee = queries.payees(SYSTEM, [bought, ours])
    assert {item: (card.name, card.iban) for item, card in payee.items()} == {bought: ("Factor Sud", IBAN)}
    assert IBAN.encode() not in bytes(Factor.objects.get().iban_cipher)


@pytest.mark.parametrize(
    ("numbers", "refusal"),
    [
        pytest.param([], NothingToAssign, id="an empty list"),
        pytest.param(["F1", "F9"], NoSuchOpenDocument, id="a number that nothing open bears"),
        pytest.param(["F1", "PAID"], NoSuchOpenDocument, id="an invoice already paid"),
        pytest.param(["F1", "TWICE"], SeveralDocuments, id="a number two customers have"),
        pytest.param(["F1", "SOLD"], AssignedAlready, id="an invoice assigned already"),
    ],
)
def test_a_list_is_assigned_whole_or_not_at_all(company, customer, numbers, refusal):
    for number in ("F1", "TWICE", "SOLD"):
        an_item(company, customer, number, "100")
    an_item(company, a_customer(company, "C2", "Deux"), "TWICE", "100")
    invoice, money = an_item(company, customer, "PAID", "100"), an_item(company, customer, "R1", "-100")
    actions.allocate(SYSTEM, debit_id=invoice, credit_id=money, amount=Decimal(100), on=ON)
    factor_id = a_factor(company)
    actions.assign_numbers(SYSTEM, factor_id, ["SOLD"], on=ON)
    with pytest.raises(refusal):
        actions.assign_numbers(SYSTEM, factor_id, numbers, on=ON)
    assert assigned(factor_id) == ["SOLD"]


def test_a_factor_is_named_once_per_company(company):
    a_factor(company)
    with pytest.raises(FactorNamedTwice):
        a_factor(company, name="FACTOR SUD")


def test_another_company_s_invoices_cannot_be_assigned(company, customer):
    elsewhere = a_creditor("443061841", "Omega")
    an_item(company, customer, "F1", "100")
    with pytest.raises(NoSuchOpenDocument):
        actions.assign_numbers(SYSTEM, a_factor(elsewhere), ["F1"], on=ON)


def test_whoever_may_not_is_refused(company, customer):
    an_item(company, customer, "F1", "100")
    factor_id = a_factor(company)
    nobody = Actor(user_id=7, name="Nadia")
    for act in (
        lambda: actions.add_factor(nobody, company, name="X", iban=IBAN),
        lambda: actions.set_mandate(nobody, factor_id, may_dun=True),
        lambda: actions.assign_numbers(nobody, factor_id, ["F1"], on=ON),
        lambda: actions.take_back(nobody, [1], on=ON),
        lambda: queries.factors(nobody),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Permission.SCENARIO_HOLD not in {grant.permission for grant in nobody.grants}


def test_what_was_done_is_audited_and_the_customer_is_decided_again(company, customer):
    an_item(company, customer, "F1", "100")
    before = LastFact.objects.get(customer_id=customer).recorded_at
    factor_id = a_factor(company)
    actions.assign_numbers(SYSTEM, factor_id, ["F1"], on=ON)
    actions.take_back_numbers(SYSTEM, factor_id, ["F1"], on=ON)
    deeds = list(Entry.objects.filter(did__contains="factor").order_by("pk").values_list("did", flat=True))
    assert deeds == ["ledger.add_factor", "ledger.assign_to_factor", "ledger.take_back_from_factor"]
    assert "1234" not in json.dumps(Entry.objects.get(did="ledger.add_factor").change)
    assert LastFact.objects.get(customer_id=customer).recorded_at >= before


def run(*words: str) -> dict:
    out = StringIO()
    call_command("factor", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_line_adds_assigns_and_takes_back(company, customer):
    an_item(company, customer, "F1", "100")
    an_item(company, customer, "F2", "100")
    assert run("Factor Sud", "--add", IBAN, "--contract", "K7") == {
        "factors": [
            {"name": "Factor Sud", "creditor_id": company, "contract_no": "K7", "iban_ends": "0189", "may_dun": False, "assigned": []}
        ]
    }
    assert run("factor sud", "--assign", "F1", "F2", "--on", "2026-11-02")["factors"][0]["assigned"] == ["F1", "F2"]
    assert FactoredDocument.objects.values_list("assigned_on", flat=True).distinct().get() == date(2026, 11, 2)
    assert run("Factor Sud", "--may-dun", "yes", "--take-back", "F2")["factors"] == [
        {"name": "Factor Sud", "creditor_id": company, "contract_no": "K7", "iban_ends": "0189", "may_dun": True, "assigned": ["F1"]}
    ]
    elsewhere = ["--creditor", "443061841"]
    for wrong in (["Nobody", "--assign", "F1"], ["Factor Sud", "--may-dun", "no", *elsewhere], elsewhere):
        with pytest.raises(NotFound):
            run(*wrong)
    with pytest.raises(NoSuchOpenDocument):
        run("Factor Sud", "--may-dun", "no", "--assign", "F9")
    assert run("Factor Sud")["factors"][0]["may_dun"]
