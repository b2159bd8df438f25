"""« Ce qui n'est pas relancé » : what was decided and not said is there too, with why."""

from decimal import Decimal

import pytest

from dunning.payers import day
from dunning.world import SYSTEM, World, leave
from encaisse.customers.queries import digest_of
from encaisse.db.clock import stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.models import AddressDay
from encaisse.dunning.queries import verifying
from encaisse.messages.actions.postman import Postman
from encaisse.messages.rules import Attempt, Outcome

pytestmark = pytest.mark.django_db(transaction=True)


def left_alone(on: str) -> list[tuple[str, Decimal]]:
    with stopped(day(on)):
        assert verifying.differences(SYSTEM).differences == ()
        rows, _ = queries.not_dunned(SYSTEM, on=day(on))
        whole = queries.not_dunned_page(SYSTEM, on=day(on)).rows
    assert whole == rows
    return [(row.reason, row.overdue_amount) for row in rows]


def test_a_message_that_could_not_leave(world: World, monkeypatch):
    monkeypatch.setattr(Postman, "hand_over", lambda *_: Attempt(Outcome.REFUSED, "554 transaction failed"))
    world.run("6/10")
    assert left_alone("6/10") == []
    leave("6/10")
    assert left_alone("6/10") == [("not_sent", 1000)]
    assert world.again("7/10") == "act r1"
    assert left_alone("7/10") == []


def test_a_message_a_person_took_back(world: World):
    world.run("6/10")
    with stopped(day("6/10")):
        actions.withdraw_actions(SYSTEM, [world.action().pk], why="je l'appelle")
    assert left_alone("6/10") == [("taken_back", 1000)]
    world.run("7/10")
    assert (world.said(), left_alone("7/10")) == ("act r1", [])


def test_a_message_whose_address_was_written_to_by_somebody_else_today(world: World):
    world.run("6/10")
    AddressDay.objects.create(address_digest=digest_of("email", "martin@dupont.example"), day=day("6/10"), planned_action_id=0)
    leave("6/10")
    assert left_alone("6/10") == [("address_taken", 1000)]
