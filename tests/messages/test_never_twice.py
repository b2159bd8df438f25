"""Never twice: processes killed anywhere on the way: 200 to a mail server, 50 to an SMS gateway, 50 to a postal provider's folder."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Self

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import override_settings

from encaisse.creditors.models import Creditor
from encaisse.messages import actions
from encaisse.messages.models import Message
from encaisse.messages.queries.postal import OUT, postal_folder
from encaisse.messages.rules.postal import LetterRoute
from messages.waiting import seconds_until_one_is_sent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

KILLS = 200
SMS_KILLS = 50
LETTER_KILLS = 50


class Nursery:
    """A process that has loaded the program once, and starts a fresh sender in a few milliseconds each time it is asked."""

    def __init__(self, customer: tuple[int, int, int], var: Path, *, port: int = 0, channel: str = "email") -> None:
        facts = {"port": port, "customer": customer, "channel": channel, "var": str(var)}
        facts |= {"database": dict(connection.settings_dict, TEST=None)}
        root = Path(__file__).resolve().parents[2]
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("sender.py")), json.dumps(facts, default=str)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(root / "src")},
        )  # fmt: skip

    def start(self, first: int) -> int:
        self.process.stdin.write(f"{first}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(30)


def kill_after(pid: int, delay: float) -> None:
    time.sleep(delay)
    os.kill(pid, signal.SIGKILL)


def test_200_kills_leave_each_message_sent_once_or_unknown(actor, customer, mail_server):
    kill_senders(Nursery(of(customer), Path(django_settings.VAR), port=mail_server.port), KILLS)
    finish(actor)
    accepted = Counter(mail_server.accepted())
    states = dict(Message.objects.values_list("idempotency_key", "state"))
    assert set(states.values()) <= {"sent", "unknown"}
    assert [key for key, state in states.items() if state == "sent" and accepted[f"<{key}@verdier.example>"] != 1] == []
    assert [message_id for message_id, count in accepted.items() if count > 1] == []
    assert set(accepted) <= {f"<{key}@verdier.example>" for key in states}
    assert Counter(states.values())["unknown"] > KILLS / 20, "too few senders died on the way: nothing was proved"


def test_50_kills_leave_each_sms_sent_once_or_unknown(actor, customer, sms_gateway, sms_server):
    Creditor.objects.update(is_demonstration=True)  # no hour holds its SMS: this test is run at any time of the day
    kill_senders(Nursery(of(customer), Path(django_settings.VAR), channel="sms"), SMS_KILLS)
    finish(actor)
    accepted = Counter(json.loads(asked["body"])["text"] for asked in sms_server.accepted())
    states = dict(Message.objects.values_list("idempotency_key", "state"))
    assert set(states.values()) <= {"sent", "unknown"}
    assert [key for key, state in states.items() if state == "sent" and accepted[key] != 1] == []
    assert [key for key, count in accepted.items() if count > 1] == []
    assert Counter(states.values())["unknown"] > SMS_KILLS / 20, "too few senders died on the way: nothing was proved"


def test_50_kills_leave_each_letter_with_the_provider_once_or_unknown(actor, customer):
    route = LetterRoute(by_provider=True, folder="provider/verdier")
    actions.save_letter_route(actor, customer.creditor_id, route)
    with Provider(postal_folder(actor, route, OUT)) as provider:
        kill_senders(Nursery(of(customer), Path(django_settings.VAR), channel="letter"), LETTER_KILLS)
        with override_settings(OUTBOUND="live"):
            finish(actor)
    taken = Counter(provider.taken)
    states = {f"m{pk}": state for pk, state in Message.objects.values_list("pk", "state")}
    assert set(states.values()) <= {"sent", "unknown"}
    assert [reference for reference, state in states.items() if state == "sent" and taken[reference] != 1] == []
    assert [reference for reference, count in taken.items() if count > 1] == []
    assert provider.broken == [], "a manifest never announces half a letter"
    assert Counter(states.values())["unknown"] > LETTER_KILLS / 20, "too few senders died on the way: nothing was proved"


class Provider:
    """A postal provider: takes each announced letter away as soon as its manifest is there, and checks what it was promised."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.taken, self.broken, self.stopped = folder, [], [], threading.Event()
        self.thread = threading.Thread(target=self.work, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        time.sleep(0.05)
        self.stopped.set()
        self.thread.join()
        self.collect()

    def work(self) -> None:
        while not self.stopped.wait(0.002):
            self.collect()

    def collect(self) -> None:
        for file in sorted(self.folder.glob("m*.json")):
            told = json.loads(file.read_text())
            pdf = file.with_suffix(".pdf")
            if hashlib.sha256(pdf.read_bytes()).hexdigest() != told["sha256"]:
                self.broken.append(told["reference"])
            self.taken.append(told["reference"])
            file.unlink()
            pdf.unlink()


def of(customer) -> tuple[int, int, int]:
    return customer.creditor_id, customer.pk, customer.party_id


def kill_senders(nursery: Nursery, times: int) -> None:
    """Start senders and kill each at a moment chosen by chance."""
    chance = random.Random(20261117)  # noqa: S311 - moments of death, not secrets
    try:
        one_message = time_of_one_message(nursery)
        for _ in range(times):
            kill_after(nursery.start(Message.objects.count()), chance.uniform(0, 1.3 * one_message))
    finally:
        nursery.close()


def time_of_one_message(nursery: Nursery) -> float:
    """Let a sender send its first message, to know how long a life must be on this machine to die anywhere on the way."""
    pid = nursery.start(0)
    took = seconds_until_one_is_sent()
    os.kill(pid, signal.SIGKILL)
    return took


def finish(actor) -> None:
    """Deliver what is left, once the last killed connection is really gone."""
    for _ in range(50):
        actions.deliver_ready(actor)
        if not Message.objects.filter(state__in=["ready", "sending"]).exists():
            return
        time.sleep(0.1)
