"""What is dunned: a receivable assigned to a factor waits, unless its mandate lets us dun; then its name and IBAN are printed."""

import email
from email import policy

import pytest

from dunning.payers import day
from dunning.world import SYSTEM, at
from encaisse.dunning.models import Decision
from encaisse.ledger import actions as ledger
from encaisse.ledger.models import Document
from encaisse.ledger.queries import to_qualify
from encaisse.messages import queries as outbox
from encaisse.messages.models import Message

pytestmark = pytest.mark.django_db(transaction=True)
IBAN, PRINTED = "FR7630006000011234567890189", "FR76 3000 6000 0112 3456 7890 189"
FACTORED = 225


@pytest.fixture
def bought(world) -> int:
    """Assign the invoice A to a factor whose mandate says nothing of dunning."""
    factor_id = ledger.add_factor(SYSTEM, world.creditor, name="Factor Sud", iban=IBAN)
    ledger.assign_numbers(SYSTEM, factor_id, ["A"], on=day("2/10"))
    return factor_id


def text_sent() -> str:
    message = email.message_from_bytes(outbox.rendered(SYSTEM, Message.objects.latest("pk").pk), policy=policy.default)
    return " ".join(message.get_body(("plain",)).get_content().split())


def test_what_a_factor_bought_is_not_dunned_and_waits_to_be_qualified(world, bought):
    assert world.again("6/10") == "hold items_held"
    assert {held[1] for held in Decision.objects.get().reason["held"]} == {"to_qualify"}
    assert [row.number for row in to_qualify(SYSTEM, on=day("6/10")).rows] == ["A"]


def test_its_mandate_lets_us_dun_and_the_message_prints_its_name_and_its_account(world, bought):
    world.document("B", "500", "1/10")
    ledger.set_mandate(SYSTEM, bought, may_dun=True)
    assert world.morning("6/10") == "act r1"
    assert "Créances cédées à Factor Sud : A (1 000,00 €)" in text_sent()
    assert f"À régler à Factor Sud – IBAN : {PRINTED}" in text_sent()


def test_what_is_taken_back_is_dunned_as_ours(world, bought):
    assert world.again("6/10") == "hold items_held"
    ledger.take_back_numbers(SYSTEM, bought, ["A"], on=day("7/10"))
    assert world.morning("8/10") == "act r1"
    assert "Factor" not in text_sent()


def test_the_daily_run_looks_again_at_what_was_assigned_without_being_told_to(world):
    world.run("2/10")
    factor_id = ledger.add_factor(SYSTEM, world.creditor, name="Factor Sud", iban=IBAN)
    ledger.assign_numbers(SYSTEM, factor_id, ["A"], on=day("2/10"))
    world.run("6/10")
    assert world.said() == "hold items_held"


def test_a_platform_that_says_factored_holds_nothing_when_the_mandate_lets_us_dun(world):
    document = Document.objects.get(number="A")
    ledger.record_delivery_state(SYSTEM, document.pk, code=FACTORED, happened_at=at("2/10"))
    assert world.again("6/10") == "hold items_held"
    factor_id = ledger.add_factor(SYSTEM, world.creditor, name="Factor Sud", iban=IBAN, may_dun=True)
    ledger.assign_documents(SYSTEM, factor_id, [document.pk], on=day("2/10"))
    assert world.again("6/10") == "act r1"
