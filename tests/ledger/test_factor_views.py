"""« Affacturage » on screen: add a factor, assign a pasted list, take back, say what the mandate is; and who may."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from encaisse.kit.actor import Role
from encaisse.ledger import actions, queries
from encaisse.ledger.models import Document, Factor
from encaisse.people import actions as people
from encaisse.people.models import User
from ledger.world import ON, SYSTEM, a_creditor, a_customer, an_item

pytestmark = pytest.mark.django_db
PANEL = {"headers": {"HX-Request": "true"}}
IBAN = "FR7630006000011234567890189"


@pytest.fixture(autouse=True)
def vault(settings, tmp_path):
    settings.VAR, settings.DEMO = tmp_path, False


@pytest.fixture
def company() -> int:
    return a_creditor()


def signed_in(role: Role) -> Client:
    user_id = people.create_user(SYSTEM, email=f"{role.value}@exemple.fr", name=role.value.title(), password="un mot de passe long")
    people.set_membership(SYSTEM, user_id, role=role, from_on=date(2020, 1, 1))
    browser = Client()
    browser.force_login(User.objects.get(pk=user_id), backend="django.contrib.auth.backends.ModelBackend")
    return browser


def page(browser: Client, address: str, *, status: int = 200, **post) -> str:
    response = browser.post(address, post, follow=True) if post else browser.get(address, **PANEL)
    assert response.status_code == status
    return response.content.decode()


def bought(company: int, *numbers: str, may_dun: bool = True) -> int:
    factor_id = actions.add_factor(SYSTEM, company, name="Factor Sud", iban=IBAN, contract_no="K7", may_dun=may_dun)
    if numbers:
        actions.assign_numbers(SYSTEM, factor_id, numbers, on=ON)
    return factor_id


def test_the_empty_page_says_what_it_is_for(company):
    text = page(signed_in(Role.CREDIT_MANAGER), reverse("ledger:factors"))
    assert "Aucun affactureur" in text
    assert "direction financière" in text


def test_finance_adds_a_factor_whose_account_is_never_shown_whole(company):
    text = page(signed_in(Role.CFO), reverse("ledger:factors"), creditor_id=company, name="Factor Sud", iban=IBAN, may_dun="on")
    assert "L’affactureur est ajouté" in text
    assert "•••• 0189" in text
    assert "1234 5678" not in text
    assert Factor.objects.get().may_dun


def test_a_wrong_account_is_refused_in_the_form(company):
    text = page(signed_in(Role.CFO), reverse("ledger:factors"), creditor_id=company, name="Factor Sud", iban="FR76", status=422)
    assert "n’est pas un IBAN" in text
    assert not Factor.objects.exists()


def test_a_list_is_assigned_whole_or_says_what_is_wrong(company):
    for number in ("F1", "F2"):
        an_item(company, a_customer(company, number, f"Client {number}"), number, "100")
    factor_id, browser = bought(company), signed_in(Role.CREDIT_MANAGER)
    address = reverse("ledger:factor_assign", args=[factor_id])
    assert "Rien d’ouvert ne porte ici ces numéros" in page(browser, address, numbers="F1\nF9", on="02/11/2026", status=422)
    assert "2 pièces sont cédées" in page(browser, address, numbers="F1\nF2", on="02/11/2026")
    shown = page(browser, reverse("ledger:factor", args=[factor_id]))
    assert "Client F1" in shown
    assert "<time" in shown


def test_what_is_ticked_is_taken_back(company):
    an_item(company, a_customer(company), "F1", "100")
    factor_id, browser = bought(company, "F1"), signed_in(Role.CREDIT_MANAGER)
    address = reverse("ledger:factor_take_back", args=[factor_id])
    assert "Cochez au moins une ligne" in page(browser, address, nothing="", status=422)
    assert "1 pièce est reprise" in page(browser, address, ids=[Document.objects.get().pk])
    assert queries.assigned_to(SYSTEM, factor_id).count == 0


def test_the_mandate_is_said_on_its_page(company):
    an_item(company, a_customer(company), "F1", "100")
    factor_id, browser = bought(company, "F1", may_dun=False), signed_in(Role.CREDIT_MANAGER)
    address = reverse("ledger:factor_mandate", args=[factor_id])
    assert "Relancé à nouveau" in page(browser, address, may_dun="on")
    assert "N’est plus relancé" in page(browser, address, off="1")
    assert Document.objects.get().doubt == "factored"


def test_a_document_is_assigned_and_taken_back_from_its_own_page(company):
    an_item(company, a_customer(company), "F1", "100")
    factor_id, browser, document = bought(company), signed_in(Role.CREDIT_MANAGER), Document.objects.get()
    address = reverse("ledger:document_factor", args=[document.pk])
    assert "Non cédée" in page(browser, reverse("workbench:document", args=[document.pk]))
    assert "Cédée à <strong>Factor Sud</strong>" in page(browser, address, factor_id=factor_id)
    assert "à régler à Factor Sud" in page(browser, reverse("workbench:items", args=[document.customer_id]))
    assert "Non cédée" in page(browser, address, factor_id="")


@pytest.mark.parametrize("role", [Role.SALESPERSON, Role.AUDITOR])
def test_whoever_only_looks_is_offered_nothing_and_refused(company, role):
    factor_id, browser = bought(company), signed_in(role)
    assert "Céder des factures" not in page(browser, reverse("ledger:factor", args=[factor_id]))
    for name in ("factor_assign", "factor_take_back", "factor_mandate"):
        values = {"numbers": "F1", "on": "02/11/2026", "ids": "1"}
        assert browser.post(reverse(f"ledger:{name}", args=[factor_id]), values).status_code == 403
    assert Factor.objects.get().may_dun
