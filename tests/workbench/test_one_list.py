"""The day is one list, in the order of a morning: call-backs, replies, broken promises, calls, the batch, late disputes, tasks."""

import json
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from encaisse.db.clock import now, stopped
from encaisse.disputes.models import Dispute
from encaisse.dunning import actions as dunning
from encaisse.dunning.models import PlannedAction
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.kit.actor import Role, system_actor
from encaisse.ledger import queries as ledger
from encaisse.messages import actions as messages
from encaisse.messages.models import Incoming
from encaisse.messages.rules.mailboxes import MailboxSettings
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries import team as teams
from encaisse.workbench.queries.lines import Kind
from messages.mails import mail

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
ON, BEFORE = date(2026, 11, 17), date(2026, 11, 12)
MORNING = ["Rappel", "Réponse", "Promesse", "Appel", "à regarder et approuver", "Litige", "Tâche"]


@pytest.fixture
def morning(world, settings, tmp_path):
    """One customer for each kind of work of a morning."""
    settings.VAR = tmp_path
    messages.set_mailbox(SYSTEM, world.creditor, MailboxSettings("relances@lambert.example"), by_provider=True)
    made = {name: world.late(f"C{no}", name, "1000") for no, name in enumerate(MORNING)}
    world.run()
    PlannedAction.objects.filter(customer_id=made["Promesse"]).update(reason={"code": "promise_broken"})
    PlannedAction.objects.filter(customer_id=made["Rappel"]).update(call_back_at=datetime(2026, 11, 17, 9, tzinfo=ZoneInfo("Europe/Paris")))
    for name in ("Réponse", "Litige", "Tâche"):
        PlannedAction.objects.filter(customer_id=made[name]).delete()
    plan = {
        "creditor_id": world.creditor, "decided_on": ON, "version_id": 1, "position": 1, "level": 2, "mode": "to_approve",
        "sender_role": "COLLECTOR", "step_key": "r2", "reason": {"code": "step_due"},
    }  # fmt: skip
    PlannedAction.objects.filter(customer_id=made["à regarder et approuver"]).delete()
    PlannedAction.objects.create(
        **plan,
        customer_id=made["à regarder et approuver"],
        channel="email",
        state="to_approve",
        net_amount=Decimal(700),
        planned_since=BEFORE,
    )
    PlannedAction.objects.create(
        **plan, customer_id=made["Tâche"], channel="internal_task", state="approved", net_amount=Decimal(90), planned_since=BEFORE
    )
    arrival = messages.Arrival(
        content=mail("Le règlement part demain.", sender="c1@dupont.example", to="relances@lambert.example"), arrived_at=now()
    )
    messages.take_in(SYSTEM, arrival)
    [item] = ledger.open_items(SYSTEM, customer_id=made["Litige"])
    world.browser().post(
        reverse("workbench:dispute", args=[made["Litige"]]), {"ids": [item.id], "reason": "PRICE", "amount": "200"}, HTTP_HX_REQUEST="true"
    )
    Dispute.objects.update(due_on=BEFORE)
    return made


def names(page: str) -> list[str]:
    return re.findall(r"data-row-open[^>]*>([^<]+)</a>", page)


def test_the_day_is_one_list_in_the_order_of_a_morning(world, morning):
    page = world.browser().get("/").content.decode()
    shown = [next(name for name in MORNING if name in words) for words in names(page)]
    assert shown == MORNING
    assert 'À faire <span class="text-faint num">7</span>' in page
    assert "1 message, à regarder et approuver" in page
    assert "il y a 5 jours" in page


def test_a_reply_came_so_long_ago_on_the_clock_of_the_house_wherever_that_of_the_machine_stands(world, morning):
    arrived = Incoming.objects.get().arrived_at
    with stopped(arrived + timedelta(hours=3)):
        page = world.browser().get("/").content.decode()
    [age] = re.findall(r'<span class="day-age"><time datetime="[^"]+" title="[^"]+">([^<]+)</time>', page)[:1]
    assert age == "il y a 3 heures"


def test_the_terminal_tells_the_same_list(world, morning):
    out = StringIO()
    call_command("agenda", "--user", "nadia@lambert.example", "--json", stdout=out)
    lines = json.loads(out.getvalue())["lines"]
    assert [line["kind"] for line in lines] == ["call_back", "reply", "broken_promise", "call", "approval", "late_dispute", "task"]
    assert [(line["customer"], line["since"], line["amount"]) for line in lines[4:]] == [
        ("", "2026-11-12", "700.000"), ("C5", "2026-11-12", "200.000"), ("C6", "2026-11-12", "90.000"),
    ]  # fmt: skip


def test_the_workbook_holds_the_same_list(world, morning):
    answer = world.browser(world.hire("claire", Role.CREDIT_MANAGER)).get(reverse("workbench:day_export"))
    sheet = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    groups = [
        row[0]
        for row in sheet
        if row[0] in {"Rappel", "Réponse", "Promesse non tenue", "Appel", "À approuver", "Litige en retard", "Tâche"}
    ]
    assert groups == ["Rappel", "Réponse", "Promesse non tenue", "Appel", "À approuver", "Litige en retard", "Tâche"]


def test_the_day_of_a_collector_holds_their_own_disputes_and_tasks_only(world, morning):
    marc = world.hire("marc", Role.COLLECTOR)
    manager = world.actor(world.hire("claire", Role.CREDIT_MANAGER))
    dunning.raise_signal(SYSTEM, morning["Tâche"], TaskKind.FIND_PAYMENT, on=ON, amount=Decimal(10))
    kinds = [line.kind for line in agenda.day(manager, on=ON, collector_id=world.collector).lines]
    assert (kinds.count(Kind.LATE_DISPUTE), kinds.count(Kind.TASK)) == (1, 2)
    assert agenda.day(manager, on=ON, collector_id=marc).line_count == 0


def test_a_task_leaves_the_list_once_done(world, morning):
    task = PlannedAction.objects.get(channel="internal_task")
    answer = world.browser().post(reverse("workbench:task_finish", args=[task.pk]), HTTP_HX_REQUEST="true")
    assert (answer.content, "agenda-changed" in answer.headers["HX-Trigger"]) == (b"", True)
    assert "Tâche" not in names(world.browser().get("/").content.decode())


def test_the_day_asks_as_many_questions_whatever_it_holds(world, morning):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            agenda.day(world.actor(world.collector), on=ON)
        return len(queries)

    few = asked()
    for no in range(20, 26):
        world.late(f"D{no}", f"Autre {no}", "300")
    world.run()
    assert asked() == few


def test_the_team_counts_the_replies_that_wait_once_each(world, morning):
    claire = world.actor(world.hire("claire", Role.CREDIT_MANAGER))
    assert {member.person.name: member.replies for member in teams.team(claire, on=ON)} == {"Claire": 0, "Nadia": 1}
    Incoming.objects.update(closed_at=now(), closed_as="other")
    assert {member.replies for member in teams.team(claire, on=ON)} == {0}


def test_what_a_task_is_worth_is_written_with_its_currency(world, morning):
    dunning.raise_signal(SYSTEM, morning["Tâche"], TaskKind.OLD_BALANCE, on=ON, amount=Decimal("6741.72"))
    page = world.browser().get("/").content.decode()
    assert re.search(r"Solde ancien à traiter\s*: 6\s741,72\s€", page)
