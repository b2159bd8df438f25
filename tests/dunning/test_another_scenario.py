"""Rule 18 in the tables: a customer given another scenario goes on after the level reached, whatever its steps are called there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dunning.pages import MAIL, ON, SYSTEM, Company
from dunning.payers import scenario
from encaisse.db import run_sql
from encaisse.db.clock import stopped
from encaisse.dunning import actions
from encaisse.dunning.actions.steps import end_steps_of, reopen_steps_of
from encaisse.dunning.models import ItemProgress, ItemStep, PlannedAction
from encaisse.dunning.rules.scenario import Level

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST = scenario(MAIL, replace(MAIL, key="r2", level=Level.R2, offset_days=15, template="REMIND2_EMAIL"))
# The same names stand for other levels: « r1 » is a second reminder here, « r2 » the director's.
OTHER = scenario(
    replace(MAIL, key="calm"),
    replace(MAIL, key="r1", level=Level.R2, offset_days=20, template="REMIND2_EMAIL"),
    replace(MAIL, key="r2", level=Level.R3, offset_days=40, template="CFO_EMAIL"),
)


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with stopped(ON):
        yield ON


@pytest.fixture
def company(db: None) -> Company:
    return Company()


@pytest.fixture
def other(company: Company) -> int:
    return company.follow(OTHER, "OTHER", segment="SMALL")


def late(company: Company, days: int) -> int:
    pk = company.customer("LATE", "Late")
    company.invoice(pk, "F-1", "1000", ON - days * DAY)
    return pk


def next_act(payer: int, on: date) -> PlannedAction | None:
    with stopped(on):
        actions.run_dunning(SYSTEM, on=on, accept_stale=True)
    return PlannedAction.objects.filter(customer_id=payer, state="to_approve").first()


def done(action: PlannedAction, on: date) -> None:
    end_steps_of([action.pk], how="done", on=on)
    PlannedAction.objects.filter(pk=action.pk).update(state="sent", ended_on=on)


def acts_until(payer: int, on: date, last: date) -> list[tuple[str, int]]:
    told = []
    while on <= last:
        if (action := next_act(payer, on)) is not None:
            told.append((action.step_key, action.level))
            done(action, on)
        on += DAY
    return told


def test_rule_18_another_scenario_goes_on_by_level_even_where_its_steps_bear_the_same_names(company: Company, other: int) -> None:
    company.follow(FIRST, "FIRST")
    payer = late(company, 20)
    assert acts_until(payer, ON, ON) == [("r1", 1)]
    actions.give_scenario(SYSTEM, payer, scenario_id=other, reason="accord", on=ON)
    assert acts_until(payer, ON + DAY, ON + 60 * DAY) == [("r1", 2), ("r2", 3)]
    assert ItemProgress.objects.get(customer_id=payer).last_scenario_id == other
    assert not run_sql("dunning.progress_differences")


def test_rule_18_back_in_the_first_scenario_nothing_is_said_twice(company: Company, other: int) -> None:
    company.follow(FIRST, "FIRST")
    payer = late(company, 20)
    actions.give_scenario(SYSTEM, payer, scenario_id=other, reason="accord", on=ON)
    assert acts_until(payer, ON, ON + 40 * DAY) == [("calm", 1), ("r1", 2), ("r2", 3)]
    actions.give_scenario(SYSTEM, payer, scenario_id=None, reason="fin", on=ON)
    assert acts_until(payer, ON + 41 * DAY, ON + 60 * DAY) == []
    assert not run_sql("dunning.progress_differences")


def test_ending_a_step_twice_changes_nothing(company: Company) -> None:
    company.follow(FIRST, "FIRST")
    payer = late(company, 20)
    action = next_act(payer, ON)
    assert action is not None
    done(action, ON)
    before = list(ItemStep.objects.values_list("step_key", "ended_on", "recorded_at"))
    done(action, ON + DAY)
    assert list(ItemStep.objects.values_list("step_key", "ended_on", "recorded_at")) == before


def test_a_bounce_reopens_the_step_of_the_scenario_it_was_taken_in(company: Company, other: int) -> None:
    company.follow(FIRST, "FIRST")
    payer = late(company, 20)
    acts_until(payer, ON, ON)
    actions.give_scenario(SYSTEM, payer, scenario_id=other, reason="accord", on=ON)
    second = next_act(payer, ON + 6 * DAY)
    assert second is not None
    done(second, ON + 6 * DAY)
    reopen_steps_of([second.pk])
    assert not run_sql("dunning.progress_differences")
