"""Somebody leaves, on either side: a contact of the customer, told by a mail; a colleague, whose customers go to others."""

import pytest
from playwright.sync_api import Page, expect

from browser.hands import come_in, keys
from browser.test_workbench import TUESDAY
from encaisse.customers import queries as known
from encaisse.customers.models import Customer
from encaisse.db.clock import now, stopped
from encaisse.kit.actor import Role, system_actor
from encaisse.messages import actions as messages
from encaisse.messages.rules.mailboxes import MailboxSettings
from messages.mails import mail
from workbench.conftest import World

SYSTEM = system_actor()
GONE = "Mme Martin n'est plus dans la société. Merci de contacter Paul Roux (paul@dupont.example)."
LATE = (("C1", "Garage Dupont", "1000"), ("C2", "Boulangerie Épis", "400"), ("C3", "Cave des Monts", "300"))


@pytest.fixture
def world(page: Page, settings, tmp_path) -> World:
    settings.PASSWORD_HASHERS, settings.DEMO = ["django.contrib.auth.hashers.MD5PasswordHasher"], False
    settings.VAR = tmp_path
    with stopped(TUESDAY):
        made = World()
        messages.set_mailbox(SYSTEM, made.creditor, MailboxSettings("relances@lambert.example"), by_provider=True)
        for code, name, amount in LATE:
            made.late(code, name, amount)
        made.run()
    come_in(page, made.browser(made.collector))
    return made


def ready(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("html[data-ready]")


def contacts(code: str) -> list[tuple[str, bool]]:
    return sorted((card.name, card.is_main) for card in known.contacts(SYSTEM, Customer.objects.get(code=code).pk))


def told_by_mail(code: str) -> None:
    sender = f"{code.lower()}@dupont.example"
    content = mail(GONE, sender=sender, to="relances@lambert.example", subject="Réponse automatique", Auto_Submitted="auto-replied")
    messages.take_in(SYSTEM, messages.Arrival(content=content, arrived_at=now()))


def test_who_left_a_customer_gives_their_place_to_whoever_the_mail_names_by_one_key(page: Page, world: World) -> None:
    told_by_mail("C1")
    ready(page, f"/clients/{Customer.objects.get(code='C1').pk}/")
    expect(page.locator("#people")).to_contain_text("Anne Martin semble avoir quitté la société")
    expect(page.locator("#people [name=with_successor]")).to_be_checked()
    keys(page, "x")
    expect(page.locator("#people")).not_to_contain_text("semble avoir quitté")
    expect(page.locator("#people")).to_contain_text("paul@dupont.example")
    assert contacts("C1") == [("Paul Roux", True)]
    keys(page, "?")
    expect(page.locator("#keys-help")).not_to_contain_text("Confirmer le départ")


def test_a_colleague_leaves_and_their_customers_are_spread_after_a_look_at_what_moves(page: Page, world: World) -> None:
    marc, julie = (world.hire(name, Role.COLLECTOR) for name in ("marc", "julie"))
    come_in(page, world.browser(world.hire("claire", Role.CREDIT_MANAGER)))
    ready(page, "/equipe/")
    for _ in range(5):
        keys(page, "j")
        if "Nadia" in page.locator("tr.is-here").inner_text():
            break
    keys(page, "r")
    expect(page.locator("h1")).to_contain_text("Nadia")
    page.wait_for_selector("html[data-ready]")
    for receiver in (marc, julie):
        page.locator(f"[name=receivers][value='{receiver}']").focus()
        keys(page, "Space")
    page.locator("[data-bulk-all]").focus()
    keys(page, "Space")
    page.get_by_role("button", name="Voir ce qui change").focus()
    keys(page, "Enter")
    expect(page.locator("#preview")).to_contain_text("Marc")
    assert set(Customer.objects.values_list("collector_id", flat=True)) == {world.collector}
    page.get_by_role("button", name="définitivement").focus()
    keys(page, "Enter")
    expect(page.locator("h1")).to_contain_text("équipe")
    shared = list(Customer.objects.values_list("collector_id", flat=True))
    assert set(shared) == {marc, julie}
    assert sorted(map(shared.count, (marc, julie))) == [1, 2]
    come_in(page, world.browser(world.collector))
    ready(page, "/")
    expect(page.locator("main")).not_to_contain_text("Garage Dupont")
