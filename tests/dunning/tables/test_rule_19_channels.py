"""Rule 19: a channel that fails."""

import pytest

from dunning.payers import R1_AT, day
from dunning.world import SYSTEM, bounce
from encaisse.customers import actions as customers
from encaisse.customers.models import Address
from encaisse.db.clock import stopped
from encaisse.dunning import actions
from encaisse.dunning.models import PlannedAction, Signal
from encaisse.dunning.queries import verifying
from encaisse.dunning.rules.calls import CallResult
from encaisse.messages.actions.postman import Postman
from encaisse.messages.rules import Attempt, Outcome

pytestmark = pytest.mark.django_db(transaction=True)


def test_rule_19_a_mail_that_bounces_the_same_day_is_done_again_the_same_day_by_the_next_channel(world):
    assert world.morning("6/10") == "act r1"
    bounce(world, "6/10")
    assert Signal.objects.filter(kind="message_bounced").exists()
    assert Address.objects.get(channel="email").health == "dead"
    world.run("6/10")
    assert (world.said(), world.action().channel) == ("act r1", "call")


def test_rule_19_an_address_refused_outright_is_a_task_and_the_step_takes_the_next_channel(world, monkeypatch):
    """The server of the customer says at once that nobody has this address: nothing left, nothing came back by mail."""
    monkeypatch.setattr(Postman, "hand_over", lambda *_: Attempt(Outcome.REFUSED, "550 5.1.1 unknown user"))
    assert world.morning("6/10") == "act r1"
    assert (world.action().state, world.action().result, world.steps_of("A")) == ("failed", "bounced", [])
    told = Signal.objects.get(kind="message_bounced")
    assert told.comment == "martin@dupont.example – 550 5.1.1 unknown user"
    assert Address.objects.get(channel="email").health == "dead"
    world.run("6/10")
    assert (world.said(), world.action().channel) == ("act r1", "call")
    with stopped(day("6/10")):
        assert verifying.differences(SYSTEM).differences == ()


def test_rule_19_a_bounce_after_the_run_went_on_does_not_say_the_step_twice(world):
    world.morning("6/10")
    world.run("9/10")
    with stopped(day("9/10")):
        actions.note_call(SYSTEM, world.action().pk, result=CallResult.REACHED, on=day("9/10"))
    bounce(world, "9/10")
    assert world.steps_of("A") == ["call done 09/10"]
    assert world.again("15/10") == "wait not_yet"
    with stopped(day("15/10")):
        assert verifying.differences(SYSTEM).differences == ()


def test_rule_19_a_draft_of_the_next_step_gives_way_to_the_step_that_bounced(world):
    world.morning("6/10")
    world.run("9/10")
    assert world.action().step_key == "call"
    bounce(world, "9/10")
    world.run("9/10")
    assert (world.said(), world.action().step_key, world.action().channel) == ("act r1", "r1", "call")


def test_rule_19_a_wrong_number_is_a_visible_task_and_the_step_takes_the_next_channel(world):
    world.took("A", R1_AT, "5/10")
    world.run("9/10")
    with stopped(day("9/10")):
        actions.note_call(SYSTEM, world.action().pk, result=CallResult.WRONG_NUMBER, on=day("9/10"))
    assert Address.objects.get(channel="phone").health == "dead"
    assert Signal.objects.filter(customer_id=world.customer, done_at=None).exists()
    world.run("9/10")
    assert (world.said(), world.action().channel) == ("act call", "email")


def test_rule_19_what_could_not_be_made_is_planned_again_the_same_day_once_it_can(world):
    PlannedAction.objects.all().delete()
    world.run("6/10")
    PlannedAction.objects.update(state="failed")
    customers.write_note(SYSTEM, world.customer, "corrigé")
    world.run("6/10")
    assert world.said() == "act r1"
