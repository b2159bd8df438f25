"""Every main page, on a desk and on a phone, by day and by night: axe-core finds nothing serious to say."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from browser import axe
from browser.hands import come_in
from encaisse.db.clock import stopped
from encaisse.kit.actor import Role
from workbench.conftest import ON, World

ROLES = (Role.COLLECTOR, Role.CREDIT_MANAGER, Role.ACCOUNTANT, Role.ADMIN, Role.AUDITOR)
WIDTHS = (1440, 390)
# What the navigation does not show: pages one click further.
FURTHER = (
    "/machine/",
    "/me/",
    "/mentions/",
    "/messages/letters/",
    "/messages/templates/MED_B2B/",
    "/messages/to-file/",
    "/messages/trap/",
    "/mise-en-route/",
    "/portefeuille/arretes/",
    "/portefeuille/sans-action/",
    "/recherche/?q=ma",
    "/scenarios/new/",
    "/settings/channels/",
    "/settings/creditors/new/",
    "/settings/mailboxes/",
    "/settings/users/permissions/",
)
OPENED_FROM = ("/", "/portefeuille/", "/approbations/", "/non-relances/", "/messages/", "/scenarios/", "/relances/")


@pytest.fixture
def page(browser: Browser, live_server) -> Iterator[Page]:
    """A page whose content policy lets the tool in; nothing moves while it looks."""
    axe.skip_without()
    context = browser.new_context(base_url=live_server.url, locale="fr-FR", bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def reader(page: Page) -> World:
    with stopped(ON):
        made = World()
        for code, name, amount in (("C1", "Garage Dupont", "1000"), ("C2", "Boulangerie Épis", "400")):
            made.late(code, name, amount)
        made.run()
    come_in(page, made.browser(made.hire("helene", *ROLES)))
    return made


def addresses(page: Page) -> list[str]:
    page.goto("/")
    shown = page.locator(".rail a[href^='/']").evaluate_all("all => all.map(e => e.pathname)")
    opened = []
    for address in OPENED_FROM:
        page.goto(address)
        opened += page.locator("a[data-row-open]").evaluate_all("all => all.slice(0, 1).map(e => e.pathname + e.search)")
    return sorted({*shown, *FURTHER, *opened})


def grave(page: Page, address: str, width: int, theme: str) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    return [f"{address} at {width} px, {theme}: {fault}" for fault in axe.grave(page, theme)]


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_serious_on_any_page(page: Page, width: int) -> None:
    found = []
    for address in addresses(page):
        page.goto(address)
        page.wait_for_selector("html[data-ready]")
        page.wait_for_function("() => !document.querySelector('.htmx-request')")
        axe.let_in(page)
        for theme in axe.RULES:
            found += grave(page, address, width, theme)
    assert not found, "\n".join(found)
