"""Rule 24: another day is a dry run, which takes the very same decision and writes nothing; each creditor has its own today."""

from datetime import UTC, datetime, time
from io import StringIO

import pytest
from django.core.management import call_command

from dunning.payers import R1_AT, R2_AT, day
from dunning.world import SYSTEM, World
from encaisse.commitments import actions as commitments
from encaisse.db.clock import stopped
from encaisse.dunning import actions, jobs
from encaisse.dunning.models import AddressDay, Decision, ItemProgress, ItemStep, PlannedAction, Run, Signal
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.messages.actions import deliver_ready
from encaisse.messages.actions.bounces import mark_bounced
from encaisse.messages.models import Message
from encaisse.messages.rules.bounces import Bounce
from encaisse.messages.rules.replies import BounceKind

pytestmark = pytest.mark.django_db(transaction=True)
EARLY_THERE = datetime(2026, 10, 5, 21, 30, tzinfo=UTC)  # half past eight on the 6th in Nouméa, half past eleven on the 5th in Paris
TABLES = (AddressDay, Decision, ItemProgress, ItemStep, PlannedAction, Run, Signal)


@pytest.fixture
def real(settings, tmp_path, transactional_db) -> World:
    """A company that lives on our day, one customer who owes 1 000 since 1 October."""
    settings.VAR = tmp_path
    real = World(is_demonstration=False)
    real.document("A", "1000", "1/10")
    return real


def look(world: World, on: str, *, today: str, known: str = "", **options: bool) -> actions.RunReport:
    """Run for a day while it is another one."""
    ledger.set_freshness(SYSTEM, world.source, true_until_on=day(known or on))
    with stopped(day(today)):
        return actions.run_dunning(SYSTEM, on=day(on), creditor_ids=[world.creditor], **options)


def told(report: actions.RunReport) -> str:
    """Say what a simulation told as `World.said` says what a run decided, a wait without its reason."""
    if not report.told:
        return "wait"
    [one] = report.told
    return f"act {one.channel} {one.level}" if one.verdict == "act" else f"{one.verdict} {one.reason}"


def decided(world: World) -> str:
    decision = Decision.objects.get(pk=world.customer)
    if decision.verdict == "act":
        return f"act {world.action().channel} {world.action().level}"
    return "wait" if decision.verdict == "wait" else f"{decision.verdict} {decision.code}"


def rows() -> list[list[dict[str, object]]]:
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


@pytest.mark.parametrize(("on", "today"), [("9/10", "6/10"), ("6/10", "9/10")])
def test_rule_24_a_run_for_another_day_writes_nothing(real, on, today):
    real.run("5/10")
    before = rows()
    report = look(real, on, today=today)
    assert (report.is_dry, report.decided, told(report)) == (True, 1, "act email 1")
    assert rows() == before


def test_rule_24_a_demonstration_company_is_run_on_any_day(world):
    report = look(world, "6/10", today="20/11")
    assert (report.is_dry, world.said()) == (False, "act r1")


def test_rule_24_a_demonstration_company_may_be_looked_at_too(world):
    before = rows()
    assert look(world, "6/10", today="6/10", dry_run=True).is_dry
    assert rows() == before


def took_r1(world: World) -> None:
    world.took("A", R1_AT, "6/10")


def call_planned(world: World) -> None:
    took_r1(world)
    world.run("9/10")


def sales_asked(world: World) -> None:
    world.took("A", R2_AT, "16/10")
    world.run("20/10")


def promised(world: World) -> None:
    with stopped(day("5/10")):
        commitments.make_promise(SYSTEM, item_ids=[world.items["A"]], amount=None, promised_for=day("9/10"), on=day("5/10"))


def credited(world: World) -> None:
    world.paid("VIR", "1500", "6/10")


def partly_paid(world: World) -> None:
    world.paid("VIR", "400", "5/10", of="A")


@pytest.mark.parametrize(
    ("happened", "on", "decides"),
    [
        pytest.param(lambda _: None, "6/10", "act email 1", id="the first reminder"),
        pytest.param(took_r1, "8/10", "wait", id="nothing yet"),
        pytest.param(took_r1, "9/10", "act call 1", id="a call"),
        pytest.param(call_planned, "12/10", "act call 1", id="a call nobody made yet"),
        pytest.param(call_planned, "16/10", "wait", id="a call nobody made for five days: it ends untouched"),
        pytest.param(call_planned, "23/10", "act email 2", id="and R2 follows"),
        pytest.param(sales_asked, "22/10", "hold sales_window", id="the window of sales"),
        pytest.param(sales_asked, "2/11", "act email 3", id="the window of sales, ended by their silence"),
        pytest.param(promised, "8/10", "hold items_held", id="a promise"),
        pytest.param(promised, "15/10", "act call 1", id="a broken promise"),
        pytest.param(credited, "7/10", "hold credits_cover", id="credits that cover"),
        pytest.param(partly_paid, "7/10", "hold part_payment", id="a part payment"),
        pytest.param(call_planned, "21/11", "wait", id="a closed day"),
    ],
)
def test_rule_24_a_dry_run_takes_the_very_same_decision_as_the_run_of_that_day(real, happened, on, decides):
    happened(real)
    before = rows()
    seen = told(look(real, on, today="5/10", full=True))
    assert rows() == before
    real.run(on, full=True)
    assert (seen, decided(real)) == (decides, decides)


