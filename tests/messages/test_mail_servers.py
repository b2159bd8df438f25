"""A creditor's own mail server: its secrets, its return address, and OAuth2 with a token that is renewed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from encaisse.messages import actions, queries
from encaisse.messages.models import MailServer, Message
from encaisse.messages.rules import Delivered
from encaisse.messages.rules.servers import OAuth2, Security, Server, SignIn, xoauth2

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Provider:
    token_port: int
    mail_port: int
    log: Path

    def seen(self, what: str) -> list[dict[str, str]]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [told for told in map(json.loads, lines) if told["what"] == what]


@pytest.fixture
def provider(tmp_path: Path, settings) -> Iterator[Provider]:
    log = tmp_path / "provider"
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("oauth_servers.py")), str(log)], stdout=subprocess.PIPE, text=True
    )
    token_port, mail_port = map(int, process.stdout.readline().split())
    settings.OUTBOUND, settings.SENDER_MINUTE_LIMIT, settings.EMAIL_PORT = "live", 0, 1
    yield Provider(token_port, mail_port, log)
    process.terminate()
    process.wait(10)


@pytest.fixture
def own_server(actor, customer, provider) -> Server:
    client = OAuth2(f"http://127.0.0.1:{provider.token_port}/token", "encaisse", "client-secret", "mail.send")
    server = Server(
        "127.0.0.1", provider.mail_port, Security.NONE, SignIn.OAUTH2, "relance@verdier.example", "refresh-1", client,
        bounce_address="retours@verdier.example",
    )  # fmt: skip
    actions.save_mail_server(actor, customer.creditor_id, server)
    return server


def test_a_mail_leaves_by_the_creditors_own_server_with_a_fresh_token(actor, outgoing, own_server, provider):
    actions.queue_message(actor, outgoing())
    assert actions.deliver_ready(actor) == Delivered(sent=1)
    [asked] = provider.seen("token")
    assert asked == {
        "what": "token", "grant_type": "refresh_token", "refresh_token": "refresh-1", "client_id": "encaisse",
        "client_secret": "client-secret", "scope": "mail.send",
    }  # fmt: skip
    assert provider.seen("auth")[-1]["token"] == "auth=Bearer token-1"
    assert provider.seen("mail") == [{"what": "mail", "sender": "retours@verdier.example"}]


def test_a_token_that_is_good_for_a_while_is_not_asked_again(actor, outgoing, own_server, provider):
    for key in ("a", "b"):
        actions.queue_message(actor, outgoing(key))
        assert actions.deliver_ready(actor) == Delivered(sent=1)
    assert len(provider.seen("token")) == 1


def test_a_token_that_ran_out_is_renewed_with_the_newest_refresh_token(actor, customer, outgoing, own_server, provider):
    actions.queue_message(actor, outgoing("a"))
    actions.deliver_ready(actor)
    MailServer.objects.update(token_until="2020-01-01T00:00Z")
    actions.queue_message(actor, outgoing("b"))
    assert actions.deliver_ready(actor) == Delivered(sent=1)
    assert [asked["refresh_token"] for asked in provider.seen("token")] == ["refresh-1", "refresh-2"]
    row = MailServer.objects.get()
    for cipher in (row.secret_cipher, row.token_cipher, row.client_secret_cipher):
        assert not {b"refresh", b"token", b"client"} & set(bytes(cipher).split(b"-"))
    assert queries.mail_server(actor, customer.creditor_id).secret == "refresh-3"


def test_a_revoked_grant_loses_nothing_and_says_so(actor, customer, outgoing, own_server, provider):
    actions.save_mail_server(actor, customer.creditor_id, replace(own_server, secret="gone"))
    actions.queue_message(actor, outgoing())
    assert actions.deliver_ready(actor) == Delivered(retried=1, waiting=1)
    assert "the grant was revoked" in Message.objects.get().detail
    health = queries.server_card(actor, customer.creditor_id).health
    assert (health.is_failing, "the grant was revoked" in health.last_error) == (True, True)


def test_a_token_endpoint_down_loses_nothing(actor, customer, outgoing, own_server):
    MailServer.objects.update(token_url="http://127.0.0.1:1/token")
    actions.queue_message(actor, outgoing())
    assert actions.deliver_ready(actor) == Delivered(retried=1, waiting=1)


def test_a_wrong_token_loses_nothing(actor, outgoing, own_server, provider):
    MailServer.objects.update(user="other@verdier.example")
    actions.queue_message(actor, outgoing())
    assert actions.deliver_ready(actor) == Delivered(retried=1, waiting=1)
    assert provider.seen("mail") == []


def test_a_creditor_without_a_server_uses_the_installations(actor, outgoing, mail_server):
    actions.queue_message(actor, outgoing())
    assert actions.deliver_ready(actor) == Delivered(sent=1)


def test_what_a_mail_server_is_told_in_place_of_a_password():
    assert xoauth2("a@b.example", "t") == "user=a@b.example\x01auth=Bearer t\x01\x01"
