"""A reply answered without leaving the keyboard, and the screens that stand around it, on a desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from browser.hands import come_in
from browser.test_workbench import PHONE, TUESDAY
from encaisse.commitments.models import Promise
from encaisse.customers.models import Address
from encaisse.db.clock import now, stopped
from encaisse.kit.actor import system_actor
from encaisse.messages import actions, queries
from encaisse.messages.rules.mailboxes import MailboxSettings
from messages.mails import mail
from workbench.conftest import World

SYSTEM = system_actor()


@pytest.fixture(autouse=True)
def morning(page: Page, settings, tmp_path) -> World:
    """Two customers answered their reminders this morning, and a stranger wrote."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.VAR = tmp_path
    with stopped(TUESDAY):
        world = World()
        actions.set_mailbox(SYSTEM, world.creditor, MailboxSettings("relances@lambert.example"), by_provider=True)
        for code, name, amount in (("C1", "Garage Dupont", "1000"), ("C2", "Boulangerie Épis", "400")):
            world.late(code, name, amount)
        world.run()
    senders = [*Address.objects.filter(channel="email").order_by("pk").values_list("address", flat=True), "paul@ailleurs.example"]
    for sender, text in zip(
        senders, ("Le règlement de 1 000 € partira demain.", "Merci de nous envoyer un duplicata.", "Qui êtes-vous ?"), strict=True
    ):
        actions.take_in(SYSTEM, actions.Arrival(content=mail(text, sender=sender, message_id=f"<{sender}>"), arrived_at=now()))
    come_in(page, world.browser())
    page.goto("/")
    page.wait_for_selector("html[data-ready]")
    return world


def test_a_reply_becomes_a_promise_and_the_next_one_opens_by_the_keyboard_alone(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("partira demain")
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("p")
    expect(page.locator("#gesture-form [name=promised_for]")).to_be_focused()
    expect(page.locator("#gesture-form [name=amount]")).not_to_have_value("")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("duplicata")
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("c")
    page.locator("#gesture-form [name=comment]").fill("F-C2")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Ma journée")
    assert (Promise.objects.count(), queries.open_replies(SYSTEM)) == (1, [])


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_stranger_is_filed_on_a_phone(page: Page) -> None:
    page.goto("/messages/to-file/")
    page.wait_for_selector("html[data-ready]")
    page.get_by_label("Client : nom, code, SIREN").fill("boulang")
    page.get_by_role("button", name="Boulangerie Épis").click()
    expect(page.locator("main")).to_contain_text("Tout est rattaché")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
