"""E-mails a second with one worker: written, frozen, queued, then accepted by a real mail server, which keeps each for good."""

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from bench.figures import Figure, say, timed
from bench.portfolio import ON, SYSTEM, fill
from bench.reminders import CREDITOR, SENDER, reminder
from encaisse.customers import queries as customers
from encaisse.messages import actions, queries
from encaisse.messages.rules import Channel, Delivered, Envelope, Outgoing, email_bytes, render

MAILS, FEWEST, AT_ONCE = 1000, 20, 100
BAR = 50.0
CODE = "REMIND2_EMAIL"
DATED = datetime.combine(ON, time(9), tzinfo=ZoneInfo("Europe/Paris"))
SERVER = Path(__file__).resolve().parent.parent / "tests" / "messages" / "mail_server.py"


def figures(items: int) -> list[Figure]:
    count = max(min(MAILS, items // 100), FEWEST)
    creditor_id = fill(max(count, FEWEST) * 10)
    with mail_server() as (port, log):
        settings.OUTBOUND, settings.EMAIL_HOST, settings.EMAIL_PORT, settings.SENDER_MINUTE_LIMIT = "live", "127.0.0.1", port, 0
        settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "", False, False
        told: list[Delivered] = []
        queued = timed(lambda: queue(creditor_id, count))
        delivered = timed(lambda: told.append(actions.deliver_ready(SYSTEM)))
        assert told[0].sent == count == len(set(log.read_text().split())), told[0]
    say(f"{count} e-mails: rendered and queued in {queued:.2f} s, delivered in {delivered:.2f} s")
    return [Figure("e-mails rendered and accepted (a second)", count / (queued + delivered), None, BAR, at_least=True)]


@contextlib.contextmanager
def mail_server() -> Iterator[tuple[int, Path]]:
    """Start a mail server in a process of its own; it says on which port it listens and writes down what it accepted."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "accepted")
        server = subprocess.Popen([sys.executable, str(SERVER), str(log)], stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline()), log
        finally:
            server.terminate()
            server.wait(10)


def queue(creditor_id: int, count: int) -> None:
    for first in range(1, count + 1, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count + 1))
        files = customers.files(SYSTEM, numbers)
        reaches = customers.best_addresses(SYSTEM, numbers, ["email"])
        actions.queue_messages(SYSTEM, [outgoing(creditor_id, no, files[no], reaches[no, "email"]) for no in numbers])


def outgoing(creditor_id: int, no: int, file: customers.CustomerFile, reach: customers.Reach) -> Outgoing:
    template = queries.template(SYSTEM, CODE, "fr")
    words = render(template, reminder(no))
    envelope = Envelope(
        sender=(SENDER.name, SENDER.email), to=(reach.contact.name, reach.address.address), reply_to=CREDITOR.email, key=f"mesure-{no}",
        dated=DATED, domain="mesure.example", about_customer=file.code,
    )  # fmt: skip
    return Outgoing(
        creditor_id, no, file.party_id, Channel.EMAIL, reach.address.address, reach.address.digest, SENDER.email, f"mesure-{no}",
        email_bytes(words, envelope), words.subject, (CODE, "fr", template.version), ON,
    )  # fmt: skip
