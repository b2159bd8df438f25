"""Rule 6: one message per address and day, whoever speaks; caps count at an address."""

from dataclasses import replace

import pytest

from dunning.payers import R1, R1_AT, day, scenario
from dunning.world import SYSTEM, World, leave
from encaisse.creditors.actions import days
from encaisse.db.clock import stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.models import AddressDay, Decision, PlannedAction
from encaisse.dunning.queries.verifying import differences
from encaisse.dunning.rules.calls import CallResult
from encaisse.dunning.rules.scenario import Channel, StepMode

pytestmark = pytest.mark.django_db(transaction=True)


TWO = (("Maison Lambert", "552100554"), ("Lambert Négoce", "404833048"))


def sharing(world: World, amount: str = "400", address: str = "martin@dupont.example") -> World:
    other = World(name="Lambert Négoce", siren="404833048", customer=False)
    other.customer = other.add("N1", "Dupont SA", emails=(address,))
    other.document("N", amount, "1/10")
    return other


def test_rule_06_two_creditors_sharing_an_address_write_one_message_a_day_the_largest_first(world):
    other = sharing(world, "4000")
    world.run("6/10")
    other.run("6/10")
    assert (world.said(), other.said()) == ("wait address_taken", "act r1")


def test_rule_06_two_creditors_sharing_a_fax_write_one_message_a_day_the_largest_first(settings, tmp_path, transactional_db):
    settings.VAR = tmp_path
    by_fax = scenario(replace(R1, channel=Channel.FAX, template="CEO_LETTER", mode=StepMode.TO_APPROVE))
    small, large = [World(name=name, siren=siren, scenario=by_fax, customer=False) for name, siren in TWO]
    for world, amount in ((small, "400"), (large, "4000")):
        world.customer = world.add("C1", "Garage Dupont", faxes=("01 99 00 12 34",))
        world.document("A", amount, "1/10")
        world.run("6/10")
    assert (small.said(), large.said()) == ("wait address_taken", "act r1")


def test_rule_06_the_caps_count_at_an_address_whoever_is_written_to_there(world):
    """An e-mail every second day at most: the other company's customer, another person, reads its mail at the same place."""
    other = sharing(world)
    world.morning("6/10")
    other.run("6/10")
    leave("6/10")
    other.run("7/10")
    assert other.said() == "hold caps"
    other.run("8/10")
    assert other.said() == "act r1"


def test_rule_06_whoever_is_reached_at_an_address_is_decided_again_once_it_is_used(world):
    """The reason kept of an account must be true tonight: another company's reminder has just filled the cap of its address."""
    other = sharing(world, "10")
    world.run("6/10")
    other.run("6/10")
    assert other.customer not in to_decide(other)
    leave("6/10")
    assert other.customer in to_decide(other)
    assert differences(SYSTEM).differences == ()


def to_decide(world: World) -> list[int]:
    return queries.payer_ids_to_decide(SYSTEM, world.creditor, on=day("6/10"), full=False)


def test_rule_06_what_was_withdrawn_before_it_left_frees_the_day_of_its_address(world):
    other = sharing(world, "4000")
    other.run("6/10")
    with stopped(day("6/10")):
        actions.release(SYSTEM, on=day("6/10"))
        assert AddressDay.objects.count() == 1
        actions.withdraw_actions(SYSTEM, [other.action().pk], why="litige au téléphone")
    world.run("6/10", full=True)
    leave("6/10")
    assert world.action().state == "sent"


@pytest.mark.parametrize(
    ("result", "said"),
    [(CallResult.REACHED, "hold caps"), (CallResult.NO_ANSWER, "act call")],
)
def test_rule_06_the_caps_of_calls_count_at_the_number_called_whoever_answers_there(world, result, said):
    """One call a day: the other company's customer, another person, is called at the same number; three attempts are allowed."""
    other = World(name="Lambert Négoce", siren="404833048", customer=False)
    other.customer = other.add("N1", "Dupont SA", phones=("04 72 00 00 01",))
    other.document("N", "400", "1/10")
    other.took("N", R1_AT, "6/10")
    world.took("A", R1_AT, "6/10")
    world.run("9/10")
    with stopped(day("9/10")):
        actions.note_call(SYSTEM, world.action().pk, result=result, on=day("9/10"))
    other.run("9/10")
    assert other.said() == said


def test_rule_06_a_dry_run_names_the_calls_that_would_be_one_call(world):
    """Both would ring at one number: one is planned already, the other is only looked at; then both are only looked at."""
    other = World(name="Lambert Négoce", siren="404833048", customer=False)
    other.customer = other.add("N1", "Dupont SA", phones=("04 72 00 00 01",))
    other.document("N", "400", "1/10")
    alone = other.add("N2", "Boulangerie", phones=("0472000002",))
    other.document("M", "300", "1/10", customer=alone)
    for name, owner, at in (("N", other, other.customer), ("M", other, alone), ("A", world, world.customer)):
        owner.took(name, R1_AT, "6/10", customer=at)
    other.run("9/10")
    report = world.run("9/10", dry_run=True)
    assert {told.payer_id: told.called_with for told in report.told} == {world.customer: ("Dupont SA (Lambert Négoce)",)}
    PlannedAction.objects.all().delete()
    with stopped(day("9/10")):
        report = actions.run_dunning(SYSTEM, on=day("9/10"), dry_run=True, full=True)
    assert {told.payer_id: told.called_with for told in report.told} == {
        world.customer: ("Dupont SA (Lambert Négoce)",), other.customer: ("Garage Dupont (Maison Lambert)",), alone: (),
    }  # fmt: skip


def test_rule_06_a_service_message_and_a_registered_letter_fill_no_cap(world):
    for on in ("2/10", "5/10"):
        world.contact("registered_letter", on, counts=False)
        world.contact("email", on, counts=False)
    world.run("6/10")
    assert world.said() == "act r1"


def test_rule_06_whoever_waits_for_an_address_is_decided_again_on_the_next_day_both_sides_work(world):
    days.close_day(SYSTEM, world.creditor, day=day("7/10"), name="inventaire")
    other = sharing(world, "4000")
    world.run("6/10")
    other.run("6/10")
    assert (world.said(), Decision.objects.get(pk=world.customer).until_on) == ("wait address_taken", day("8/10"))
