"""The words of a template, shown while they are typed: on a real customer in sight, or an invented one."""

import pytest
from django.urls import reverse

from encaisse.kit.actor import system_actor
from encaisse.messages import queries
from encaisse.messages.rules import Language

pytestmark = pytest.mark.django_db


def shown(browser, code: str, *, about: str = "", body: str | None = None, language: Language = "fr") -> str:
    template = queries.shipped_template(system_actor(), code, language)
    typed = {"subject": template.subject or "-", "body": body or template.body, "about": about}
    return browser.post(reverse("workbench:template_proof", args=[code]) + f"?language={language}", typed).content.decode()


@pytest.fixture
def browser(world):
    world.late("C1", "Garage Dupont", "1000")
    return world.browser()


def test_without_a_customer_the_text_is_shown_on_an_invented_one(browser):
    page = shown(browser, "REMIND1_EMAIL")
    assert "un client inventé" in page
    assert "note-bad" not in page


@pytest.mark.parametrize("about", ["C1", "c1", "garage dup"])
def test_a_code_or_the_beginning_of_a_name_shows_it_on_that_customer(browser, about):
    page = shown(browser, "REMIND1_EMAIL", about=about)
    assert "Garage Dupont</a>" in page


def test_the_mail_shown_lists_what_the_customer_really_owes(browser):
    page = shown(browser, "REMIND1_EMAIL", about="C1")
    name = page.split("/messages/templates/drafts/")[1].split("/")[0]
    mail = browser.get(reverse("messages:template_draft", args=[name])).content.decode()
    assert "1\u202f000,00" in mail or "1\xa0000,00" in mail
    assert "FA-2609-118" not in mail


def test_a_draft_is_shown_to_whoever_drew_it_alone(browser, world):
    name = shown(browser, "REMIND1_EMAIL", about="C1").split("/messages/templates/drafts/")[1].split("/")[0]
    stranger = world.browser(world.hire("paul"))
    assert b"Dupont" not in stranger.get(reverse("messages:template_draft", args=[name])).content


def test_nobody_found_is_said(browser):
    assert "«\u00a0Zorglub\u00a0»" in shown(browser, "REMIND1_EMAIL", about="Zorglub")


def test_a_customer_out_of_sight_is_not_found(world):
    world.late("C1", "Garage Dupont", "1000")
    elsewhere = world.browser(world.hire("elsewhere"))
    assert "Garage Dupont" not in shown(elsewhere, "REMIND1_EMAIL", about="C1")


def test_a_letter_is_shown_page_by_page_as_it_will_be_printed(browser):
    assert shown(browser, "MED_B2B").count("data:image/png;base64,") >= 1


def test_an_sms_counts_its_characters_and_its_messages(browser):
    page = shown(browser, "SMS_OVERDUE", body="Merci de payer {{ total_due }}.")
    assert "GSM-7" in page
    assert "1 SMS" in page


def test_a_letter_outside_the_telephones_alphabet_is_named(browser):
    page = shown(browser, "SMS_OVERDUE", body="Reglez maintenant \u0119")
    assert "UCS-2" in page
    assert "<code>\u0119</code>" in page


def test_a_missing_variable_is_refused_as_it_would_be_when_it_leaves(browser):
    assert "note-bad" in shown(browser, "REMIND1_EMAIL", about="C1", body="Bonjour {{ nobody.knows }}")
