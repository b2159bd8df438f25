"""A mailbox that opens by OAuth2 (Microsoft 365, Google Workspace): asked, renewed, kept sealed; each refusal in a sentence of its own."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from encaisse.audit.models import Entry
from encaisse.kit.actor import Role
from encaisse.messages import actions, queries
from encaisse.messages.forms.mailboxes import PROVIDERS, MailboxForm
from encaisse.messages.models import Incoming, Mailbox
from encaisse.messages.queries.boxes import way_in
from encaisse.messages.rules.gateways import UnsafeUrl
from encaisse.messages.rules.mailboxes import (
    Key,
    MailboxSettings,
    NoHost,
    NoRefreshToken,
    NoTokenGiven,
    Security,
    TokenAddressSilent,
    TokenTurnedDown,
)
from encaisse.messages.rules.servers import SecretInTheOpen, SignIn
from encaisse.people import actions as people
from encaisse.people.models import User
from messages.imap_by_token import TokenDoor, token_door
from messages.imap_server import free_port, imap_server
from messages.mails import mail

pytestmark = pytest.mark.django_db(transaction=True)
KEY = Key("refresh-1", "client-secret")


@pytest.fixture
def door() -> Iterator[TokenDoor]:
    with imap_server() as server, token_door(server) as running:
        yield running


@pytest.fixture
def token_url(tmp_path: Path) -> Iterator[str]:
    log = tmp_path / "provider"
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("oauth_servers.py")), str(log)], stdout=subprocess.PIPE, text=True
    )
    token_port, _ = map(int, process.stdout.readline().split())
    yield f"http://127.0.0.1:{token_port}/token"
    process.terminate()
    process.wait(10)


@pytest.fixture
def told(door: TokenDoor, token_url: str) -> MailboxSettings:
    return MailboxSettings(
        address="relances@verdier.example", host="127.0.0.1", port=door.port, security=Security.NONE, user="relances@verdier.example",
        sign_in=SignIn.OAUTH2, token_url=token_url, client_id="encaisse", scope="imap",
    )  # fmt: skip


@pytest.fixture
def mailbox(actor, customer, told: MailboxSettings) -> Mailbox:
    pk = actions.set_mailbox(actor, customer.creditor_id, told, password=KEY.secret, client_secret=KEY.client_secret)
    Mailbox.objects.filter(pk=pk).update(read_from_on=date.today() - timedelta(days=2))
    return Mailbox.objects.get(pk=pk)


def test_a_mailbox_is_read_with_a_token_asked_for_it_and_kept_until_it_runs_out(actor, door, mailbox):
    door.server.deliver(mail())
    assert actions.fetch_mail(actor, all_now=True).taken_in == 1
    assert actions.fetch_mail(actor, all_now=True).failed == 0
    assert door.seen == [("relances@verdier.example", "token-1")] * 2
    assert Incoming.objects.count() == 1


def test_a_token_that_ran_out_is_renewed_with_the_newest_refresh_token(actor, door, mailbox):
    actions.fetch_mail(actor, all_now=True)
    Mailbox.objects.update(token_until="2020-01-01T00:00Z")
    door.good = "token-2"
    assert actions.fetch_mail(actor, all_now=True).failed == 0
    _, key = way_in(actor, mailbox.pk)
    assert (key.secret, key.client_secret, key.token) == ("refresh-3", "client-secret", "token-2")


def test_a_token_taken_back_before_its_day_is_renewed_at_once(actor, door, mailbox):
    actions.fetch_mail(actor, all_now=True)
    door.good = "token-2"
    assert actions.fetch_mail(actor, all_now=True).failed == 0
    assert [token for _, token in door.seen] == ["token-1", "token-1", "token-2"]


def test_nothing_that_opens_a_mailbox_is_kept_in_the_open(actor, mailbox):
    actions.fetch_mail(actor, all_now=True)
    row = Mailbox.objects.get()
    kept = b"".join(map(bytes, (row.password_cipher, row.client_secret_cipher, row.token_cipher)))
    assert not any(secret in kept for secret in (b"refresh-", b"client-secret", b"token-1"))
    assert not any(secret in str(Entry.objects.values()) for secret in ("refresh-1", "client-secret"))
    assert "refresh-1" not in repr(way_in(actor, mailbox.pk))


def test_each_refusal_says_what_to_do(actor, door, told):
    assert actions.try_mailbox(actor, told, KEY) == 0
    with pytest.raises(NoTokenGiven, match="the grant was revoked"):
        actions.try_mailbox(actor, told, Key("taken back", ""))
    with pytest.raises(TokenAddressSilent):
        actions.try_mailbox(actor, replace(told, token_url=f"http://127.0.0.1:{free_port()}/token"), KEY)
    door.good = "of somebody else"
    with pytest.raises(TokenTurnedDown):
        actions.try_mailbox(actor, told, KEY)


def test_a_trial_first_asks_for_what_is_missing(actor, door, told):
    with pytest.raises(NoRefreshToken):
        actions.try_mailbox(actor, replace(told, token_url=""), KEY)
    with pytest.raises(NoHost):
        actions.try_mailbox(actor, replace(told, host=""), KEY)
    assert door.seen == []


@pytest.mark.parametrize(
    "moved", [{"host": "imap.elsewhere.example", "security": Security.TLS}, {"token_url": "https://elsewhere.example/token"}]
)
def test_a_secret_goes_to_no_other_server_than_the_one_it_was_given_for(actor, customer, mailbox, told, moved):
    with pytest.raises(NoRefreshToken):
        actions.set_mailbox(actor, customer.creditor_id, replace(told, **moved))
    assert way_in(actor, mailbox.pk)[1].secret == KEY.secret


def test_a_consent_taken_back_is_shown_and_not_asked_for_every_minute(actor, customer, mailbox):
    actions.set_mailbox(actor, customer.creditor_id, queries.mailbox_of(actor, customer.creditor_id).settings, password="taken back")
    assert actions.fetch_mail(actor).failed == 1
    assert actions.fetch_mail(actor).mailboxes == 0
    card = queries.mailbox_of(actor, customer.creditor_id)
    assert card is not None
    assert (card.state, card.fault) == ("failing", "no_token")
    assert isinstance(queries.fault_of(actor, card), NoTokenGiven)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        pytest.param({"client_id": ""}, NoRefreshToken, id="no client"),
        pytest.param({"token_url": ""}, NoRefreshToken, id="no token address"),
        pytest.param({"token_url": "http://provider.example/token"}, UnsafeUrl, id="a token address in the open"),
        pytest.param({"host": "imap.example.com"}, SecretInTheOpen, id="a server without encryption"),
    ],
)
def test_what_could_not_work_or_would_show_a_secret_is_not_kept(actor, customer, told, changed, refusal):
    with pytest.raises(refusal):
        actions.set_mailbox(actor, customer.creditor_id, replace(told, **changed), password="refresh-1")
    with pytest.raises(NoRefreshToken):
        actions.set_mailbox(actor, customer.creditor_id, told)


def test_changing_to_a_password_forgets_the_tokens(actor, customer, mailbox, told):
    by_password = MailboxSettings(told.address, told.host, told.port, Security.NONE, "relances")
    actions.set_mailbox(actor, customer.creditor_id, by_password, password="un mot de passe")
    _, key = way_in(actor, mailbox.pk)
    assert (key.secret, key.client_secret, key.token) == ("un mot de passe", "", "")


def test_the_provider_chosen_fills_in_what_is_left_empty():
    given = {
        "address": "relances@verdier.example", "source": "imap", "host": "outlook.office365.com", "port": 993, "security": "tls",
        "folder": "INBOX", "sign_in": "oauth2", "provider": "Microsoft 365", "client_id": "encaisse", "refresh_token": "r",
    }  # fmt: skip
    form = MailboxForm(given)
    assert form.is_valid(), form.errors
    assert (form.settings().token_url, form.settings().scope) == PROVIDERS["Microsoft 365"]
    assert form.key().secret == "r"


def test_from_the_screen_it_is_tried_then_kept(actor, customer, told, door):
    user_id = people.create_user(actor, email="admin@verdier.example", name="Claire", password="un mot de passe long")
    people.set_membership(actor, user_id, role=Role.ADMIN, from_on=date(2020, 1, 1))
    browser = Client()
    browser.force_login(User.objects.get(pk=user_id), backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("messages:mailbox", args=[customer.creditor_id])
    typed = {
        "address": told.address, "source": "imap", "host": told.host, "port": told.port, "security": "none", "user": told.user,
        "folder": "INBOX", "sign_in": "oauth2", "token_url": told.token_url, "client_id": "encaisse", "client_secret": "client-secret",
        "refresh_token": "refresh-1", "scope": "imap",
    }  # fmt: skip
    page = browser.post(url, typed | {"try": "1"}).content.decode()
    assert "refresh-1" not in page
    assert Mailbox.objects.count() == 0
    door.good = "token-2"
    browser.post(url, typed)
    browser.post(url, typed | {"refresh_token": "", "client_secret": "", "try": "1"})
    assert way_in(actor, Mailbox.objects.get().pk)[1].token == "token-2"
