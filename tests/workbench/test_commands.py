"""`encaisse agenda`: the day in the terminal."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from encaisse.kit.actor import Role
from encaisse.kit.refusals import NotFound

pytestmark = pytest.mark.django_db


def agenda(*options: str) -> str:
    out = StringIO()
    call_command("agenda", *options, stdout=out)
    return out.getvalue()


def test_the_agenda_of_a_person_as_json(world):
    world.late("C1", "Garage Dupont", "1000")
    world.late("C2", "Client de Marc", "500", collector_id=world.hire("marc", Role.COLLECTOR))
    world.run()
    told = json.loads(agenda("--user", "NADIA@lambert.example", "--json"))
    assert list(told)[:9] == ["on", "calls", "rolled_over", "calls_done", "replies", "to_approve", "late_disputes", "tasks", "letters"]
    assert (told["capacity"], told["calls"][0]["pinned"]) == (30, False)
    assert [(call["customer"], call["group"], call["net_amount"]) for call in told["calls"]] == [("C1", "call", "1000.000")]
    assert len(json.loads(agenda("--json"))["calls"]) == 2


def test_the_agenda_in_words(world):
    world.late("C1", "Garage Dupont", "1000")
    world.run()
    assert "C1 Garage Dupont · 1\u202f000,00\u00a0€" in agenda("--on", "2026-11-17")


def test_an_unknown_person_is_refused(world):
    with pytest.raises(NotFound):
        agenda("--user", "nobody@lambert.example")
