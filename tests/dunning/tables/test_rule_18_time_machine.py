"""Rule 18 in the time machine: a key speaks within its own scenario, told by its number: a company's copy may bear a shared code."""

from dataclasses import replace
from datetime import date

import pytest

from dunning.payers import day, email, scenario
from dunning.world import SME, SYSTEM, World
from encaisse.dunning import actions, queries
from encaisse.dunning.actions.steps import end_without_action
from encaisse.dunning.queries.scenarios import Followed, scenarios_in_force
from encaisse.dunning.rules.decisions import EndedStep
from encaisse.dunning.rules.values import StepEnd

pytestmark = pytest.mark.django_db(transaction=True)


def test_rule_18_a_copy_with_the_code_of_another_scenario_goes_on_by_the_level(settings, tmp_path):
    settings.VAR = tmp_path
    copy = scenario(email("hello", 1, 2, template="REMIND1_EMAIL"), email("r1", 2, 12, template="REMIND2_EMAIL"))
    world = World(scenario=replace(copy, code="SHARED"))
    shared = replace(SME, code="SHARED")
    shared_id = actions.publish_scenario(SYSTEM, creditor_id=None, scenario=shared, name_en="Shared", from_on=date(2026, 1, 1))
    item = world.document("A", "1000", "1/10")
    done = EndedStep(item, 0, day("6/10"), StepEnd.DONE)
    end_without_action([(world.customer, 0, done, Followed(shared_id, 0, shared))])
    own = scenarios_in_force(SYSTEM, world.creditor, on=day("12/10"))[world.scenario]
    answer = queries.replayed(SYSTEM, queries.Asked(world.creditor, (own,), day("12/10"), day("20/10")))
    assert dict(answer.lanes[0].lane.levels) == {2: 1}
