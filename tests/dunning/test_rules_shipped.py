"""The seven scenarios shipped with the product keep the promises of the rules."""

import pytest

from dunning.payers import day, item, payer
from dunning.simulator import Life
from encaisse.dunning.rules import Level, Scenario, StepMode
from encaisse.dunning.rules.scenario import INTERNAL, OffsetFrom
from encaisse.dunning.rules.shipped import shipped_scenarios

SHIPPED = shipped_scenarios()


def test_the_seven_scenarios_are_shipped() -> None:
    assert set(SHIPPED) == {"KEY_ACCOUNT", "SME", "SMALL", "CONSUMER", "PUBLIC", "CLOSE_FOLLOW_UP", "STRATEGIC"}


@pytest.mark.parametrize("kind", SHIPPED.values(), ids=SHIPPED)
def test_levels_4_and_5_are_always_approved_by_a_person(kind: Scenario) -> None:
    assert not [step.key for step in kind.steps if step.level >= Level.FORMAL_NOTICE and step.mode is StepMode.AUTOMATIC]


@pytest.mark.parametrize("kind", SHIPPED.values(), ids=SHIPPED)
def test_keys_are_unique_and_levels_never_go_down(kind: Scenario) -> None:
    assert len({step.key for step in kind.steps}) == len(kind.steps)
    assert [step.level for step in kind.steps] == sorted(step.level for step in kind.steps)
    assert kind.steps[kind.first_curative_position].level >= Level.R1


@pytest.mark.parametrize("kind", SHIPPED.values(), ids=SHIPPED)
def test_what_follows_the_formal_notice_counts_from_its_presentation(kind: Scenario) -> None:
    assert all(step.offset_from is OffsetFrom.NOTICE_RUN for step in kind.steps if step.level is Level.LEGAL)


@pytest.mark.parametrize("kind", SHIPPED.values(), ids=SHIPPED)
def test_internal_work_is_no_contact(kind: Scenario) -> None:
    assert [step.key for step in kind.steps if step.is_contact == (step.channel in INTERNAL)] == []


@pytest.mark.parametrize("code", SHIPPED)
def test_an_invoice_nobody_pays_goes_through_every_curative_step_up_to_the_formal_notice(code: str) -> None:
    life = Life(payer(item(1, "31/3", 60000), credit_limit=item(1, "31/3", 1).amount), SHIPPED[code]).live("1/2", "31/8")
    done = [act.step.key for _, act in life.acts]
    expected = [step.key for step in SHIPPED[code].steps if step.level <= Level.FORMAL_NOTICE]
    assert done == expected
    assert life.acts[-1][0] <= day("31/7")
