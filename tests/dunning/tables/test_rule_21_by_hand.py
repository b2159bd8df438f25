"""Rule 21: a message written by hand counts as a contact, and advances the level only if somebody ticked it."""

import pytest

from dunning.payers import day
from dunning.world import SYSTEM, World, leave, party_of
from encaisse.customers import queries as customers
from encaisse.db.clock import stopped
from encaisse.dunning import actions
from encaisse.messages import actions as messages
from encaisse.messages.models import Message
from encaisse.messages.rules import Channel, Outgoing

ADDRESS = "martin@dupont.example"
pytestmark = pytest.mark.django_db(transaction=True)


def by_hand(world: World, on: str, *, ticked: bool) -> None:
    with stopped(day(on)):
        outgoing = Outgoing(
            creditor_id=world.creditor, customer_id=world.customer, party_id=party_of(world.customer), channel=Channel("email"),
            recipient=ADDRESS, address_digest=customers.digest_of("email", ADDRESS), sender="compta@lambert.example",
            idempotency_key=f"hand-{on}",
            content=b"Subject: Votre compte\r\n\r\nBonjour", subject="Votre compte", template=("BY_HAND", "fr", 1), dated_on=day(on),
            is_contact=True,
        )  # fmt: skip
        message_id = messages.queue_message(SYSTEM, outgoing)
        actions.take_address_by_hand(SYSTEM, outgoing.address_digest, on=day(on))
        if ticked:
            actions.advance_by_hand(SYSTEM, world.customer, message_id, on=day(on))
    leave(on)
    assert Message.objects.get(pk=message_id).state == "sent"


def test_rule_21_unticked_it_is_a_contact_and_the_step_waits_for_three_days(world):
    world.run("6/10")
    by_hand(world, "6/10", ticked=False)
    assert world.steps_of("A") == []
    assert [world.again(on) for on in ("7/10", "8/10", "9/10")] == ["wait contact_gap", "wait contact_gap", "act r1"]


def test_rule_21_ticked_it_stands_for_the_planned_step_and_the_next_one_follows(world):
    world.run("6/10")
    by_hand(world, "6/10", ticked=True)
    assert world.steps_of("A") == ["r1 done 06/10"]
    assert [world.again(on) for on in ("7/10", "9/10")] == ["wait not_yet", "act call"]
