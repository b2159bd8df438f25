"""Mail read from a real IMAP server: kept, filed, seen; never lost, never twice."""

import os
import signal
import subprocess
import sys
import time
import tracemalloc
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import translation

from encaisse.customers import actions as customers
from encaisse.customers.rules import NewContact
from encaisse.db.clock import now
from encaisse.files.queries import path_of
from encaisse.messages import actions, queries
from encaisse.messages.models import ContactEvent, Incoming, Mailbox
from encaisse.messages.rules.incoming import LARGEST_MAIL
from encaisse.messages.rules.mailboxes import FolderUnknown, Key, MailboxSettings, PasswordRefused, Security, ServerUnreachable
from messages.imap_server import PASSWORD, USER, ImapServer, free_port, imap_server
from messages.mails import mail

pytestmark = pytest.mark.django_db(transaction=True)
FIFTY_MEGABYTES = 50 * 2**20


@pytest.fixture
def server():
    with imap_server() as running:
        yield running


def settings_for(port: int, **changes) -> MailboxSettings:
    facts = {"address": "relances@verdier.example", "host": "127.0.0.1", "port": port, "security": Security.NONE, "user": USER}
    return MailboxSettings(**(facts | changes))


@pytest.fixture
def mailbox(server: ImapServer, actor, customer) -> Mailbox:
    pk = actions.set_mailbox(actor, customer.creditor_id, settings_for(server.port), password=PASSWORD)
    Mailbox.objects.filter(pk=pk).update(read_from_on=date.today() - timedelta(days=2))
    return Mailbox.objects.get(pk=pk)


@pytest.fixture
def anne(actor, customer) -> int:
    return customers.add_contact(actor, customer.pk, NewContact(name="Anne", emails=("anne@epis.example",)))


def test_a_reply_is_kept_byte_for_byte_filed_and_marked_as_seen(server, mailbox, actor, customer, anne):
    raw = mail()
    server.deliver(raw)
    fetched = actions.fetch_mail(actor)
    [row] = queries.incoming_of(actor, customer.pk)
    assert (fetched.taken_in, row.filed_by, row.nature, server.unseen()) == (1, "address", "reply", 0)
    assert path_of(row.sha256).read_bytes().replace(b"\r\n", b"\n") == raw.replace(b"\r\n", b"\n")
    assert ContactEvent.objects.get(direction="in").is_contact


def test_reading_again_changes_nothing(server, mailbox, actor, customer, anne):
    server.deliver(mail())
    actions.fetch_mail(actor)
    again = actions.fetch_mail(actor)
    assert (again.taken_in, again.known, Incoming.objects.count()) == (0, 0, 1)


def test_a_server_that_counts_its_mails_anew_is_read_again_and_nothing_is_filed_twice(server, mailbox, actor, anne):
    server.deliver(mail(), mail(message_id="<r2@epis.example>", text="Autre chose"))
    actions.fetch_mail(actor)
    Mailbox.objects.update(uid_validity=1)
    again = actions.fetch_mail(actor)
    assert (again.taken_in, again.known, Incoming.objects.count()) == (0, 2, 2)


def test_what_was_in_the_mailbox_before_it_was_set_up_stays_as_it_was(server, actor, customer):
    server.deliver(mail())
    actions.set_mailbox(actor, customer.creditor_id, settings_for(server.port), password=PASSWORD)
    Mailbox.objects.update(read_from_on=date.today() + timedelta(days=1))
    actions.fetch_mail(actor)
    assert (Incoming.objects.count(), server.unseen()) == (0, 1)


