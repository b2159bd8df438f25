"""A customer searched for and opened without the mouse: in the sheet under the box, and on the page of results."""

import pytest
from playwright.sync_api import Page, expect

from browser.hands import come_in, keys
from browser.test_workbench import TUESDAY
from encaisse.db.clock import stopped
from workbench.conftest import World


@pytest.fixture(autouse=True)
def searched(page: Page, settings) -> None:
    settings.PASSWORD_HASHERS, settings.DEMO = ["django.contrib.auth.hashers.MD5PasswordHasher"], False
    with stopped(TUESDAY):
        world = World()
        for code, name in (("C1", "Garage Dupont"), ("C2", "Garage du Lac"), ("C3", "Cave des Monts")):
            world.late(code, name, "1000")
    come_in(page, world.browser())
    page.goto("/")
    page.wait_for_selector("html[data-ready]")


def test_whoever_types_faster_than_the_sheet_opens_walks_the_page_of_results(page: Page) -> None:
    keys(page, "/")
    page.keyboard.type("garage")
    keys(page, "Enter")
    expect(page.locator("h1")).to_have_text("Rechercher")
    page.wait_for_selector("html[data-ready]")
    keys(page, "j", "j")
    second = page.locator("main .search-line.is-here")
    expect(second).to_contain_text("Garage")
    name = second.locator("a.search-result > span").first.inner_text()
    keys(page, "Enter")
    expect(page.locator("h1")).to_contain_text(name.rpartition(" ")[0])


def test_an_arrow_chooses_in_the_sheet_and_enter_opens_it(page: Page) -> None:
    keys(page, "/")
    page.keyboard.type("cave")
    expect(page.locator("#search-found")).to_contain_text("Cave des Monts")
    keys(page, "ArrowDown", "Enter")
    expect(page.locator("h1")).to_contain_text("Cave des Monts")