def test_rule_24_each_creditor_has_its_own_today(settings, tmp_path):
    """At 15:00 in Paris on the 5th it is the 6th in Nouméa: its reminder is due, the other one tomorrow."""
    settings.VAR = tmp_path
    paris = World(is_demonstration=False)
    noumea = World(name="Lambert Pacifique", siren="404833048", is_demonstration=False, timezone="Pacific/Noumea")
    for world in (paris, noumea):
        world.document(f"A{world.creditor}", "1000", "1/10")
        ledger.set_freshness(SYSTEM, world.source, true_until_on=day("6/10"))
    with stopped(datetime(2026, 10, 5, 13, tzinfo=UTC)):
        actions.run_dunning(SYSTEM)
    assert [(run.creditor_id, run.on) for run in Run.objects.order_by("creditor_id")] == [
        (paris.creditor, day("5/10")), (noumea.creditor, day("6/10")),
    ]  # fmt: skip
    assert (paris.said(), noumea.said()) == ("wait not_yet", "act r1")


def test_rule_24_one_day_asked_for_all_is_a_run_where_it_is_today_and_a_look_elsewhere(settings, tmp_path):
    settings.VAR = tmp_path
    paris = World(is_demonstration=False)
    noumea = World(name="Lambert Pacifique", siren="404833048", is_demonstration=False, timezone="Pacific/Noumea")
    for world in (paris, noumea):
        world.document(f"A{world.creditor}", "1000", "1/10")
        ledger.set_freshness(SYSTEM, world.source, true_until_on=day("6/10"))
    with stopped(datetime(2026, 10, 5, 13, tzinfo=UTC)):
        actions.run_dunning(SYSTEM, on=day("6/10"))
    assert not Decision.objects.filter(pk=paris.customer).exists()
    assert noumea.said() == "act r1"


@pytest.fixture
def noumea(settings, tmp_path, transactional_db) -> World:
    """A company of Nouméa whose customer has been late since the 1st, run there on the morning of the 6th: in Paris it is the 5th."""
    settings.VAR = tmp_path
    noumea = World(is_demonstration=False, timezone="Pacific/Noumea", sending_slot=time(9))
    noumea.document("A", "1000", "1/10")
    ledger.set_freshness(SYSTEM, noumea.source, true_until_on=day("6/10"))
    with stopped(EARLY_THERE):
        actions.run_dunning(SYSTEM)
    return noumea


def test_rule_24_what_leaves_is_decided_again_on_the_own_day_of_its_creditor(noumea):
    with stopped(EARLY_THERE):
        jobs.release()
    assert (noumea.said(), noumea.action().state, noumea.action().decided_on) == ("act r1", "sending", day("6/10"))


def test_rule_24_what_is_approved_leaves_at_the_slot_of_the_own_day_of_its_creditor(noumea):
    PlannedAction.objects.update(state="to_approve")
    with stopped(EARLY_THERE):
        actions.approve_actions(SYSTEM, [noumea.action().pk])
    assert noumea.action().not_before == datetime(2026, 10, 5, 22, tzinfo=UTC)


def test_rule_24_a_mail_that_comes_back_at_once_comes_back_on_the_own_day_of_its_creditor(noumea):
    with stopped(EARLY_THERE):
        jobs.release()
        deliver_ready(SYSTEM)
        actions.settle(SYSTEM)
        assert noumea.steps_of("A") == ["r1 done 06/10"]
        message = Message.objects.get(pk=noumea.action().message_id)
        said = Bounce(kind=BounceKind.HARD, recipient=message.recipient, code="5.1.1", detail="unknown user", about=())
        mark_bounced(SYSTEM, message, said, at=EARLY_THERE)
        actions.take_back_bounced(SYSTEM)
    assert noumea.steps_of("A") == []
    assert Signal.objects.get(kind="message_bounced").raised_on == day("6/10")


@pytest.mark.parametrize(
    ("asked", "overdue"), [([], 1000), (["--dry-run"], 0)], ids=["a run ages the balances", "a simulation writes nothing"]
)
def test_rule_24_a_run_by_the_command_leaves_the_balances_at_the_age_of_its_day(world, asked, overdue):
    """Where no worker is awake at midnight, the run of the morning is what moves the ages on."""
    with stopped(day("28/9")):
        ledger.refresh_balances(SYSTEM, [world.customer], on=day("28/9"))
    with stopped(day("6/10")):
        call_command("run", "--accept-stale", "--json", *asked, stdout=StringIO())
    [balance] = ledger_queries.balance_of(SYSTEM, world.customer)
    assert balance.overdue_amount == overdue