def test_a_mail_of_fifty_megabytes_is_told_of_and_left_whole_in_its_mailbox(server, mailbox, actor, customer, anne):
    head = mail(subject="Les plans").partition(b"\n\n")[0].replace(b"\n", b"\r\n") + b"\r\n\r\n"
    server.deliver(mail(message_id="<r2@epis.example>", text="Voici déjà le devis."))
    actions.fetch_mail(actor)  # what reading any mail loads is not what this one costs
    server.deliver_of_size(head, FIFTY_MEGABYTES)
    tracemalloc.start()
    fetched = actions.fetch_mail(actor)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (fetched.taken_in, fetched.failed, peak < 2**20) == (1, 0, True)
    large, small = sorted(queries.incoming_of(actor, customer.pk), key=lambda row: -row.size)
    assert (large.is_cut, large.size, large.subject, large.filed_by) == (True, FIFTY_MEGABYTES, "Les plans", "address")
    assert path_of(large.sha256).stat().st_size < 2_000
    assert (small.is_cut, small.text) == (False, "Voici déjà le devis.")
    assert max(server.sizes()) == FIFTY_MEGABYTES  # nothing is lost: it can be read where it is
    assert (actions.fetch_mail(actor).taken_in, Incoming.objects.count()) == (0, 2)


def test_of_a_mail_too_large_the_headers_are_kept_and_its_size_is_told(server, mailbox, actor, customer, anne):
    server.deliver(mail(files=[("plans.bin", b"x" * LARGEST_MAIL)]))
    actions.fetch_mail(actor)
    [row] = queries.incoming_of(actor, customer.pk)
    assert (row.is_cut, row.size > LARGEST_MAIL, row.subject, row.filed_by) == (True, True, "Re: Facture échue", "address")


def test_each_thing_that_may_be_wrong_with_a_mailbox_has_its_own_sentence(server, actor, db):
    with pytest.raises(PasswordRefused):
        actions.try_mailbox(actor, settings_for(server.port), Key("wrong"))
    with pytest.raises(FolderUnknown):
        actions.try_mailbox(actor, settings_for(server.port, folder="Nulle part"), Key(PASSWORD))
    with pytest.raises(ServerUnreachable):
        actions.try_mailbox(actor, settings_for(free_port()), Key(PASSWORD))
    assert actions.try_mailbox(actor, settings_for(server.port), Key(PASSWORD)) == 0


def test_a_refused_password_is_shown_and_not_tried_again_every_minute(server, mailbox, actor, customer):
    actions.set_mailbox(actor, customer.creditor_id, settings_for(server.port), password="changed meanwhile")
    failed = actions.fetch_mail(actor)
    at_once = actions.fetch_mail(actor)
    card = queries.mailbox_of(actor, customer.creditor_id)
    assert (failed.failed, at_once.mailboxes, card.state, card.fault) == (1, 0, "failing", "password")
    assert card.next_at - now() > timedelta(minutes=14)


def test_a_mailbox_that_answers_again_is_well_again(server, mailbox, actor, customer, capsys):
    Mailbox.objects.update(port=free_port())
    with translation.override("fr"):
        call_command("fetch_mail")
    assert "ne répond pas" in capsys.readouterr().err
    Mailbox.objects.update(port=server.port)
    call_command("fetch_mail", json=True)
    assert '"failed": 0' in capsys.readouterr().out
    assert queries.mailbox_of(actor, customer.creditor_id).state == "reading"


KILLED = """
import django; django.setup()
from encaisse.kit.actor import system_actor
from encaisse.messages import actions
print("ready", flush=True)
actions.fetch_mail(system_actor(), all_now=True)
"""


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_filed_twice(server, mailbox, actor, settings, request):
    customer = request.getfixturevalue("customer")
    request.getfixturevalue("anne")
    count = 40
    server.deliver(*(mail(message_id=f"<k{number}@epis.example>", text=f"Message {number}") for number in range(count)))
    database = settings.DATABASES["default"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "encaisse.project.settings", "PGHOST": str(database["HOST"]), "PGPORT": "5432", "PGUSER": "postgres",
        "PGDATABASE": str(database["NAME"]), "ENCAISSE_VAR": str(settings.VAR), "SECRET_KEY": settings.SECRET_KEY,
    }  # fmt: skip
    for wait in (0.05, 0.15, 0.3, 0.5):
        process = subprocess.Popen([sys.executable, "-c", KILLED], env=environment, stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
        assert all(path_of(sha256).is_file() for sha256 in Incoming.objects.values_list("content_id", flat=True))
    actions.fetch_mail(actor, all_now=True)
    told = sorted(int(row.text.removeprefix("Message ")) for row in queries.incoming_of(actor, customer.pk))
    assert (told, server.unseen()) == (list(range(count)), 0)
