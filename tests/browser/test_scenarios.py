"""A scenario copied, a step moved, who changes seen, published, both replayed: from the first click to the table side by side."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from browser.hands import come_in
from dunning.pages import Company
from encaisse.db.clock import stopped
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries
from encaisse.dunning.models import Replay
from encaisse.kit.actor import Role, system_actor

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
TUESDAY = date(2026, 11, 17)
SYSTEM = system_actor()


@pytest.fixture(autouse=True)
def company(page: Page, settings) -> Company:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with stopped(TUESDAY):
        company = Company()
        for code, name, amount in (("C1", "Garage Dupont", "1000"), ("C2", "Boulangerie Épis", "400")):
            company.late(code, name, amount)
        company.fresh(TUESDAY)
        signed_in(page, company, Role.CREDIT_MANAGER)
        yield company


def signed_in(page: Page, company: Company, role: Role) -> None:
    come_in(page, company.browser(role))


def test_a_scenario_is_copied_changed_looked_at_published_and_replayed(page: Page, company: Company) -> None:
    page.goto("/scenarios/")
    page.get_by_role("link", name="One mail", exact=True).click()
    page.get_by_role("link", name="Copier").click()
    page.get_by_label("Nom en français").fill("Plus doux")
    page.get_by_label("Nom en anglais").fill("Gentler")
    page.get_by_label("Code", exact=False).first.fill("GENTLE")
    page.get_by_role("button", name="Créer le brouillon").click()
    # By keyboard: the first step is opened, its day moved.
    page.locator(".step-list-open").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#step")).to_be_visible()
    page.get_by_label("Jours", exact=False).first.fill("9")
    page.locator("#step").get_by_role("button", name="Enregistrer dans le brouillon").click()
    expect(page.locator(".step-list-day").first).to_contain_text("+9")
    page.locator(".step-list li").first.get_by_role("button", name="Reculer").click()
    expect(page.locator(".step-list-day").first).to_contain_text("+9")
    page.locator(".step-list li").nth(1).get_by_role("button", name="Avancer").click()
    card = next(card for card in queries.scenario_cards(SYSTEM) if card.code == "GENTLE")
    # The draft of the scenario in use: who changes is shown before it is proposed.
    used = next(card for card in queries.scenario_cards(SYSTEM) if card.code == "ONE MAIL")
    page.goto(f"/scenarios/{used.id}/")
    page.get_by_role("button", name="Modifier").click()
    page.locator(".step-list-open").first.click()
    page.get_by_label("Jours", exact=False).first.fill("900")
    page.locator("#step").get_by_role("button", name="Enregistrer dans le brouillon").click()
    expect(page.locator(".step-list-day").last).to_contain_text("+900")
    page.get_by_role("link", name="Qui change, et publier").click()
    expect(page.locator("#who-changes")).to_contain_text("Garage Dupont")
    expect(page.locator("#who-changes")).to_contain_text("Plus tard")
    page.get_by_role("button", name="Proposer au DAF").click()
    signed_in(page, company, Role.CFO)
    page.goto(f"/scenarios/{used.id}/")
    page.get_by_role("button", name="Approuver").click()
    expect(page.locator("#scenario")).to_contain_text("s’applique à partir du")
    assert queries.version_in_force(SYSTEM, used.id, on=date(2099, 1, 1)).version_no == 2
    # Both versions side by side on the past.
    page.goto(f"/machine/?first={card.id}")
    page.get_by_label("Du", exact=True).fill("2026-10-01")
    page.get_by_role("button", name="Rejouer").click()
    expect(page.locator("#replay")).to_contain_text("Attend son tour")
    dunning.run_replay(SYSTEM, Replay.objects.get().pk)
    expect(page.locator("#replay")).to_contain_text("Côte à côte", timeout=10_000)
    expect(page.locator("#replay")).to_contain_text("Réclamé alors que réglé")
    expect(page.locator("#replay canvas")).to_be_visible()


@pytest.mark.parametrize("page", [PHONE], indirect=True)
@pytest.mark.parametrize("address", ["/scenarios/{0}/", "/scenarios/{0}/draft/?step=r1", "/scenarios/{0}/changes/", "/machine/"])
def test_a_phone_shows_no_more_than_its_width(page: Page, company: Company, address: str) -> None:
    used = next(card for card in queries.scenario_cards(SYSTEM) if card.code == "ONE MAIL")
    dunning.start_draft(SYSTEM, used.id, on=TUESDAY)
    page.goto(address.format(used.id))
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
