"""The judgment that opens an insolvency, noted by legal from the customer file without the mouse; what the morning then holds back."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from browser.hands import come_in, keys
from encaisse.db.clock import stopped
from encaisse.kit.actor import Role, system_actor
from encaisse.proceedings import queries
from encaisse.proceedings.rules import InsolvencyKind
from workbench.conftest import World

SYSTEM = system_actor()
TUESDAY, WEDNESDAY = date(2026, 11, 17), date(2026, 11, 18)


@pytest.fixture
def late(page: Page, settings) -> tuple[World, int]:
    """A customer to call this morning; the person who looks after disputes at law has just read the BODACC."""
    settings.PASSWORD_HASHERS, settings.DEMO = ["django.contrib.auth.hashers.MD5PasswordHasher"], False
    with stopped(TUESDAY):
        world = World()
        customer_id = world.late("C1", "Garage Dupont", "1000")
        world.run()
    come_in(page, world.browser(world.hire("anne", Role.LEGAL)))
    page.goto(f"/clients/{customer_id}/")
    page.wait_for_selector("html[data-ready]")
    return world, customer_id


def note_the_judgment(page: Page, customer_id: int) -> None:
    keys(page, "i")
    expect(page.locator("#gesture-form [name=kind]")).to_be_focused()
    keys(page, "End", "Tab")
    page.keyboard.type("10052026")  # a browser asks for the parts of a day in the order of its own language: English here
    expect(page.locator("#gesture-form [name=judgment_on]")).to_have_value("2026-10-05")
    page.locator("#gesture-form [name=court]").focus()
    page.keyboard.type("TC Lyon, Me Durand")
    keys(page, "Enter")
    expect(page.locator("#summary")).to_contain_text("TC Lyon, Me Durand")
    assert queries.insolvency(SYSTEM, customer_id) is not None


def test_a_judgment_is_noted_from_the_file_and_nobody_reminds_any_more(page: Page, late: tuple[World, int]) -> None:
    world, customer_id = late
    note_the_judgment(page, customer_id)
    noted = queries.insolvency(SYSTEM, customer_id)
    assert noted is not None
    assert (noted.kind, noted.judgment_on) == (list(InsolvencyKind)[-1], date(2026, 10, 5))
    with stopped(WEDNESDAY):
        world.run(WEDNESDAY)
    come_in(page, world.browser(world.collector))
    page.goto("/")
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("main")).not_to_contain_text("Garage Dupont")
    page.goto("/non-relances/")
    expect(page.locator("main")).to_contain_text("Procédure collective")
    page.goto(f"/clients/{customer_id}/")
    expect(page.locator("#summary")).to_contain_text("jugement du 5 oct. 2026")
    expect(page.locator("[data-shortcut=i]")).to_have_count(0)


def test_a_judgment_noted_by_mistake_is_taken_back_with_its_reason(page: Page, late: tuple[World, int]) -> None:
    _, customer_id = late
    note_the_judgment(page, customer_id)
    keys(page, "i")
    expect(page.locator("#gesture-form [name=why]")).to_be_focused()
    page.keyboard.type("homonyme")
    keys(page, "Enter")
    expect(page.locator("#summary")).not_to_contain_text("TC Lyon")
    assert queries.insolvency(SYSTEM, customer_id) is None
