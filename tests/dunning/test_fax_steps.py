"""A step by fax: the letter goes to the fax number of a contact, by the gateway; what fails reopens the step (rule 19)."""

import email as mail
from dataclasses import replace
from datetime import UTC, date, datetime
from email.policy import default

import pytest

from dunning.payers import email, scenario
from dunning.test_actions import SYSTEM, World, day
from encaisse.customers import actions as customers
from encaisse.customers.models import Address
from encaisse.customers.rules import NewContact
from encaisse.db.clock import stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.models import ItemStep, PlannedAction
from encaisse.dunning.rules.scenario import Channel, StepMode
from encaisse.messages import actions as outbox
from encaisse.messages import queries as messages
from encaisse.messages.actions.bounces import mark_bounced
from encaisse.messages.models import Message
from encaisse.messages.rules.bounces import Bounce
from encaisse.messages.rules.replies import BounceKind

pytestmark = pytest.mark.django_db(transaction=True)
FAILED = Bounce(BounceKind.HARD, "33199001234@fax.example", "5.1.1", "no answer", ())
FAXED = scenario(replace(email("r1", 1, 2), channel=Channel.FAX, template="CEO_LETTER", mode=StepMode.TO_APPROVE))


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.VAR = tmp_path
    world = World()
    published = actions.publish_scenario(SYSTEM, creditor_id=world.creditor, scenario=FAXED, name_en="By fax", from_on=date(2026, 1, 1))
    actions.follow(SYSTEM, creditor_id=world.creditor, segment="", scenario_id=published)
    customers.add_contact(SYSTEM, world.customer, NewContact(name="Martin", faxes=("01 99 00 12 34",)))
    world.document("A", "10000", "2/11")
    return world


def drafted(world: World) -> int:
    world.run("17/11")
    [draft] = queries.actions_of(SYSTEM, world.customer, only_live=True)
    assert draft.channel == "fax"
    return draft.id


def released(world: World, action_id: int) -> PlannedAction:
    with stopped(day("17/11")):
        actions.approve_actions(SYSTEM, [action_id], on=day("17/11"))
        actions.release(SYSTEM, on=day("17/11"), action_ids=[action_id])
    return PlannedAction.objects.get(pk=action_id)


def delivered() -> None:
    with stopped(day("17/11")):
        assert outbox.deliver_ready(SYSTEM).trapped == 1
        actions.settle(SYSTEM)
    assert ItemStep.objects.filter(how="done").exists()


def test_the_pages_are_previewed_as_the_letter_they_are(world):
    outbox.save_fax_gateway(SYSTEM, world.creditor, "{number}@fax.example")
    action_id = drafted(world)
    shown = queries.preview(SYSTEM, action_id, on=day("17/11"))
    assert shown.pdf is not None
    assert shown.pdf.startswith(b"%PDF")
    assert shown.recipient == "+33199001234"


def test_a_fax_is_frozen_once_with_the_address_of_its_gateway_and_ends_its_step(world):
    outbox.save_fax_gateway(SYSTEM, world.creditor, "{number}@fax.example")
    action = released(world, drafted(world))
    message = Message.objects.get(pk=action.message_id)
    sent = mail.message_from_bytes(messages.rendered(SYSTEM, message.pk), policy=default)
    assert (message.channel, message.recipient, sent["To"]) == ("fax", "+33199001234", "33199001234@fax.example")
    delivered()
    assert ItemStep.objects.filter(planned_action_id=action.pk, how="done").exists()


def test_rule_19_a_fax_reported_failed_reopens_its_step_and_lowers_the_number(world):
    outbox.save_fax_gateway(SYSTEM, world.creditor, "{number}@fax.example")
    action = released(world, drafted(world))
    delivered()
    message = Message.objects.get(pk=action.message_id)
    mark_bounced(SYSTEM, message, FAILED, at=datetime(2026, 11, 17, 12, tzinfo=UTC))
    actions.take_back_bounced(SYSTEM)
    assert not ItemStep.objects.filter(planned_action_id=action.pk).exists()
    assert Address.objects.get(channel="fax").health == "dead"


def test_without_a_gateway_the_draft_fails_with_what_to_do(world):
    action = released(world, drafted(world))
    assert (action.state, action.reason["failed"]["name"].rpartition(".")[2]) == ("failed", "NoFaxGateway")
