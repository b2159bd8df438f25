"""A joint message of three companies leaves once, whatever dies on the way: sent, or unknown and shown to a person, for each alike."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import connection
from django.urls import reverse

from dunning.joint_companies import owed_to_all, three_companies
from dunning.pages import ON, SYSTEM, Company
from encaisse.db.clock import stopped
from encaisse.dunning import actions
from encaisse.dunning.models import ItemStep, PlannedAction
from encaisse.files import queries as kept
from encaisse.kit.actor import Role
from encaisse.messages import actions as messages
from encaisse.messages.models import ContactEvent, JoinedCustomer, Message
from encaisse.messages.rules.reading import mail_id_of
from messages import mail_server as server_program
from messages.waiting import seconds_until_one_is_sent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KILLS, GROUPS = 40, 60
PAUSE = 0.2  # seconds the server takes before and after it accepts: the time to die in, beside that of releasing


class Server:
    def __init__(self, folder: Path) -> None:
        self.log = folder / "accepted"
        program = [sys.executable, server_program.__file__, str(self.log), str(PAUSE)]
        self.process = subprocess.Popen(program, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def accepted(self) -> Counter[str]:
        return Counter(self.log.read_text().split() if self.log.exists() else [])


@pytest.fixture
def server(tmp_path, settings) -> Iterator[Server]:
    opened = Server(tmp_path)
    settings.OUTBOUND, settings.EMAIL_HOST, settings.EMAIL_PORT, settings.SENDER_MINUTE_LIMIT = "live", "127.0.0.1", opened.port, 0
    yield opened
    opened.process.kill()
    opened.process.wait()


@pytest.fixture
def companies(settings, tmp_path) -> Iterator[list[Company]]:
    settings.VAR = tmp_path
    with stopped(ON):
        yield three_companies()


def ready(companies: list[Company], count: int) -> list[int]:
    """Return the leading actions of so many joint messages, approved."""
    for number in range(count):
        owed_to_all(companies, f"c{number}")
    companies[0].run()
    leaders = list(PlannedAction.objects.filter(joins_id=None).order_by("pk").values_list("pk", flat=True))
    assert PlannedAction.objects.filter(joins_id__in=leaders).count() == 2 * len(leaders) == 2 * count
    actions.approve_actions(SYSTEM, leaders, on=ON)
    PlannedAction.objects.update(not_before=None)
    return leaders


class Nursery:
    """A process that has loaded the program once, and starts a fresh worker in a few milliseconds each time it is asked."""

    def __init__(self, leaders: list[int], server: Server) -> None:
        facts = {"port": server.port, "leaders": leaders, "var": str(project.VAR), "on": ON.isoformat()}
        facts |= {"database": dict(connection.settings_dict, TEST=None)}
        root = Path(__file__).resolve().parents[2]
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("joint_sender.py")), json.dumps(facts, default=str)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(root / "src")},
        )  # fmt: skip

    def start(self) -> int:
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(60)


def kill(pid: int) -> None:
    """Kill a worker, if it has not come to its end."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def time_of_one(nursery: Nursery) -> float:
    pid = nursery.start()
    took = seconds_until_one_is_sent()
    kill(pid)
    return took


def kill_workers(nursery: Nursery) -> None:
    chance = random.Random(20261117)  # noqa: S311 - moments of death, not secrets
    try:
        took = time_of_one(nursery)
        for _ in range(KILLS):
            pid = nursery.start()
            time.sleep(chance.uniform(0, 1.3 * took))
            kill(pid)
    finally:
        nursery.close()


def finish() -> None:
    """Let one worker live: what is left is released, delivered, and learnt of."""
    for _ in range(100):
        actions.release(SYSTEM, on=ON)
        messages.deliver_ready(SYSTEM)
        actions.settle(SYSTEM)
        if not PlannedAction.objects.filter(state__in=["approved", "sending"]).exists():
            return
        time.sleep(0.1)


def test_workers_killed_anywhere_leave_each_joint_message_sent_once_or_unknown_for_every_company_alike(companies, server):
    leaders = ready(companies, GROUPS)
    kill_workers(Nursery(leaders, server))
    finish()
    accepted = server.accepted()
    states = Counter()
    for leader in PlannedAction.objects.filter(pk__in=leaders):
        group = [leader, *PlannedAction.objects.filter(joins_id=leader.pk)]
        message = Message.objects.get(pk=leader.message_id)
        assert {each.message_id for each in group} == {message.pk}, "every company speaks through the one message"
        assert {each.state for each in group} == {message.state}, "every company knows of it what the others know"
        assert sorted(JoinedCustomer.objects.filter(message=message).values_list("customer_id", flat=True)) == sorted(
            each.customer_id for each in group[1:]
        )
        mail_id = mail_id_of(kept.content(SYSTEM, message.rendered_id))
        assert accepted[mail_id] == 1 if message.state == "sent" else accepted[mail_id] <= 1
        reached = sorted(ContactEvent.objects.filter(message=message).values_list("customer_id", flat=True))
        assert reached == (sorted(each.customer_id for each in group) if message.state == "sent" else []), "unknown is no contact yet"
        states[message.state] += 1
    assert set(states) <= {"sent", "unknown"}
    assert states["unknown"] > KILLS / 20, "too few workers died on the way: nothing was proved"
    assert Message.objects.count() == len(leaders)


@pytest.fixture
def unknown(companies, server) -> Message:
    """A joint message whose worker died while it was leaving."""
    ready(companies, 1)
    actions.release(SYSTEM, on=ON)
    Message.objects.update(state="sending", claimed_by=1, claimed_at=PlannedAction.objects.latest("pk").recorded_at)
    messages.deliver_ready(SYSTEM)
    actions.settle(SYSTEM)
    return Message.objects.get()


def test_an_unknown_one_is_shown_to_a_person_on_every_file_and_one_decision_settles_it_for_all(companies, unknown):
    assert set(PlannedAction.objects.values_list("state", flat=True)) == {"unknown"}
    browser = companies[0].browser()
    for customer_id in PlannedAction.objects.values_list("customer_id", flat=True):
        page = browser.get(reverse("workbench:customer", args=[customer_id])).content.decode()
        assert reverse("messages:detail", args=[unknown.pk]) in page
    assert "Issue inconnue" in browser.get(reverse("messages:detail", args=[unknown.pk])).content.decode()
    browser.post(reverse("messages:settle", args=[unknown.pk]), {"was_sent": "yes"})
    actions.settle(SYSTEM)
    assert set(PlannedAction.objects.values_list("state", flat=True)) <= {"sent", "unknown"}
    assert len(set(PlannedAction.objects.values_list("state", flat=True))) == 1
    assert ItemStep.objects.filter(how="done").count() == 3


def test_it_did_not_leave_and_leaves_once_for_all(companies, unknown, server):
    browser = companies[0].browser(Role.CREDIT_MANAGER)
    browser.post(reverse("messages:settle", args=[unknown.pk]), {"was_sent": "no"})
    messages.deliver_ready(SYSTEM)
    actions.settle(SYSTEM)
    assert list(server.accepted().values()) == [1]
    assert ContactEvent.objects.filter(message=unknown, direction="out", result="sent").count() == 3
