"""A draft's text edited in the browser as its customer reads it: what is typed is kept, what must stay does not go."""

from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from browser.hands import come_in
from dunning.payers import email, scenario
from encaisse.creditors import actions as creditors
from encaisse.db.clock import stopped
from encaisse.dunning import actions as dunning
from encaisse.dunning.models import DraftWording, PlannedAction
from encaisse.dunning.rules.scenario import StepMode
from encaisse.kit.actor import system_actor
from workbench.conftest import World

TUESDAY = date(2026, 11, 17)
SYSTEM = system_actor()
APPROVED = scenario(replace(email("r1", 1, 2), template="REMIND1_EMAIL", mode=StepMode.TO_APPROVE))
EDITOR = "#draft [data-edits]:not(.is-line)"


@pytest.fixture(autouse=True)
def draft(page: Page, settings) -> PlannedAction:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DEMO = False
    with stopped(TUESDAY):
        world = World()
        creditors.update_creditor(SYSTEM, world.creditor, phone="+33472000000", street="1 rue de la Paix", postcode="75002", city="Paris")
        creditors.add_bank_account(SYSTEM, world.creditor, name="Banque", iban="FR7630006000011234567890189")
        followed = dunning.publish_scenario(
            SYSTEM, creditor_id=world.creditor, scenario=APPROVED, name_en="Seen", from_on=date(2026, 1, 1)
        )  # fmt: skip
        dunning.follow(SYSTEM, creditor_id=world.creditor, segment="SME", scenario_id=followed)
        world.late("C1", "Garage Dupont", "1000")
        world.run()
    come_in(page, world.browser())
    page.goto("/approbations/")
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("e")
    page.locator(EDITOR).wait_for()
    return PlannedAction.objects.get()


def test_words_are_typed_around_what_is_filled_in_and_the_frame_shows_them(page: Page) -> None:
    editor = page.locator(EDITOR)
    expect(editor).to_contain_text("1\u202f000,00\xa0€")
    expect(editor.locator(".is-table")).to_contain_text("F-C1")
    page.keyboard.press("Control+Home")
    page.keyboard.type("Chère Anne, ")
    expect(page.frame_locator("iframe[name=wording-look]").locator("body")).to_contain_text("Chère Anne, Bonjour")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#draft")).to_contain_text("Texte modifié par Nadia")
    kept = DraftWording.objects.get()
    assert kept.body.startswith("Chère Anne, Bonjour {{ contact.salutation }},")
    assert "{{ invoice_table }}" in kept.body
    assert "\n\nIl s’agit sans doute d’un oubli." in kept.body
    assert kept.subject == "Facture {{ invoice_no }} échue – {{ net_total }}"


def test_what_must_stay_is_not_deleted_with_what_is_around_it(page: Page) -> None:
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(page.locator("[data-wording-refusal]")).to_be_visible()
    expect(page.locator(EDITOR).locator(".is-table")).to_contain_text("F-C1")


def test_one_key_goes_back_to_the_templates_text(page: Page) -> None:
    page.keyboard.type("Chère Anne, ")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#draft")).to_contain_text("Texte modifié par Nadia")
    page.keyboard.press("z")
    expect(page.locator("#draft")).not_to_contain_text("Texte modifié par Nadia")
    assert DraftWording.objects.get().ended_by_name == "Nadia"
