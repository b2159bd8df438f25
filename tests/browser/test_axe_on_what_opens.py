"""What opens over a page (dialogues, menus, selections, gestures): axe-core finds nothing serious, by day and by night."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page

from browser import axe
from browser.hands import come_in
from dunning.pages import Company
from encaisse.customers.models import Customer
from encaisse.db.clock import stopped
from encaisse.dunning import actions as dunning
from encaisse.dunning.models import PlannedAction
from encaisse.dunning.rules.calls import CallResult
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.kit.actor import Role
from encaisse.workbench.actions import note_call_with_outcome
from encaisse.workbench.rules.calls import Outcome
from workbench.conftest import ON, SYSTEM, World

ROLES = (Role.COLLECTOR, Role.CREDIT_MANAGER, Role.ACCOUNTANT, Role.ADMIN, Role.AUDITOR)
PAGES = (
    "/", "/approbations/", "/portefeuille/", "/portefeuille/?by=collector", "/portefeuille/sans-action/", "/portefeuille/arretes/",
    "/non-relances/", "/suspensions/", "/a-qualifier/", "/equipe/", "/messages/", "/messages/letters/", "/messages/templates/MED_B2B/",
    "/imports/", "/relances/", "/scenarios/", "/machine/", "/clients/", "/settings/users/", "/settings/calendars/", "/settings/channels/",
    "/settings/creditors/", "/settings/rates/", "/me/", "/mise-en-route/",
)  # fmt: skip
# The keys of the customer file, and what each opens.
GESTURES = {"r": "statement", "m": "message off the scenario", "h": "hold", "p": "promise", "v": "visit", "c": "call"}
OPEN_DETAILS = "() => { for (const each of document.querySelectorAll('main details:not(.menu)')) each.open = true }"
SHOW_DIALOG = "id => document.getElementById(id).showModal()"
CLOSE_DIALOG = "id => document.getElementById(id).close()"


@pytest.fixture
def page(browser: Browser, live_server) -> Iterator[Page]:
    """A page whose content policy lets the tool in; nothing moves while it looks."""
    axe.skip_without()
    context = browser.new_context(base_url=live_server.url, locale="fr-FR", bypass_csp=True, reduced_motion="reduce")
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    yield opened
    context.close()


@pytest.fixture
def customer(page: Page, settings, tmp_path) -> int:
    """Two companies: calls to make, drafts to approve, a letter to print, a promise and a hold."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.VAR = tmp_path
    with stopped(ON):
        made = World()
        first = made.late("C1", "Garage Dupont", "1000", street="3 rue du Port", postcode="69002", city="Lyon")
        made.late("C2", "Boulangerie Épis", "400")
        made.run()
        written = Company(name="Verdier Services", siren="732829320")
        written.late("S1", "Hôtel du Lac", "300")
        written.late("S2", "Hôtel de la Gare", "700", mail=False, street="1 place de la Gare", postcode="69002", city="Lyon")
        written.run()
        letters = PlannedAction.objects.filter(channel="letter", state="to_approve").values_list("pk", flat=True)
        dunning.approve_actions(SYSTEM, list(letters), on=ON)
        dunning.release(SYSTEM, on=ON)
        held = Customer.objects.get(code="C2").pk
        dunning.set_hold(SYSTEM, customer_id=held, reason=HoldReason.MANAGEMENT_DECISION, on=ON, until_on=date(2026, 12, 1))
        told = Outcome(result=CallResult.REACHED, promised_for=date(2026, 11, 20), promised_amount=Decimal(200))
        note_call_with_outcome(SYSTEM, first, told, on=ON)
    come_in(page, made.browser(made.hire("helene", *ROLES)))
    return first


