"""The line of a scenario, drawn: steps by their days, and words that never run into each other."""

from itertools import pairwise

import pytest
from django.utils.translation import override

from dunning.payers import SME
from encaisse.dunning.rules.scenario import Scenario
from encaisse.dunning.rules.shipped import shipped_scenarios
from encaisse.dunning.templatetags.line import LETTER_WIDTH, Point, axis_of

SHIPPED = shipped_scenarios()


def rows_of(scenario: Scenario) -> list[list[Point]]:
    with override("fr"):
        points = axis_of(scenario).points
    return [[point for point in points if point.is_low is is_low] for is_low in (False, True)]


@pytest.mark.parametrize("scenario", [pytest.param(each, id=code) for code, each in SHIPPED.items()])
def test_the_levels_written_on_one_row_stand_apart(scenario: Scenario) -> None:
    for row in rows_of(scenario):
        for left, right in pairwise(row):
            assert left.x + len(left.level) * LETTER_WIDTH / 2 < right.x - len(right.level) * LETTER_WIDTH / 2


def test_a_level_that_would_run_into_the_one_before_is_written_lower() -> None:
    assert [point.level for point in rows_of(SHIPPED["SMALL"])[1]] == ["Contentieux"]


def test_levels_far_enough_apart_stand_on_one_row() -> None:
    assert rows_of(SME)[1] == []
