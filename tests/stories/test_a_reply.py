"""A reminder leaves, the customer answers it, the answer is read in the mailbox and dealt with by one key; another one comes back."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from dunning.payers import CALL, email, scenario
from encaisse.commitments.models import Promise
from encaisse.creditors import actions as creditors
from encaisse.customers.models import Address
from encaisse.db.clock import now, stopped
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries as decided
from encaisse.dunning.models import Hold, ItemStep, PlannedAction, Signal
from encaisse.dunning.rules.scenario import StepMode
from encaisse.kit.actor import system_actor
from encaisse.messages import actions as messages
from encaisse.messages import queries as outbox
from encaisse.messages.models import Mailbox, Message
from encaisse.messages.rules import read_mail
from encaisse.messages.rules.complaints import ComplaintKind
from encaisse.messages.rules.mailboxes import MailboxSettings, Security
from messages.conftest import mail_server, own_files  # noqa: F401 - fixtures
from messages.imap_server import PASSWORD, USER, ImapServer, imap_server
from messages.mails import bounce, mail
from workbench.conftest import World

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = system_actor()
TUESDAY, WEDNESDAY, FRIDAY = date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 20)
WRITTEN = scenario(
    replace(email("r1", 1, 2), template="REMIND1_EMAIL", mode=StepMode.AUTOMATIC),
    replace(CALL, offset_days=8, template="CALL:FIRST_OVERDUE"),
)


@pytest.fixture
def server():
    with imap_server() as running:
        yield running


@pytest.fixture
def world(server: ImapServer, mail_server, settings) -> World:  # noqa: F811 - the fixture of messages
    """One customer late, whose reminder of Tuesday has left; the company has a mailbox."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with stopped(TUESDAY):
        made = World()
        creditors.update_creditor(
            SYSTEM, made.creditor, phone="+33472000000", short_name="Lambert", street="1 rue de la Paix", postcode="75002", city="Paris"
        )
        creditors.add_bank_account(SYSTEM, made.creditor, name="Banque", iban="FR7630006000011234567890189")
        scenario_id = dunning.publish_scenario(
            SYSTEM, creditor_id=made.creditor, scenario=WRITTEN, name_en="Written", from_on=date(2026, 1, 1)
        )
        dunning.follow(SYSTEM, creditor_id=made.creditor, segment="SME", scenario_id=scenario_id)
        box = MailboxSettings("relances@lambert.example", "127.0.0.1", server.port, Security.NONE, USER)
        messages.set_mailbox(SYSTEM, made.creditor, box, password=PASSWORD)
        Mailbox.objects.update(read_from_on=date(2020, 1, 1))
        made.garage = made.late("C1", "Garage Dupont", "1000")
        send(made, TUESDAY)
    return made


def send(world: World, on: date) -> None:
    world.run(on)
    dunning.release(SYSTEM, on=on)
    messages.deliver_ready(SYSTEM)
    dunning.settle(SYSTEM)


def reply_to() -> str:
    message = Message.objects.get()
    return next(value for name, value in read_mail(outbox.rendered(SYSTEM, message.pk)).headers if name == "Reply-To")


def test_a_reply_is_on_the_day_and_becomes_a_promise_by_one_key(world: World, server: ImapServer) -> None:
    assert "+" in reply_to()
    with stopped(WEDNESDAY):
        # A colleague of the customer, whom nobody knows, answers the address of the message.
        server.deliver(
            mail("Bonjour,\n\nLe règlement de 1 000,00 € partira vendredi.\n\nPaul", sender="paul@dupont.example", to=reply_to())
        )
        assert messages.fetch_mail(SYSTEM, all_now=True).taken_in == 1
        nadia = world.browser()

        # It tops the day with what it probably says, and stops the reminders for two working days.
        day = nadia.get("/").content.decode()
        assert all(words in day for words in ("Réponses reçues, à traiter", "Garage Dupont", "partira vendredi", "Promesse\u00a0?"))
        world.run(WEDNESDAY)
        held = decided.latest_decision(SYSTEM, world.garage)
        assert (held.verdict, held.reason, held.until_on) == ("hold", "reply", FRIDAY + timedelta(days=3))

        # She opens it: its words, what is open, and the key P with the day and the amount already read.
        [row] = outbox.open_replies(SYSTEM)
        page = nadia.get(reverse("workbench:reply", args=[row.id])).content.decode()
        assert all(words in page for words in ("paul@dupont.example", "F-C1", 'data-shortcut="p"', "par l’adresse à laquelle il répond"))
        asked = nadia.get(reverse("workbench:reply_answer", args=[row.id, "promise"]), headers={"HX-Request": "true"}).content.decode()
        assert "2026-11-20" in asked
        assert "1000.00" in asked.replace("\u202f", "").replace(" ", "").replace(",", ".")
        told = {"promised_for": "2026-11-20", "amount": "1000", "given_by": "Paul"}
        answer = nadia.post(reverse("workbench:reply_answer", args=[row.id, "promise"]), told, headers={"HX-Request": "true"})
        assert answer.headers["HX-Redirect"] == "/"

        # Promised, closed, on the timeline; the day is empty of it.
        assert Promise.objects.get().amount == Decimal(1000)
        assert "partira vendredi" not in nadia.get("/").content.decode()
        story = nadia.get(reverse("workbench:customer", args=[world.garage])).content.decode()
        assert all(words in story for words in ("Réponse par courriel", "partira vendredi", "noté pour le 20/11"))


