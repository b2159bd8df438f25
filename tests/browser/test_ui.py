"""The islands at work on the style guide, in a real browser and under the strict content policy."""

import pytest
from playwright.sync_api import Page, expect

from encaisse.kit.actor import Role

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture(autouse=True)
def guide(settings, page: Page, sign_in) -> None:
    settings.DEMO = True
    sign_in(Role.COLLECTOR)
    page.goto("/ui/")
    page.wait_for_selector("html[data-ready]")


def test_the_page_is_in_french_and_alive(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("Guide de style")
    expect(page.locator(".chart canvas")).to_be_visible()
    expect(page.locator("[data-call-timer]")).not_to_have_text("0:00")
    page.evaluate("document.dispatchEvent(new CustomEvent('toast', {detail: {text: 'Promesse notée.'}}))")
    expect(page.get_by_role("status").filter(has_text="Promesse notée.")).to_be_visible()


def test_the_chosen_theme_is_kept(page: Page) -> None:
    page.locator(".topbar-wide[data-theme-toggle]").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


@pytest.mark.parametrize("page", [{"color_scheme": "dark"}], indirect=True)
def test_the_machines_theme_is_followed(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_a_day_is_worked_through_from_the_keyboard(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_contain_text("Rechercher")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("#confirm-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("tr.is-here")).to_contain_text("Maison Corvalis")
    expect(page.locator("[data-bulk-count]")).to_have_text("1")
    expect(page.locator("[data-bulk-sum]")).to_have_text("9\u202f655,40\u00a0€")
    page.keyboard.press("/")
    expect(page.locator("[data-search-input]")).to_be_focused()


def test_rows_are_selected_at_once_and_sorted_in_place(page: Page) -> None:
    page.locator("[data-bulk-all]").check()
    expect(page.locator("[data-bulk-count]")).to_have_text("7")
    expect(page.locator("[data-bulk-sum]")).to_have_text("41\u202f118,07\u00a0€")
    page.locator("[data-bulk-none]").click()
    expect(page.locator("[data-bulk-bar]")).to_be_hidden()
    page.locator("thead").get_by_role("link", name="Client").click()
    page.wait_for_url("**sort=name**")
    expect(page.locator("tbody tr").first).to_contain_text("Ateliers Brévent")
    page.locator("thead").get_by_role("link", name="Client").click()
    expect(page.locator("tbody tr").first).to_contain_text("Établissement public")


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
@pytest.mark.usefixtures("page")
class TestWithoutScript:
    """Overrides the waiting of the guide: nothing runs here."""

    @pytest.fixture(autouse=True)
    def guide(self, settings, page: Page, sign_in) -> None:
        settings.DEMO = True
        sign_in(Role.COLLECTOR)
        page.goto("/ui/?sort=name")

    def test_the_table_still_sorts(self, page: Page) -> None:
        expect(page.locator("tbody tr").first).to_contain_text("Ateliers Brévent")


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_nothing_overflows_a_phone_and_the_menu_slides_in(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator(".bottombar a[href='#rail']").click()
    expect(page.locator("#rail")).to_be_in_viewport()
    page.locator(".rail-close").click()
    expect(page.locator("#rail")).not_to_be_in_viewport()
