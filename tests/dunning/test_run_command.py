"""`encaisse run`: every company is run, or one; what was not is said, with the code that says why."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dunning.payers import day
from dunning.world import SYSTEM, World
from encaisse.db.clock import stopped
from encaisse.dunning.models import Decision, Run
from encaisse.kit.refusals import NotFound
from encaisse.ledger import actions as ledger

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 10, 6, 10, tzinfo=UTC)


@pytest.fixture
def companies(settings, tmp_path) -> list[World]:
    """Make two real companies, in the order in which they are run, each with one customer late since the 1st."""
    settings.VAR = tmp_path
    found = [
        World(name="Atelier Roux", siren="404833048", is_demonstration=False),
        World(is_demonstration=False, timezone="Pacific/Noumea"),
    ]
    for world in found:
        world.document(f"A{world.creditor}", "1000", "1/10")
        ledger.set_freshness(SYSTEM, world.source, true_until_on=day("6/10"))
    return found


def run(*asked: str, at: datetime = NOON) -> str:
    said = StringIO()
    with stopped(at):
        call_command("run", *asked, stdout=said)
    return said.getvalue()


def test_rule_20_a_company_whose_facts_are_too_old_does_not_keep_the_others_waiting(settings, tmp_path):
    settings.VAR = tmp_path
    old = World(name="Atelier Roux", siren="404833048", is_demonstration=False)
    fresh = World(is_demonstration=False)
    for world, known in ((old, "1/9"), (fresh, "6/10")):
        world.document(f"A{world.creditor}", "1000", "1/10")
        ledger.set_freshness(SYSTEM, world.source, true_until_on=day(known))
    with pytest.raises(CommandError) as refused:
        run("--json")
    assert fresh.said() == "act r1"
    assert not Decision.objects.filter(pk=old.customer).exists()
    assert refused.value.returncode == 3
    assert str(refused.value).startswith("Atelier Roux – La source")


def test_rule_24_where_the_day_asked_for_is_another_one_the_run_is_said_to_be_a_simulation(companies):
    """At 15:00 in Paris on the 5th it is the 6th in Nouméa."""
    said = run("--on", "2026-10-06", at=datetime(2026, 10, 5, 13, tzinfo=UTC))
    assert "○ Atelier Roux – un autre jour là-bas, simulé seulement" in said
    assert "06/10/2026: 2 / 2" in said
    assert [run.creditor_id for run in Run.objects.all()] == [companies[1].creditor]


def test_rule_24_a_simulation_is_said_to_be_one(companies):
    assert "06/10/2026 (simulation): 2 / 2" in run("--dry-run")
    assert not Run.objects.exists()


def test_one_company_is_run_alone(companies):
    assert json.loads(run("--creditor", "404 833 048", "--json"))["decided"] == 1
    assert [run.creditor_id for run in Run.objects.all()] == [companies[0].creditor]


def test_a_siren_nobody_has_runs_nobody(companies):
    with pytest.raises(NotFound):
        run("--creditor", "404833049")
    assert not Run.objects.exists()
