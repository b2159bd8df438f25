"""Rule 3 (c): what counts as a contact of the account, from the screens and commands that record it to the run that reads it."""

from dataclasses import replace

import pytest

from dunning.payers import day
from dunning.world import SME, SYSTEM, World, share_a_party
from encaisse.customers import actions as customers
from encaisse.db.clock import stopped
from encaisse.dunning import actions
from encaisse.dunning.models import PlannedAction
from encaisse.dunning.rules.calls import CallResult
from encaisse.dunning.rules.scenario import Channel
from encaisse.messages.actions.letters import mark_posted, print_letters
from encaisse.messages.models import ContactEvent

pytestmark = pytest.mark.django_db(transaction=True)


def test_rule_03_a_reminder_that_left_keeps_the_account_quiet_for_three_days(world):
    world.document("B", "5000", "5/10")
    assert world.morning("6/10") == "act r1"
    assert [world.morning(on) for on in ("8/10", "9/10")] == ["wait contact_gap", "act r1"]


@pytest.mark.parametrize(
    ("channel", "result", "counts", "said"),
    [
        pytest.param("call", "reached", True, "wait contact_gap", id="a person reached"),
        pytest.param("visit", "met", True, "wait contact_gap", id="a person met"),
        pytest.param("call", "voicemail", False, "act r1", id="a voicemail is none"),
        pytest.param("call", "no_answer", False, "act r1", id="no answer is none"),
        pytest.param("email", "sent", False, "act r1", id="a service message is none"),
    ],
)
def test_rule_03_what_is_a_contact(world, channel, result, counts, said):
    world.contact(channel, "5/10", result, counts=counts)
    world.run("6/10")
    assert world.said() == said


@pytest.mark.parametrize(
    ("result", "said"),
    [(CallResult.REACHED, "wait contact_gap"), (CallResult.VOICEMAIL, "act call"), (CallResult.NO_ANSWER, "act call")],
)
def test_rule_03_a_planned_call_is_dated_from_the_day_it_was_made(world, result, said):
    """The day of a demonstration company is not the machine's: its calls are dated by its own."""
    world.document("B", "5000", "6/10")
    world.morning("6/10")
    assert world.morning("9/10") == "act r1"
    world.run("14/10")
    assert world.said() == "act call"
    with stopped(day("20/11")):
        actions.note_call(SYSTEM, world.action().pk, result=result, on=day("14/10"))
    world.document("C", "9000", "8/10")
    world.run("15/10")
    assert world.said() == said


def test_rule_03_another_creditor_who_spoke_to_the_same_company_is_not_a_contact_of_this_account(world):
    other = World(name="Lambert Négoce", siren="404833048")
    share_a_party(world, other)
    other.contact("call", "5/10", "reached")
    world.run("6/10")
    assert world.said() == "act r1"


def test_rule_03_a_contact_with_a_member_is_a_contact_with_the_group_that_pays_for_it(world):
    member = world.add("C2", "Garage Dupont Villeurbanne", emails=("villeurbanne@dupont.example",))
    customers.set_payer(SYSTEM, member, world.customer)
    world.contact("call", "5/10", "reached", customer=member)
    world.run("6/10")
    assert world.said() == "wait contact_gap"


BY_LETTER = replace(SME, steps=(replace(SME.steps[0], channel=Channel.LETTER, template="CEO_LETTER"), *SME.steps[1:]))


@pytest.mark.parametrize(
    ("is_demonstration", "since"), [(False, "8/10"), (True, "6/10")], ids=["for good", "a demonstration keeps its story"]
)
def test_rule_03_a_letter_counts_from_the_day_it_went_to_the_post(settings, tmp_path, transactional_db, is_demonstration, since):
    settings.VAR = tmp_path
    world = World(scenario=BY_LETTER, is_demonstration=is_demonstration, customer=False)
    world.customer = world.add("C1", "Garage Dupont", street="3 rue des Lilas", phones=("0472000001",))
    world.document("A", "1000", "1/10")
    assert world.morning("6/10") == "act r1"
    letter = PlannedAction.objects.get()
    with stopped(day("8/10")):
        print_letters(SYSTEM, [letter.message_id])
        mark_posted(SYSTEM, [letter.message_id])
        actions.settle(SYSTEM)
    assert world.steps_of("A") == [f"r1 done {day(since):%d/%m}"]
    assert ContactEvent.objects.get(result="posted").happened_on == day(since)
    assert PlannedAction.objects.get(pk=letter.pk).ended_on == day(since)
