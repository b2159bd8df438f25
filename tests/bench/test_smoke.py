"""The bench itself, on a small portfolio: every part runs and tells well-formed figures. How fast it is, is not asked here."""

import json
from importlib import import_module

import pytest
from bench.__main__ import PARTS
from bench.portfolio import ON, SYSTEM, fill
from django.db import connection

from bench import pages, small
from encaisse.dunning import actions as dunning
from encaisse.dunning.models import PlannedAction

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 2000


@pytest.fixture(autouse=True)
def own_place(settings, tmp_path, monkeypatch) -> None:
    """Let the parts keep their files here, and the command of `small` find this database."""
    settings.VAR = tmp_path
    here = connection.settings_dict
    for name, value in {"PGHOST": here["HOST"], "PGPORT": here["PORT"], "PGUSER": here["USER"], "PGDATABASE": here["NAME"]}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("ENCAISSE_VAR", str(tmp_path))
    monkeypatch.setattr(small, "ITEMS", ROWS)
    monkeypatch.setattr(small, "TIMES", 1)
    monkeypatch.setattr(pages, "TIMES", 2)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_tells_its_figures(part):
    figures = import_module(f"bench.{part}").figures(ROWS)
    told = [json.loads(figure.told(as_json=True)) for figure in figures]
    assert told
    assert [each["name"] for each in told if not {"name", "value", "floor", "ratio", "bar", "ok"} <= each.keys()] == []
    assert [each["name"] for each in told if each["value"] < 0 or each["bar"] <= 0] == []


def test_a_second_run_on_the_same_day_decides_nothing():
    fill(ROWS)
    first = dunning.run_dunning(SYSTEM, on=ON)
    planned = PlannedAction.objects.count()
    second = dunning.run_dunning(SYSTEM, on=ON)
    assert (first.decided, planned > 0) == (ROWS // 10, True)
    assert (second.decided, second.planned, PlannedAction.objects.count()) == (0, {}, planned)
