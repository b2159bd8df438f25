"""« Pourquoi ce client n'a-t-il pas été relancé ? » : the answer is what the run of that day did, old facts included (rule 20)."""

import pytest
from django.urls import reverse

from dunning.pages import Company
from dunning.payers import R1_AT, day
from dunning.world import SYSTEM, World
from encaisse.db.clock import stopped
from encaisse.dunning import queries
from encaisse.dunning.rules.freshness import StaleSource
from encaisse.ledger import actions as ledger

pytestmark = pytest.mark.django_db(transaction=True)


def told(world: World, on: str, *, today: str = "") -> str:
    """Ask why, on a day."""
    with stopped(day(today or on)):
        found = queries.explanation(SYSTEM, world.customer, on=day(on))
    return f"{found.verdict} {found.step_key or found.reason}"


def test_what_waits_for_fresher_facts_is_told_as_the_run_decided_it(world):
    world.document("B", "9000", "5/10")
    world.took("A", R1_AT, "6/10")
    world.run("8/10", until="6/10")
    assert (told(world, "8/10"), world.said()) == ("hold stale_facts", "hold stale_facts")
    world.run("8/10", until="6/10", accept_stale=True)
    assert (told(world, "8/10"), world.said()) == ("act r1", "act r1")


@pytest.fixture
def real(settings, tmp_path, transactional_db) -> World:
    settings.VAR = tmp_path
    real = World(is_demonstration=False)
    real.document("A", "1000", "1/9")
    return real


def test_when_the_run_was_refused_the_facts_are_the_reason(real):
    with pytest.raises(StaleSource):
        real.run("12/10", until="5/10")
    assert told(real, "12/10") == "hold stale_facts"
    with stopped(day("12/10")):
        found = queries.explanation(SYSTEM, real.customer, on=day("12/10"))
    assert [sentence.code for sentence in found.sentences] == ["stale_facts", "refresh_facts", "next"]
    real.run("12/10", until="5/10", accept_stale=True)
    assert told(real, "12/10") == "act r1"


def test_of_a_day_to_come_the_facts_are_to_come_too(real):
    ledger.set_freshness(SYSTEM, real.source, true_until_on=day("5/10"))
    assert told(real, "30/10", today="5/10") == "act r1"


def test_a_demonstration_company_is_told_about_on_the_day_it_stands_on(settings, tmp_path):
    settings.VAR = tmp_path
    company = Company()
    late = company.late("C1", "Garage Dupont", "500")
    company.run()
    with stopped(day("20/12")):
        page = company.browser().get(reverse("dunning:explain", args=(late,))).content.decode()
    assert "17 novembre 2026" in page
    assert "Une action est due aujourd’hui" in page
