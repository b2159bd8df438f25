"""Every page of the navigation, on a desk and on a phone: whole, quiet, in one language, and readable by a screen reader."""

import re

import pytest
from playwright.sync_api import Page

from browser.hands import come_in
from encaisse.db.clock import stopped
from encaisse.kit.actor import Role
from encaisse.people import actions as people
from workbench.conftest import ON, World

ROLES = (Role.COLLECTOR, Role.CREDIT_MANAGER, Role.ACCOUNTANT, Role.ADMIN, Role.AUDITOR)
DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
# Words that only the other language has, looked for in what the pages themselves say (never in what users wrote).
STRAY = {
    "fr": re.compile(r"\b(Save|Search|Overdue|Customers?|Creditors?|Approve|Letters?|Invoices?|Settings|Unknown|Due date|Cancel)\b"),
    "en": re.compile(r"\b(Enregistrer|Rechercher|Échéances?|Approuver|Courriers|Clients?|Créanciers?|Réglages|Annuler|Lancer)\b"),
}
SAID = "h1, h2, th, label, button, nav a, .form-hint, .empty"
FAULTS = """() => {
  const said = e => (e.innerText || e.textContent || '').trim();
  const named = e => said(e) || e.getAttribute('aria-label') || e.title || e.getAttribute('aria-labelledby');
  const seen = e => e.getClientRects().length > 0;
  const all = query => [...document.querySelectorAll(query)].filter(seen);
  const short = e => e.outerHTML.slice(0, 120);
  return {
    titles: document.querySelectorAll('h1').length,
    too_wide: Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
    fields: all('input:not([type=hidden]), select, textarea').filter(e => !(e.labels && e.labels.length) && !named(e)).map(short),
    buttons: all('button, a[href]').filter(e => !named(e)).map(short),
  };
}"""
SOUND = {"titles": 1, "too_wide": 0, "fields": [], "buttons": []}


@pytest.fixture
def world(page: Page, settings) -> World:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with stopped(ON):
        made = World()
        for code, name, amount in (("C1", "Garage Dupont", "1000"), ("C2", "Boulangerie Épis", "400")):
            made.late(code, name, amount)
        made.run()
    reader = made.hire("helene", *ROLES)
    come_in(page, made.browser(reader))
    made.reader = reader
    return made


@pytest.mark.parametrize("page", [DESK, PHONE], indirect=True, ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_whole_in_one_language_and_has_a_name_for_everything(page: Page, world: World, language: str) -> None:
    people.choose_language(world.actor(world.reader), language=language)
    page.goto("/")
    found = {}
    for address in sorted(set(page.locator("aside a[href^='/'], nav a[href^='/']").evaluate_all("all => all.map(e => e.pathname)"))):
        answer = page.goto(address)
        page.wait_for_selector("html[data-ready]")
        words = " · ".join(page.locator(SAID).all_inner_texts())
        stray = sorted(set(STRAY[language].findall(words)))
        faults = {name: value for name, value in page.evaluate(FAULTS).items() if value != SOUND[name]}
        if (status := answer.status if answer else 0) != 200 or stray or faults:
            found[address] = (status, stray, faults)
    assert found == {}
