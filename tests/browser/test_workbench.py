"""A morning at the keyboard: the list, the call, its result in two keys, the next call; on a desk and on a phone."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from browser.hands import come_in
from encaisse.db.clock import stopped
from encaisse.dunning import queries as dunning
from encaisse.kit.actor import system_actor
from encaisse.workbench.models import Call
from workbench.conftest import World

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
TUESDAY = date(2026, 11, 17)


@pytest.fixture(autouse=True)
def morning(page: Page, settings) -> World:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with stopped(TUESDAY):
        world = World()
        for code, name, amount in (("C1", "Garage Dupont", "1000"), ("C2", "Boulangerie Épis", "400"), ("C3", "Cave des Monts", "90")):
            world.late(code, name, amount)
        world.run()
    come_in(page, world.browser())
    page.goto("/")
    page.wait_for_selector("html[data-ready]")
    return world


def test_calls_are_made_and_noted_without_leaving_the_keyboard(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#cockpit h2")).to_contain_text("Garage Dupont")
    page.keyboard.press("2")  # nobody answers
    page.keyboard.press("Enter")
    expect(page.locator("#cockpit h2")).to_contain_text("Boulangerie Épis")
    expect(page.locator("#day-list")).not_to_contain_text("Garage Dupont")
    assert list(Call.objects.values_list("result", flat=True)) == ["no_answer"]


def test_an_answer_of_the_script_fills_the_result(page: Page) -> None:
    page.get_by_role("link", name="Garage Dupont", exact=True).click()
    page.get_by_role("link", name="Bon interlocuteur").click()
    page.get_by_role("link", name="Identité confirmée").click()
    page.get_by_role("link", name="Oubli").click()
    expect(page.locator("#cockpit select[name=reason]")).to_have_value("FORGOT")


def test_a_reason_that_contests_shows_the_invoices_to_tick(page: Page) -> None:
    page.get_by_role("link", name="Garage Dupont", exact=True).click()
    page.locator("#cockpit").wait_for()
    page.keyboard.press("1")
    page.locator("#cockpit select[name=reason]").select_option("PRICE")
    expect(page.locator("#cockpit [name=disputes]")).to_be_checked()
    expect(page.locator("#cockpit [name=ids]").first).to_be_visible()
    page.locator("#cockpit select[name=reason]").select_option("FORGOT")
    expect(page.locator("#cockpit [name=disputes]")).not_to_be_checked()


def test_a_result_goes_to_the_field_it_asks_for(page: Page) -> None:
    page.get_by_role("link", name="Garage Dupont", exact=True).click()
    page.locator("#cockpit").wait_for()
    page.keyboard.press("1")
    expect(page.locator("#cockpit [name=promised_for]")).to_be_focused()


def test_ticked_invoices_are_promised_from_the_file(page: Page, morning: World) -> None:
    [action, *_], _total = dunning.calls_to_make(system_actor())
    page.goto(f"/clients/{action.customer_id}/")
    page.locator("#items tbody input[type=checkbox]").first.check()
    page.locator("#items [data-bulk-bar]").get_by_role("button", name="Promesse").click()
    expect(page.locator("#gesture")).to_contain_text("F-C1")
    page.locator("#gesture [name=promised_for]").fill("2030-01-15")
    page.get_by_role("button", name="Noter la promesse").click()
    expect(page.locator("#commitments")).to_contain_text("1 000,00")
    expect(page.locator("#items")).to_contain_text("noté pour le 15/01")


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_phone_shows_no_more_than_its_width(page: Page) -> None:
    page.get_by_role("link", name="Garage Dupont", exact=True).click()
    expect(page.locator("#cockpit")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_customer_is_pinned_by_touch(page: Page) -> None:
    names = page.locator("#day-list a[data-row-open]")
    expect(names.first).to_have_text("Garage Dupont")
    page.get_by_role("button", name="Épingler Cave des Monts").tap()
    expect(names.first).to_have_text("Cave des Monts")