def test_already_paid_asks_accounting_and_holds_for_five_days(world: World, server: ImapServer) -> None:
    with stopped(WEDNESDAY):
        server.deliver(mail("Bonjour, nous avons déjà réglé cette facture par virement du 12/11.", to=reply_to()))
        messages.fetch_mail(SYSTEM, all_now=True)
        [row] = outbox.open_replies(SYSTEM)
        assert row.suggested_kind == "already_paid"
        told = {"paid_on": "2026-11-12", "until_on": "2026-11-25", "comment": "virement"}
        world.browser().post(reverse("workbench:reply_answer", args=[row.id, "already_paid"]), told)
    signal, hold = Signal.objects.get(), Hold.objects.get()
    assert (signal.kind, signal.for_role, signal.amount) == ("find_payment", "ACCOUNTANT", Decimal(1000))
    assert (hold.reason, hold.until_on, hold.comment) == ("payment_announced", date(2026, 11, 25), "12/11/2026 – virement")


def test_an_out_of_office_stops_nothing_and_waits_for_nobody(world: World, server: ImapServer) -> None:
    with stopped(WEDNESDAY):
        server.deliver(
            mail("Je suis absente jusqu’au 30/11.", to=reply_to(), subject="Réponse automatique : facture", Auto_Submitted="auto-replied")
        )
        messages.fetch_mail(SYSTEM, all_now=True)
        world.run(WEDNESDAY)
        assert outbox.open_replies(SYSTEM) == []
        assert decided.latest_decision(SYSTEM, world.garage).reason != "reply"
        [row] = outbox.incoming_of(SYSTEM, world.garage)
        assert row.nature == "auto_reply"


def test_what_comes_back_reopens_the_step_and_kills_the_address(world: World, server: ImapServer) -> None:
    assert ItemStep.objects.count() == 1
    with stopped(WEDNESDAY):
        server.deliver(bounce(to=reply_to(), recipient="c1@dupont.example"))
        messages.fetch_mail(SYSTEM, all_now=True)
        assert dunning.take_back_bounced(SYSTEM) == 1
        assert dunning.take_back_bounced(SYSTEM) == 0
        assert (ItemStep.objects.count(), PlannedAction.objects.get(message_id__isnull=False).state) == (0, "failed")
        assert Address.objects.get(channel="email").health == "dead"
        assert [signal.kind for signal in Signal.objects.filter(done_at=None)] == ["message_bounced"]
        # A message of no step that comes back leaves its task as well, once the first was done.
        Signal.objects.update(done_at=now(), raised_on=TUESDAY)
        by_hand = Message.objects.get()
        by_hand.pk, by_hand.idempotency_key, by_hand.reply_token = None, "by-hand", ""
        by_hand.save()
        assert dunning.take_back_bounced(SYSTEM) == 0
        assert dunning.take_back_bounced(SYSTEM) == 0
        assert [signal.kind for signal in Signal.objects.filter(done_at=None)] == ["message_bounced"]
        # The next morning the step is due again; the telephone is what is left to reach them by.
        world.run(WEDNESDAY)
        assert PlannedAction.objects.get(state__in=["approved", "to_approve"]).channel == "call"


def test_a_complaint_takes_the_next_channel_and_asks_a_person_to_agree_on_how_to_write(world: World) -> None:
    with stopped(WEDNESDAY):
        told = {"kind": ComplaintKind.COMPLAINT, "recipient": "c1@dupont.example", "mail_id": "p1", "words": "spam", "at": now()}
        messages.note_complaint(SYSTEM, **told)
        messages.note_complaint(SYSTEM, **told)
        for _ in range(2):
            dunning.take_back_bounced(SYSTEM)
        assert [(signal.kind, signal.comment) for signal in Signal.objects.filter(done_at=None)] == [
            ("address_objects", "c1@dupont.example")
        ]
        file = world.browser().get(reverse("workbench:customer", args=[world.garage])).content.decode()
        assert all(words in file for words in ("Signalé comme indésirable", "Aucune relance n’y part", "D’accord à nouveau"))
        address = Address.objects.get(channel="email")
        world.browser().post(reverse("workbench:address_agrees", args=[world.garage, address.pk]))
        address.refresh_from_db()
        assert address.objected_at is None
    # A step of its own channel would have been an e-mail: it is a call that is planned.
    Address.objects.filter(pk=address.pk).update(objected_at=now(), objection="complaint")
    with stopped(date(2026, 11, 30)):
        assert decided.explanation(SYSTEM, world.garage, on=date(2026, 11, 30)).channel != "email"
