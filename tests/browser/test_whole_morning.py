"""A whole morning by keyboard alone: a reply becomes a promise, a bounce another contact; a batch is approved and one taken back, ten calls
are made, a letter is printed, a statement sent, a review comment exported. Mails come and go through real servers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from browser.hands import come_in, keys
from dunning.payers import email, scenario, step
from encaisse.commitments.models import Promise
from encaisse.creditors import actions as creditors
from encaisse.customers import actions as customers
from encaisse.customers.models import Address, Customer
from encaisse.customers.rules import NewContact
from encaisse.db.clock import demonstration_day, stopped
from encaisse.db.models import StoppedClock
from encaisse.dunning import actions as dunning
from encaisse.dunning.models import PlannedAction, Signal
from encaisse.dunning.rules.scenario import Channel, StepMode
from encaisse.kit.actor import system_actor
from encaisse.messages import actions as messages
from encaisse.messages import queries as outbox
from encaisse.messages.models import Mailbox, Message
from encaisse.messages.rules import read_mail
from encaisse.messages.rules.mailboxes import MailboxSettings, Security
from encaisse.workbench.models import Call, ReviewComment
from messages.conftest import mail_server, own_files  # noqa: F401 - fixtures
from messages.imap_server import PASSWORD, USER, ImapServer, imap_server
from messages.mails import bounce, mail
from workbench.conftest import World

SYSTEM = system_actor()
MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
WRITTEN = scenario(replace(email("r1", 1, 2), template="REMIND1_EMAIL", mode=StepMode.AUTOMATIC))
APPROVED = scenario(replace(email("r1", 1, 5), template="REMIND1_EMAIL", mode=StepMode.TO_APPROVE))
POSTED = scenario(step(0, "letter", 1, 5, Channel.LETTER, template="REMIND1_EMAIL", mode=StepMode.AUTOMATIC))
CALLED = [f"Client {letter}" for letter in "ABCDEFGHIJ"]


@pytest.fixture
def server() -> Iterator[ImapServer]:
    with imap_server() as running:
        yield running


@pytest.fixture(autouse=True)
def day_of_the_server(settings) -> Iterator[None]:
    """Let the pages live on the Tuesday of the story."""
    settings.DEMO, settings.PASSWORD_HASHERS = True, ["django.contrib.auth.hashers.MD5PasswordHasher"]
    StoppedClock.objects.create(pk=1, stopped_on=TUESDAY)
    demonstration_day.forget()
    yield
    demonstration_day.forget()


@pytest.fixture
def morning(page: Page, server: ImapServer, mail_server) -> World:  # noqa: F811 - the fixture of messages
    with stopped(MONDAY):
        world = company(server)
        for name in ("Garage Dupont", "Boulangerie Épis"):
            world.late(name[:3].upper(), name, "1000", segment="SMALL")
        leave(world, MONDAY)
    with stopped(TUESDAY):
        server.deliver(
            mail("Bonjour,\n\nLe règlement de 1 000,00 € partira vendredi.\n\nPaul", sender="paul@dupont.example", to=reply_to("gar"))
        )
        server.deliver(bounce(to=reply_to("bou"), recipient="bou@dupont.example"))
        assert messages.fetch_mail(SYSTEM, all_now=True).taken_in == 2
        assert dunning.take_back_bounced(SYSTEM) == 1
        for no, name in enumerate(CALLED):
            world.late(f"A{no}", name, str(2000 - 100 * no))
        for name in ("Atelier Un", "Atelier Deux"):
            world.late(name[-2:].upper(), name, "700", segment="KEY_ACCOUNT")
        by_post(world)
        leave(world, TUESDAY)
    come_in(page, world.browser())
    return world


def company(server: ImapServer) -> World:
    world = World()
    creditors.update_creditor(
        SYSTEM, world.creditor, phone="+33472000000", short_name="Lambert", street="1 rue de la Paix", postcode="75002", city="Paris"
    )
    creditors.add_bank_account(SYSTEM, world.creditor, name="Banque", iban="FR7630006000011234567890189")
    for segment, steps in (("SMALL", WRITTEN), ("KEY_ACCOUNT", APPROVED), ("STRATEGIC", POSTED)):
        scenario_id = dunning.publish_scenario(
            SYSTEM, creditor_id=world.creditor, scenario=replace(steps, code=segment), name_en=segment, from_on=date(2026, 1, 1)
        )
        dunning.follow(SYSTEM, creditor_id=world.creditor, segment=segment, scenario_id=scenario_id)
    box = MailboxSettings("relances@lambert.example", "127.0.0.1", server.port, Security.NONE, USER)
    messages.set_mailbox(SYSTEM, world.creditor, box, password=PASSWORD)
    Mailbox.objects.update(read_from_on=date(2020, 1, 1))
    return world


def by_post(world: World) -> None:
    pk = world.late("P1", "Papeterie du Port", "300", segment="STRATEGIC")
    customers.add_contact(SYSTEM, pk, NewContact(postal=("Papeterie du Port\n3 quai du Port\n13002 Marseille",)))


def leave(world: World, on: date) -> None:
    world.run(on)
    dunning.release(SYSTEM, on=on)
    messages.deliver_ready(SYSTEM)
    dunning.settle(SYSTEM)


def reply_to(recipient: str) -> str:
    message = Message.objects.get(recipient__startswith=recipient)
    return next(value for name, value in read_mail(outbox.rendered(SYSTEM, message.pk)).headers if name == "Reply-To")


def ready(page: Page, heading: str) -> None:
    expect(page.locator("h1")).to_contain_text(heading, timeout=15_000)
    page.wait_for_selector("html[data-ready]")


def stand_on(page: Page, *words: str) -> None:
    """Go down the list until the row that says so."""
    for _ in range(30):
        keys(page, "j")
        row = page.locator("tr.is-here").inner_text()
        if all(each in row for each in words):
            return
    raise AssertionError(f"no row of {words} is reached by the keyboard")


def test_a_whole_morning_by_keyboard_alone(page: Page, morning: World, tmp_path: Path) -> None:
    page.goto("/")
    ready(page, "Ma journée")
    a_reply_becomes_a_promise(page)
    a_bounce_becomes_another_contact(page)
    a_batch_is_approved_and_one_taken_back(page)
    a_statement_is_sent(page)
    ten_calls(page)
    a_letter_is_printed(page)
    a_review_comment_is_exported(page, tmp_path / "balance.xlsx")


def a_reply_becomes_a_promise(page: Page) -> None:
    keys(page, "j", "Enter")
    expect(page.locator("main")).to_contain_text("partira vendredi")
    page.wait_for_selector("html[data-ready]")
    keys(page, "p")
    expect(page.locator("#gesture-form [name=promised_for]")).to_be_focused()
    keys(page, "Enter")
    ready(page, "Ma journée")
    [promise] = Promise.objects.all()
    assert (promise.amount, promise.promised_for) == (Decimal(1000), date(2026, 11, 20))
    expect(page.locator("#day-list")).not_to_contain_text("Réponses reçues")


def a_bounce_becomes_another_contact(page: Page) -> None:
    stand_on(page, "Boulangerie Épis")
    keys(page, "f")
    ready(page, "Boulangerie Épis")
    keys(page, "a")
    expect(page.locator("#gesture-form [name=first_name]")).to_be_focused()
    page.keyboard.type("Lucie")
    keys(page, "Tab")
    page.keyboard.type("Épis")
    keys(page, "Tab", "Tab")
    page.keyboard.type("lucie@epis.example")
    keys(page, "Enter")
    expect(page.locator("#people")).to_contain_text("lucie@epis.example")
    assert dict(Address.objects.filter(contact__customer__name="Boulangerie Épis", channel="email").values_list("address", "health")) == {
        "bou@dupont.example": "dead", "lucie@epis.example": "unknown",
    }  # fmt: skip
    keys(page, "g", "j")
    ready(page, "Ma journée")
    stand_on(page, "Tâche", "Boulangerie Épis")
    keys(page, "d")
    expect(page.locator("#day-list")).not_to_contain_text("Tâche")
    assert not Signal.objects.filter(done_at=None).exists()


def a_batch_is_approved_and_one_taken_back(page: Page) -> None:
    keys(page, "a")
    ready(page, "À approuver")
    keys(page, "j", "j")
    expect(page.locator("#draft")).to_contain_text("Atelier Deux")
    keys(page, "w")
    expect(page.locator("dialog[open] input[name=why]")).to_be_focused()
    page.keyboard.type("Réglé ce matin")
    keys(page, "Enter")
    expect(page.locator("#approval tr[data-row-preview]")).to_have_count(1)
    keys(page, "j")
    expect(page.locator("#draft")).to_contain_text("Atelier Un")
    keys(page, "a")
    expect(page.locator("#approval tr[data-row-preview]")).to_have_count(0)
    states = (
        PlannedAction.objects.filter(customer_id__in=Customer.objects.filter(name__startswith="Atelier").values("pk"))
        .order_by("state")
        .values_list("state", flat=True)
    )
    assert list(states) == ["approved", "withdrawn"]


def ten_calls(page: Page) -> None:
    keys(page, "g", "j")
    ready(page, "Ma journée")
    stand_on(page, CALLED[0])
    keys(page, "Enter")
    page.locator(".workday .cockpit").wait_for()
    overhang = page.evaluate("(sheet => sheet.scrollWidth - sheet.parentElement.clientWidth)(document.querySelector('.day-sheet'))")
    assert overhang <= 0, "beside a call, the list keeps its amounts within its panel"
    for place, name in enumerate(CALLED):
        expect(page.locator("#cockpit h2")).to_contain_text(name)
        page.locator("#cockpit form[data-call-form]").wait_for()
        if place == 0:
            keys(page, "1")
            expect(page.locator("#cockpit [name=promised_for]")).to_be_focused()
            page.keyboard.type("11202026")  # a browser asks for the parts of a day in the order of its own language: English here
            expect(page.locator("#cockpit [name=promised_for]")).to_have_value("2026-11-20")
            keys(page, "Enter")
        else:
            keys(page, "23"[place % 2], "Enter")
    expect(page.locator("#cockpit h2")).to_contain_text("Boulangerie Épis")
    assert [Call.objects.filter(result=result).count() for result in ("reached", "no_answer", "voicemail")] == [1, 4, 5]
    assert Promise.objects.count() == 2


def a_letter_is_printed(page: Page) -> None:
    keys(page, "g", "l")
    ready(page, "Courriers à imprimer")
    keys(page, "j", "x", "p")
    expect(page.locator("#letters")).to_contain_text("Fichiers à imprimer")
    assert Message.objects.get(channel="letter").batch_id is not None


def a_statement_is_sent(page: Page) -> None:
    keys(page, "g", "j")
    ready(page, "Ma journée")
    stand_on(page, CALLED[9])
    keys(page, "r")
    ready(page, "Relevé de compte")
    expect(page.get_by_role("button", name="Envoyer à a9@dupont.example")).to_be_focused()
    keys(page, "Enter")
    ready(page, CALLED[9])
    assert Message.objects.get(template_code="STATEMENT_SEND").recipient == "a9@dupont.example"


def a_review_comment_is_exported(page: Page, file: Path) -> None:
    keys(page, "g", "b")
    ready(page, "Balance âgée")
    keys(page, "j", "m")
    expect(page.locator(".review-row [name=body]")).to_be_focused()
    page.keyboard.type("chèque annoncé au téléphone")
    keys(page, "Enter")
    expect(page.locator(".review-row")).to_have_count(0)
    assert ReviewComment.objects.get().body == "chèque annoncé au téléphone"
    with page.expect_download() as waited:
        keys(page, "e")
    waited.value.save_as(file)
    cells = [str(cell) for row in CalamineWorkbook.from_path(str(file)).get_sheet_by_name("Par client").to_python() for cell in row]
    assert any("chèque annoncé au téléphone" in cell for cell in cells)
