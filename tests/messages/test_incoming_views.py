"""The screens of mail that came in: set a mailbox up, file what nobody could file, read safely what a stranger sent."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from encaisse.customers import actions as customers
from encaisse.customers.models import Customer
from encaisse.customers.rules import NewContact
from encaisse.db.clock import now
from encaisse.kit.actor import Role
from encaisse.messages import actions, queries
from encaisse.messages.models import Incoming, Mailbox
from encaisse.messages.rules.mailboxes import MailboxSettings, Security
from encaisse.people import actions as people
from encaisse.people.models import User
from messages.imap_server import PASSWORD, USER, free_port, imap_server
from messages.mails import mail

pytestmark = pytest.mark.django_db
BOX = {"address": "relances@verdier.example", "source": "imap", "security": "none", "folder": "INBOX", "user": USER, "host": "127.0.0.1"}


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def signed_in(actor, *roles: Role) -> Client:
    name = "-".join(roles).lower()
    user_id = people.create_user(actor, email=f"{name}@verdier.example", name=name, password="un mot de passe long")
    for role in roles:
        people.set_membership(actor, user_id, role=role, from_on=now().date())
    client = Client()
    client.force_login(User.objects.get(pk=user_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def admin(actor) -> Client:
    return signed_in(actor, Role.ADMIN)


@pytest.fixture
def manager(actor) -> Client:
    return signed_in(actor, Role.CREDIT_MANAGER)


@pytest.fixture
def stranger(actor, customer) -> Incoming:
    actions.set_mailbox(actor, customer.creditor_id, MailboxSettings("relances@verdier.example"), by_provider=True)
    html = "<p>Bonjour</p><script>alert(1)</script>"
    raw = mail("Bonjour", sender="paul@epis.example", html=html, files=[("page.html", b"<script>alert(1)</script>")])
    pk = actions.take_in(actor, actions.Arrival(content=raw, arrived_at=now()))
    return Incoming.objects.get(pk=pk)


def test_a_mailbox_is_tried_before_it_is_kept(admin, customer):
    page = reverse("messages:mailbox", args=[customer.creditor_id])
    with imap_server() as server:
        told = {**BOX, "port": server.port, "password": PASSWORD}
        tried = admin.post(page, {**told, "try": "1"}).content.decode()
        assert "La connexion fonctionne" in tried
        assert Mailbox.objects.count() == 0
        assert "refuse cet utilisateur ou ce mot de passe" in admin.post(page, {**told, "password": "autre", "try": "1"}).content.decode()
        assert admin.post(page, told).status_code == 302
        kept = Mailbox.objects.get()
        assert PASSWORD.encode() not in bytes(kept.password_cipher)
        assert PASSWORD not in admin.get(page).content.decode()
        assert "La connexion fonctionne" in admin.post(page, {**told, "password": "", "try": "1"}).content.decode()


def test_whoever_may_only_look_sees_how_the_mailboxes_fare_and_changes_none(manager, stranger, customer):
    page = manager.get(reverse("messages:mailboxes"))
    edit = reverse("messages:mailbox", args=[customer.creditor_id])
    assert (page.status_code, "relances@verdier.example" in page.content.decode(), edit in page.content.decode()) == (200, True, False)
    assert (manager.get(edit).status_code, manager.post(edit, BOX).status_code) == (403, 403)


def test_why_a_mailbox_cannot_be_read_is_on_the_screen(admin, actor, customer):
    box = MailboxSettings("relances@verdier.example", "127.0.0.1", free_port(), user=USER)
    actions.set_mailbox(actor, customer.creditor_id, box, password=PASSWORD)
    admin.post(reverse("messages:mailbox_read", args=[customer.creditor_id]))
    for page in (reverse("messages:mailboxes"), reverse("messages:mailbox", args=[customer.creditor_id])):
        shown = admin.get(page).content.decode()
        assert "Illisible" in shown
        assert "ne répond pas sur le port" in shown


def test_an_administrator_who_sees_no_customer_reads_a_mailbox_now_and_the_mail_is_filed(admin, actor, customer):
    customers.add_contact(actor, customer.pk, NewContact(emails=("anne@epis.example",)))
    with imap_server() as server:
        box = MailboxSettings("relances@verdier.example", "127.0.0.1", server.port, Security.NONE, USER)
        actions.set_mailbox(actor, customer.creditor_id, box, password=PASSWORD)
        server.deliver(mail("Le règlement partira vendredi.", sender="anne@epis.example"))
        answer = admin.post(reverse("messages:mailbox_read", args=[customer.creditor_id]), follow=True)
    assert answer.status_code == 200
    assert "1 nouveau courriel" in answer.content.decode()
    assert Incoming.objects.get().customer_id == customer.pk


def test_whoever_does_not_manage_connections_sees_no_mailbox(actor, customer):
    collector = signed_in(actor, Role.COLLECTOR)
    assert collector.get(reverse("messages:mailboxes")).status_code == 403
    assert collector.get(reverse("messages:mailbox", args=[customer.creditor_id])).status_code == 403


def test_a_mail_nobody_could_file_is_filed_by_search(manager, actor, customer, stranger):
    page = manager.get(reverse("messages:to_file")).content.decode()
    assert "Re: Facture échue" in page
    assert manager.get(reverse("messages:to_file_badge")).content == b"1"
    Customer.objects.update(search_text="boulangerie epis", sort_key="boulangerie epis")
    found = manager.get(reverse("messages:to_file_one", args=[stranger.pk]), {"q": "boulang"}).content.decode()
    assert customer.name in found
    told = {"customer": customer.pk, "keep_address": "1"}
    answer = manager.post(reverse("messages:mail_file", args=[stranger.pk]), told, follow=True).content.decode()
    assert "Tout est rattaché" in answer
    assert [row.customer_id for row in queries.open_replies(actor)] == [customer.pk]
    assert manager.get(reverse("messages:to_file_badge")).content == b""


def test_a_contact_of_the_same_domain_is_proposed(manager, actor, customer, stranger):
    customers.add_contact(actor, customer.pk, NewContact(name="Anne", emails=("anne@epis.example",)))
    assert customer.name in manager.get(reverse("messages:to_file")).content.decode()


def test_what_is_no_customers_mail_is_set_aside(manager, actor, stranger):
    manager.post(reverse("messages:mail_aside", args=[stranger.pk]))
    assert queries.mails_to_file(actor) == []


def test_what_a_stranger_sent_never_runs(manager, stranger):
    layout = manager.get(reverse("messages:incoming_html", args=[stranger.pk]))
    assert "script" not in layout.content.decode()
    assert layout.headers["Content-Security-Policy"].startswith("sandbox")
    file = manager.get(reverse("messages:incoming_file", args=[stranger.pk, 0]))
    assert (file.headers["Content-Type"], file.headers["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert manager.get(reverse("messages:incoming_file", args=[stranger.pk, 9])).status_code == 404
    assert manager.get(reverse("messages:incoming_raw", args=[stranger.pk])).content.startswith(b"From: paul@epis.example")


def test_the_auditor_files_nothing(actor, customer, stranger):
    auditor = signed_in(actor, Role.AUDITOR)
    assert auditor.post(reverse("messages:mail_file", args=[stranger.pk]), {"customer": customer.pk}).status_code == 403
    assert Incoming.objects.get().customer_id is None


def test_of_a_mail_too_large_the_reader_is_told_its_size_and_where_it_is(manager, actor, customer):
    customers.add_contact(actor, customer.pk, NewContact(name="Anne", emails=("anne@epis.example",)))
    actions.set_mailbox(actor, customer.creditor_id, MailboxSettings("relances@verdier.example"), by_provider=True)
    pk = actions.take_in(actor, actions.Arrival(content=mail(), arrived_at=now(), whole_size=50 * 2**20))
    page = manager.get(reverse("workbench:reply", args=[pk])).content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert re.search(r"Ce courriel pèse \S+ Mi?o : seuls ses en-têtes ont été relevés. Lisez-le dans la boîte elle-même.", page)
