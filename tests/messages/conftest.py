"""A creditor, a customer, a reminder, and a real mail server that writes down what it accepted."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from encaisse.creditors.models import Creditor
from encaisse.customers.models import Customer, Party
from encaisse.kit.actor import Actor, system_actor
from encaisse.messages import actions
from encaisse.messages.rules import Channel, Outgoing, letter_pdf, render
from encaisse.messages.rules.gateways import Adapter, Call, Gateway
from messages.reminders import reminder, shipped


@pytest.fixture
def actor() -> Actor:
    return system_actor()


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    settings.OUTBOUND = "trap"


@pytest.fixture
def customer(db) -> Customer:
    creditor = Creditor.objects.create(name="Maison Verdier", siren="732829320")
    party = Party.objects.create(name="Boulangerie Épis")
    return Customer.objects.create(creditor=creditor, party=party, code="C-42", name="Boulangerie Épis")


@pytest.fixture
def outgoing(customer: Customer):
    def made(key: str = "k1", **changes) -> Outgoing:
        facts = {
            "creditor_id": customer.creditor_id,
            "customer_id": customer.pk,
            "party_id": customer.party_id,
            "channel": Channel.EMAIL,
            "recipient": "anne@epis.example",
            "address_digest": b"d" * 32,
            "sender": "recouvrement@verdier.example",
            "idempotency_key": key,
            "content": f"Message-ID: <{key}@verdier.example>\r\n\r\nBonjour\r\n.\r\n".encode(),
            "subject": "Facture échue",
            "template": ("REMIND1_EMAIL", "fr", 0),
            "dated_on": date(2026, 11, 17),
        }
        return Outgoing(**(facts | changes))

    return made


@dataclass(frozen=True)
class MailServer:
    port: int
    log: Path

    def accepted(self) -> list[str]:
        """Return the Message-IDs accepted, in order."""
        return self.log.read_text().split() if self.log.exists() else []


@pytest.fixture
def mail_server(tmp_path: Path, settings) -> Iterator[MailServer]:
    log = tmp_path / "accepted"
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("mail_server.py")), str(log)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    port = int(server.stdout.readline())
    settings.OUTBOUND, settings.EMAIL_HOST, settings.EMAIL_PORT = "live", "127.0.0.1", port
    settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL, settings.SENDER_MINUTE_LIMIT = "", False, False, 0
    yield MailServer(port, log)
    server.terminate()
    server.wait(10)


@dataclass(frozen=True)
class SmsServer:
    url: str
    log: Path

    def accepted(self) -> list[dict[str, str]]:
        """Return the requests accepted, in order."""
        return [json.loads(each) for each in self.log.read_text().splitlines()] if self.log.exists() else []


@pytest.fixture
def sms_server(tmp_path: Path, settings) -> Iterator[SmsServer]:
    log = tmp_path / "sms"
    command = [sys.executable, str(Path(__file__).with_name("sms_server.py")), str(log)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    port = int(server.stdout.readline())
    settings.OUTBOUND, settings.SENDER_MINUTE_LIMIT = "live", 0
    yield SmsServer(f"http://127.0.0.1:{port}/sms", log)
    server.terminate()
    server.wait(10)


@pytest.fixture
def sms_gateway(actor: Actor, customer: Customer, sms_server: SmsServer) -> Gateway:
    """Set up a gateway that takes JSON and gives its number."""
    call = Call(
        sms_server.url, headers="Authorization: Bearer {secret}",
        body='{"to": "{to}", "text": "{text}", "from": "{sender}", "ref": "{id}"}',
        id_path="messages.0.id", error_path="error.message", secret="key-1234",
    )  # fmt: skip
    gateway = Gateway(Adapter.HTTP, call, "Verdier")
    actions.save_sms_gateway(actor, customer.creditor_id, gateway)
    return gateway


@pytest.fixture
def a_letter():
    def made(key: str) -> bytes:
        data = reminder(case_ref=key)
        return letter_pdf(render(shipped("CEO_LETTER"), data), data)

    return made
