"""How a customer pays: said in words, its usual day confirmed or dropped by a person; contacts say why they no longer reach."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from encaisse.customers import actions as customers
from encaisse.customers import queries as customer_queries
from encaisse.kit.actor import Role, system_actor
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts
from encaisse.workbench.queries.paying import paying
from encaisse.workbench.templatetags.workbench import lateness

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
SYSTEM = system_actor()
ON = date(2026, 11, 17)


@pytest.fixture
def payer(world) -> int:
    """Return a customer who pays on the 12th, twelve days after each due date."""
    pk = world.customer("C1", "Garage Dupont")
    for month in range(6, 12):
        invoice = document(world, pk, f"F-{month}", "100", date(2026, month, 1))
        paid = document(world, pk, f"R-{month}", "-100", date(2026, month, 12))
        ledger.allocate(SYSTEM, debit_id=invoice, credit_id=paid, amount=Decimal(100), on=date(2026, month, 13))
    return pk


def document(world, pk: int, number: str, amount: str, day: date) -> int:
    facts = DocumentFacts(
        customer_id=pk, kind="invoice" if Decimal(amount) > 0 else "payment", number=number, issued_on=day, amount=Decimal(amount),
        source_key=number, parts=(PartFacts(day, Decimal(amount)),),
    )  # fmt: skip
    recorded = ledger.record_documents(SYSTEM, world.creditor, world.source, [facts]).document_ids[pk, number]
    return next(item.id for item in ledger_queries.open_items(SYSTEM, customer_id=pk) if item.document_id == recorded)


def told(pk: int):
    return paying(SYSTEM, customer_queries.customer(SYSTEM, pk), currency="EUR", on=ON)


def panel(browser, pk: int) -> str:
    return browser.get(reverse("workbench:paying", args=[pk]), **HTMX).content.decode()


def test_it_is_said_in_words(world, payer):
    assert (told(payer).average, told(payer).late_count) == (11, 6)
    page = panel(world.browser(), payer)
    assert "Paie en moyenne 11 j après l’échéance" in page.replace("&#x27;", "’")
    assert "6 factures hors délai" in page
    top = page.partition('id="file-pays" hx-swap-oob="true"')[2]
    assert "Paie en moyenne 11 j" in top


@pytest.mark.parametrize(
    ("days", "words"),
    [
        pytest.param(None, "Aucun règlement en douze mois", id="no payment"),
        pytest.param(0, "Paie en moyenne à l’échéance", id="on the day"),
        pytest.param(-3, "Paie en moyenne 3 j avant l’échéance", id="before"),
        pytest.param(12, "Paie en moyenne 12 j après l’échéance", id="after"),
    ],
)
def test_every_lateness_has_its_words(days, words):
    assert lateness(days) == words


def test_a_usual_day_seen_in_the_payments_waits_for_a_person(world, payer):
    assert told(payer).seen_day == 12
    assert customer_queries.customer(SYSTEM, payer).payment_day is None
    world.browser().post(reverse("workbench:payment_day", args=[payer]), {"day": 12, "verdict": "confirm"}, **HTMX)
    assert customer_queries.customer(SYSTEM, payer).payment_day == 12
    assert "Règle vers le 12" in panel(world.browser(), payer)


def test_a_usual_day_missed_twice_says_so_however_long_ago_and_whoever_of_the_group_paid(world, payer):
    """The run waits for it no more: the file says the same, though the last six payments came on the day."""
    member = world.customer("C9", "Garage Dupont Annexe")
    customers.set_payer(SYSTEM, member, payer)
    customers.propose_habit(SYSTEM, payer, value=12, on=date(2026, 5, 1))
    customers.confirm_habit(SYSTEM, payer, on=date(2026, 5, 1))
    assert not told(payer).is_missed
    document(world, member, "R-1", "-100", date(2026, 5, 20))
    document(world, member, "R-2", "-100", date(2026, 5, 27))
    assert told(payer).is_missed


def test_a_day_a_person_dropped_is_not_proposed_again_before_another_payment(world, payer):
    world.browser().post(reverse("workbench:payment_day", args=[payer]), {"day": 12, "verdict": "drop"}, **HTMX)
    assert told(payer).seen_day is None
    assert "12 du mois" not in panel(world.browser(), payer)


def test_who_may_not_change_contacts_confirms_nothing(world, payer):
    auditor = world.browser(world.hire("ines", Role.AUDITOR))
    assert auditor.post(reverse("workbench:payment_day", args=[payer]), {"day": 12, "verdict": "confirm"}).status_code == 403
    assert "Confirmer" not in panel(auditor, payer)


def test_a_customer_without_facts_says_so(world):
    pk = world.customer("C2", "Neuf")
    assert "Rien de facturé ni de reçu" in panel(world.browser(), pk)


def test_a_contact_that_no_longer_reaches_says_since_when_and_why(world, payer):
    [email] = [each for each in customer_queries.contacts(SYSTEM, payer)[0].addresses if each.channel == "email"]
    customers.set_health(SYSTEM, email.id, health="doubtful", on=date(2026, 11, 3), reason="boîte pleine")
    page = world.browser().get(reverse("workbench:people", args=[payer]), **HTMX).content.decode()
    assert "boîte pleine" in page
    assert "03/11/2026" in page or "3 nov" in page
    world.browser().post(reverse("workbench:address_health", args=[payer, email.id]), {"health": "good"}, **HTMX)
    assert [each.health for each in customer_queries.contacts(SYSTEM, payer)[0].addresses if each.channel == "email"] == ["good"]


def test_a_customer_who_owes_in_two_currencies_is_shown_in_each(world, payer):
    facts = DocumentFacts(
        customer_id=payer, kind="invoice", number="US-1", issued_on=date(2026, 10, 1), amount=Decimal(700), source_key="US-1",
        currency="USD", parts=(PartFacts(date(2026, 10, 31), Decimal(700)),),
    )  # fmt: skip
    ledger.record_documents(SYSTEM, world.creditor, world.source, [facts])
    document(world, payer, "F-EUR", "50", date(2026, 11, 2))
    browser = world.browser()

    def chart(currency: str) -> str:
        return browser.get(reverse("workbench:paying", args=[payer]), {"currency": currency}, **HTMX).content.decode()

    assert '"unit": "USD"' in panel(browser, payer)
    assert "700.0" in chart("USD")
    assert '"unit": "EUR"' in chart("EUR")
    assert "700.0" not in chart("EUR")
    assert '"unit": "USD"' in chart("XXX")