class Look:
    """Looks at what opens, by day and by night, and keeps what is grave."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[str] = []
        self.seen: list[str] = []

    def at(self, name: str, where: str) -> None:
        self.seen.append(name)
        for theme in axe.RULES:
            self.found += [f"{name}, {theme}: {fault}" for fault in axe.grave(self.page, theme, where=where)]

    def settled(self, address: str) -> None:
        self.page.goto(address)
        self.page.wait_for_selector("html[data-ready]")
        self.quiet()
        axe.let_in(self.page)

    def quiet(self) -> None:
        self.page.wait_for_function("() => !document.querySelector('.htmx-request')")


@pytest.fixture
def look(page: Page) -> Look:
    return Look(page)


def menus(look: Look, address: str) -> None:
    """Open each menu alone, as a person does; then all that unfolds inside the page."""
    shown = look.page.locator("details.menu > summary:visible")
    for place in range(shown.count()):
        shown.nth(place).click()
        look.at(f"{address} menu {place}", "details.menu[open]")
        look.page.keyboard.press("Escape")
    if look.page.locator("main details:not(.menu):not([open])").count():
        look.page.evaluate(OPEN_DETAILS)
        look.at(f"{address} unfolded", "main details[open]")


def selection(look: Look, address: str) -> None:
    """Tick a row: the bar of what may be done with it shows itself."""
    rows = look.page.locator("input[data-bulk-row]:visible")
    if rows.count():
        rows.first.check()
        if look.page.locator("[data-bulk-bar]").count():
            look.page.wait_for_selector("[data-bulk-bar]:not([hidden])")
            look.at(f"{address} selection", "[data-bulk-bar]:not([hidden])")
            if look.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                look.found.append(f"{address}: the selection is wider than the page")


def dialogs(look: Look, address: str) -> None:
    for name in look.page.locator("main dialog[id]").evaluate_all("all => all.map(each => each.id)"):
        look.page.evaluate(SHOW_DIALOG, name)
        look.at(f"{address} #{name}", "dialog[open]")
        look.page.evaluate(CLOSE_DIALOG, name)


@pytest.mark.usefixtures("customer")
@pytest.mark.parametrize("width", [1440, 390])
def test_menus_selections_and_dialogues_of_every_page(page: Page, look: Look, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for address in PAGES:
        look.settled(address)
        for part in (menus, selection, dialogs):
            part(look, address)
    assert look.found == []
    assert {"/approbations/ selection", "/messages/letters/ selection", "/portefeuille/ #bulk-give", "/messages/ #stop-sending"} <= set(
        look.seen
    )


def test_the_gestures_of_a_customer_file(page: Page, look: Look, customer: int) -> None:
    for key, name in GESTURES.items():
        look.settled(f"/clients/{customer}/")
        page.keyboard.press(key)
        page.wait_for_selector("#gesture > *")
        look.quiet()
        look.at(name, "#gesture")
    for key in "123456":  # every result of a call unfolds its own fields
        page.keyboard.press(key)
        look.at(f"result {key} of a call", "#gesture")
    look.settled(f"/clients/{customer}/")
    links = page.locator("main a[hx-target='#gesture']:visible:not([data-shortcut])")
    for place in range(links.count()):
        links.nth(place).click()
        page.wait_for_selector("#gesture > *")
        look.quiet()
        look.at(links.nth(place).inner_text(), "#gesture")
    page.locator("#items-form [data-bulk-all]").check()
    look.at("ticked invoices", "#items-form [data-bulk-bar]")
    page.locator("#items-form [data-bulk-bar] button").nth(1).click()
    page.wait_for_selector("#gesture > *")
    look.at("dispute", "#gesture")
    assert look.found == []


def ask_to_lift_a_hold(page: Page, _customer: int) -> None:
    page.goto("/suspensions/")
    page.locator("[hx-confirm]").first.click()


def ask_to_withdraw_a_promise(page: Page, customer: int) -> None:
    page.goto(f"/clients/{customer}/")
    page.locator("form[hx-confirm] button").first.click()


def ask_for_help(page: Page, _customer: int) -> None:
    page.goto("/")
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("?")


@pytest.mark.parametrize("ask", [ask_to_lift_a_hold, ask_to_withdraw_a_promise, ask_for_help])
def test_questions_and_help(page: Page, look: Look, customer: int, ask: Callable[[Page, int], None]) -> None:
    ask(page, customer)
    page.wait_for_selector("dialog[open]")
    axe.let_in(page)
    look.at(ask.__name__, "dialog[open]")
    assert look.found == []


@pytest.mark.usefixtures("customer")
def test_the_results_of_a_search(page: Page, look: Look) -> None:
    look.settled("/")
    page.keyboard.press("/")
    page.keyboard.type("ga")
    page.wait_for_selector("#search-found [role=option]")
    look.at("search", ".search")
    assert look.found == []
