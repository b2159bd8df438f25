"""The customer file in a browser: a note that names a colleague with a file, a statement sent, a message by hand, the timeline narrowed."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.hands import come_in
from encaisse.customers.models import Attachment, Mention
from encaisse.db.clock import stopped
from encaisse.kit.actor import Role
from encaisse.messages.models import Message
from workbench.conftest import World

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
TUESDAY = date(2026, 11, 17)


@pytest.fixture(autouse=True)
def customer(page: Page, settings, tmp_path: Path) -> int:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.VAR = tmp_path
    with stopped(TUESDAY):
        world = World()
        world.hire("claire", Role.CREDIT_MANAGER)
        pk = world.late("C1", "Garage Dupont", "1000", street="3 rue du Port", postcode="69002", city="Lyon")
        world.run()
    come_in(page, world.browser())
    page.goto(f"/clients/{pk}/")
    page.wait_for_selector("html[data-ready]")
    return pk


def test_a_note_names_a_colleague_and_carries_a_file(page: Page, tmp_path: Path) -> None:
    bon = tmp_path / "bon de livraison.pdf"
    bon.write_bytes(b"%PDF-1.7 bon")
    words = page.locator("#story textarea[name=body]")
    words.click()
    page.keyboard.type("Le bon est signé, @cla")
    expect(page.locator("[data-mention-sheet] [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(words).to_have_value("Le bon est signé, @Claire ")
    page.locator("#story input[type=file]").set_input_files(bon)
    expect(page.locator("[data-files-words]")).to_have_text("bon de livraison.pdf")
    page.locator("#story .note-form button.btn").click()
    expect(page.locator("#story .timeline-list")).to_contain_text("bon de livraison.pdf")
    assert (Mention.objects.count(), Attachment.objects.count()) == (1, 1)


def test_how_they_pay_and_what_is_thought_of_them_come_to_the_top(page: Page) -> None:
    expect(page.locator("#file-outlook")).to_be_empty()
    page.locator("#review textarea, #review input[name=body]").first.fill("payeur sérieux")
    page.locator("#review select[name=outlook]").select_option("sure")
    page.locator("#review form button").click()
    expect(page.locator("#file-outlook")).to_have_text("Sûr")
    expect(page.locator("#file-pays")).to_have_count(1)


def test_a_statement_is_sent_from_the_keyboard(page: Page) -> None:
    page.keyboard.press("r")
    expect(page.locator("#statement-panel")).to_contain_text("c1@dupont.example")
    page.get_by_role("button", name="Envoyer à c1@dupont.example").click()
    expect(page.locator("#story .timeline-list")).to_contain_text("Relevé de votre compte")
    assert list(Message.objects.values_list("template_code", "is_contact")) == [("STATEMENT_SEND", False)]


def test_a_message_off_the_scenario_is_looked_at_then_sent(page: Page) -> None:
    page.keyboard.press("m")
    page.locator("#start-from").select_option("REMIND1_EMAIL")
    expect(page.locator("#by-hand textarea[name=body]")).to_have_value(re.compile("invoice_table"))
    page.get_by_role("button", name="Relire avant").click()
    expect(page.locator(".letter-preview pre")).to_contain_text("F-C1")
    page.get_by_role("button", name="Envoyer", exact=True).click()
    expect(page.locator("#by-hand")).to_have_count(0)
    expect(page.locator("#story .timeline-list")).to_contain_text("E-mail")
    assert Message.objects.get().is_contact is True


def test_the_timeline_is_narrowed_as_one_types(page: Page) -> None:
    page.keyboard.press("f")
    page.keyboard.type("introuvable")
    expect(page.locator("#story")).to_contain_text("Rien de tel ici")
    page.locator("#story-words").fill("")
    expect(page.locator("#story .timeline-list")).to_contain_text("F-C1")
    page.locator("#story .chip-filter", has_text="Appels").click()
    expect(page.locator("#story")).to_contain_text("Rien de tel ici")


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_the_file_takes_the_width_of_a_phone(page: Page) -> None:
    expect(page.locator("#paying")).to_contain_text("Comportement de paiement")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
