"""A message nobody knows about: its step counts as done until a person says what became of it, then follows what they said."""

from datetime import date

import pytest

from dunning.payers import day
from dunning.world import SYSTEM, World
from encaisse.audit.models import Entry
from encaisse.db.clock import now, stopped
from encaisse.dunning import actions
from encaisse.dunning.models import ItemProgress, ItemStep, PlannedAction
from encaisse.dunning.queries import verifying
from encaisse.messages import actions as messages
from encaisse.messages.models import Message

pytestmark = pytest.mark.django_db(transaction=True)
ON, LATER = day("17/11"), day("18/11")


@pytest.fixture
def lost() -> World:
    """A first reminder whose process died while it was leaving."""
    world = World()
    world.document("A", "1000", "2/11")
    world.run("17/11")
    PlannedAction.objects.update(not_before=None)
    with stopped(ON):
        actions.release(SYSTEM, on=ON)
        Message.objects.update(state="unknown", claimed_by=1, claimed_at=now())
        actions.settle(SYSTEM)
    return world


def action() -> tuple[str, date | None]:
    return PlannedAction.objects.values_list("state", "ended_on").get()


def say(*, left: bool, on: date = ON) -> None:
    with stopped(on):
        messages.settle_unknown(SYSTEM, Message.objects.get().pk, was_sent=left)
        actions.settle(SYSTEM)


def test_meanwhile_its_step_counts_as_done(lost: World) -> None:
    assert action() == ("unknown", ON)
    assert ItemStep.objects.get().how == "done"
    with stopped(ON):
        assert actions.settle(SYSTEM) == 0


def test_it_had_left_and_its_step_stands(lost: World) -> None:
    say(left=True)
    assert action() == ("sent", ON)
    assert ItemStep.objects.get().how == "done"
    assert dict(lost.run("18/11").planned) == {}


def test_it_had_not_left_its_step_is_open_and_it_is_on_its_way_again(lost: World) -> None:
    say(left=False)
    assert action() == ("sending", None)
    assert not ItemStep.objects.exists()
    assert ItemProgress.objects.get().last_step_key == ""
    assert Entry.objects.filter(did="action.reopened", subject_id=PlannedAction.objects.get().pk).count() == 1
    assert dict(lost.run("17/11", full=True).planned) == {}  # nothing beside what is on its way
    with stopped(ON):
        messages.deliver_ready(SYSTEM)
        actions.settle(SYSTEM)
    assert action() == ("sent", ON)
    assert ItemStep.objects.get().how == "done"


def test_it_had_not_left_and_is_taken_back_the_step_is_taken_again(lost: World) -> None:
    say(left=False)
    with stopped(ON):
        messages.withdraw_message(SYSTEM, Message.objects.get().pk)
        actions.settle(SYSTEM)
    assert action() == ("withdrawn", None)
    assert not ItemStep.objects.exists()
    assert dict(lost.run("18/11").planned) == {"email": 1}
    assert not any(verifying.wrongly_skipped(SYSTEM, lost.creditor))


def test_said_so_late_that_something_else_is_planned_it_waits_until_it_has_left(lost: World) -> None:
    first = PlannedAction.objects.get()
    other = PlannedAction.objects.get()
    other.pk, other.state, other.decided_on, other.message_id, other.ended_on = None, "to_approve", LATER, None, None
    other.save()
    say(left=False, on=LATER)
    first.refresh_from_db()
    assert first.state == "unknown"
    with stopped(LATER):
        messages.withdraw_message(SYSTEM, Message.objects.get().pk)
        actions.settle(SYSTEM)
    first.refresh_from_db()
    assert first.state == "withdrawn"
    assert not ItemStep.objects.exists()
