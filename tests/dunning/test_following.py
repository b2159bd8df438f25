"""Which scenario a customer follows: the most precise choice wins; who may gives it, who may not asks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from dunning.pages import HTMX, MAIL, ON, SYSTEM, Company
from dunning.payers import scenario
from encaisse.audit.models import Entry
from encaisse.db.clock import stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.models import PlannedAction, ScenarioRequest
from encaisse.dunning.rules.versions import Archived, NotToSettle, SaidInNoWords
from encaisse.kit.actor import Actor, Role
from encaisse.kit.refusals import NotAllowed, NotFound
from encaisse.ledger.models import OpenItem
from encaisse.people.queries import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with stopped(ON):
        yield ON


@pytest.fixture
def company(db: None) -> Company:
    return Company()


@pytest.fixture
def calm(company: Company) -> int:
    return company.follow(scenario(replace(MAIL, key="calm", offset_days=90)), "CALM", segment="SMALL")


def person(company: Company, role: Role) -> Actor:
    return actor_of(company.hire(role), on=ON)


def followed(customer: int) -> tuple[str, str]:
    rung = next(rung for rung in queries.following(SYSTEM, customer).rungs if rung.is_followed)
    return rung.source, rung.scenario.code


def test_the_customers_own_choice_wins_over_its_segment_and_is_taken_back(company: Company, calm: int) -> None:
    payer = company.late("C1", "Dupont", "1000")
    assert followed(payer) == ("segment", "ONE MAIL")
    assert actions.give_scenario(SYSTEM, payer, scenario_id=calm, reason="accord", on=ON)
    assert followed(payer) == ("customer", "CALM")
    company.run()
    assert not PlannedAction.objects.exists()
    actions.give_scenario(SYSTEM, payer, scenario_id=None, reason="fin de l'accord", on=ON)
    assert followed(payer) == ("segment", "ONE MAIL")
    company.run()
    assert PlannedAction.objects.get().step_key == "r1"


def test_an_invoice_follows_its_own_scenario_beside_the_others(company: Company, calm: int) -> None:
    payer = company.late("C1", "Dupont", "1000")
    other = company.invoice(payer, "F-2", "400", date(2026, 11, 6))
    actions.give_scenario(SYSTEM, payer, scenario_id=calm, item_id=other, reason="chantier", on=ON)
    company.run()
    listed = PlannedAction.objects.get()
    assert listed.step_key == "r1"
    assert {item.item_id: item.scenario and item.scenario.code for item in queries.following(SYSTEM, payer).items}[other] == "CALM"


def test_whoever_may_only_ask_leaves_a_request_that_a_sales_manager_grants(company: Company, calm: int) -> None:
    payer = company.late("C1", "Dupont", "1000", collector_id=company.hire(Role.COLLECTOR))
    collector = person(company, Role.COLLECTOR)
    assert actions.give_scenario(collector, payer, scenario_id=calm, reason="bon client", on=ON) is False
    assert followed(payer) == ("segment", "ONE MAIL")
    request = ScenarioRequest.objects.get()
    with pytest.raises(NotAllowed):
        actions.settle_request(collector, request.pk, granted=True, on=ON)
    actions.settle_request(person(company, Role.CREDIT_MANAGER), request.pk, granted=True, on=ON)
    assert followed(payer) == ("customer", "CALM")
    with pytest.raises(NotToSettle):
        actions.settle_request(SYSTEM, request.pk, granted=False, on=ON)
    told = list(Entry.objects.filter(did__startswith="scenario.", customer_id=payer).order_by("id").values_list("did", flat=True))
    assert told == ["scenario.asked", "scenario.given", "scenario.granted"]


def test_a_request_refused_changes_nothing(company: Company, calm: int) -> None:
    payer = company.late("C1", "Dupont", "1000", collector_id=company.hire(Role.COLLECTOR))
    actions.give_scenario(person(company, Role.COLLECTOR), payer, scenario_id=calm, reason="bon client", on=ON)
    actions.settle_request(SYSTEM, ScenarioRequest.objects.get().pk, granted=False, on=ON)
    assert followed(payer) == ("segment", "ONE MAIL")
    assert queries.scenario_requests(SYSTEM) == []


def test_a_choice_says_why_and_stays_within_what_exists(company: Company, calm: int) -> None:
    payer = company.late("C1", "Dupont", "1000")
    with pytest.raises(SaidInNoWords):
        actions.give_scenario(SYSTEM, payer, scenario_id=calm, reason=" ", on=ON)
    with pytest.raises(NotFound):
        actions.give_scenario(SYSTEM, payer, scenario_id=999_999, reason="x", on=ON)
    with pytest.raises(NotFound):
        actions.give_scenario(SYSTEM, payer, scenario_id=calm, item_id=999_999, reason="x", on=ON)
    copy = actions.create_scenario(SYSTEM, creditor_id=company.creditor, code="OLD", name_fr="Ancien", name_en="Old", on=ON)
    actions.archive_scenario(SYSTEM, copy, on=ON)
    with pytest.raises(Archived):
        actions.give_scenario(SYSTEM, payer, scenario_id=copy, reason="x", on=ON)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ACCOUNTANT])
def test_others_neither_give_nor_ask(company: Company, calm: int, role: Role) -> None:
    payer = company.late("C1", "Dupont", "1000")
    with pytest.raises(NotAllowed):
        actions.give_scenario(person(company, role), payer, scenario_id=calm, reason="x", on=ON)


def test_the_file_shows_the_rungs_and_changes_them_with_and_without_javascript(company: Company, calm: int) -> None:
    payer = company.late("C1", "Dupont", "1000")
    browser = company.browser(Role.CREDIT_MANAGER)
    address = reverse("dunning:following", args=[payer])
    assert "One mail" in browser.get(address, **HTMX).content.decode()
    give = reverse("dunning:follow_give", args=[payer])
    assert browser.post(give, {"item": "", "scenario": calm, "reason": "accord"}).status_code == 302
    assert followed(payer) == ("customer", "CALM")
    answer = browser.post(give, {"item": "", "scenario": "", "reason": ""}, **HTMX)
    assert answer.status_code == 422
    item = OpenItem.objects.get(customer_id=payer).pk
    assert browser.post(give, {"item": item, "scenario": calm, "reason": "x"}, **HTMX).status_code == 200


def test_a_request_is_granted_on_screen(company: Company, calm: int) -> None:
    payer = company.late("C1", "Dupont", "1000", collector_id=company.hire(Role.COLLECTOR))
    collector, manager = company.browser(Role.COLLECTOR), company.browser(Role.CREDIT_MANAGER)
    collector.post(reverse("dunning:follow_give", args=[payer]), {"item": "", "scenario": calm, "reason": "bon client"})
    request = ScenarioRequest.objects.get()
    assert "bon client" in manager.get(reverse("dunning:scenarios")).content.decode()
    assert manager.post(reverse("dunning:request_settle", args=[request.pk]), {"granted": "yes"}).status_code == 302
    assert followed(payer) == ("customer", "CALM")
