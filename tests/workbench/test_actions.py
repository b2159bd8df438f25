"""One gesture, several rooms, one transaction."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from encaisse.audit import queries as audit
from encaisse.audit.queries import Filters
from encaisse.commitments.models import Promise
from encaisse.disputes.models import DisputedItem
from encaisse.dunning import queries as dunning
from encaisse.dunning.rules.calls import CallBackWithoutHour, CallResult
from encaisse.kit.actor import Role, system_actor
from encaisse.kit.refusals import NotAllowed, NotFound
from encaisse.messages import queries as messages
from encaisse.workbench.actions import note_call_with_outcome
from encaisse.workbench.models import Call
from encaisse.workbench.queries.story import story
from encaisse.workbench.rules.calls import Outcome, ReachedWithoutReason
from encaisse.workbench.rules.story import Family

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 17)


@pytest.fixture
def late(world) -> int:
    return world.late("C1", "Garage Dupont", "1000")


@pytest.fixture
def collector(world, late):
    return world.actor(world.collector)


def planned_call(collector, world) -> int:
    world.run()
    [action], _ = dunning.calls_to_make(collector)
    return action.id


def test_a_planned_call_that_reached_ends_its_step_and_keeps_the_promise(world, late, collector):
    action_id = planned_call(collector, world)
    told = Outcome(result=CallResult.REACHED, promised_for=date(2026, 11, 20), given_by="Anne Martin", comment="Virement vendredi")
    noted = note_call_with_outcome(collector, late, told, on=ON, action_id=action_id)
    assert dunning.action(collector, action_id).state == "done"
    assert Promise.objects.values_list("pk", "amount", "promised_for", "given_by").get() == (
        noted.promise_id,
        Decimal(1000),
        date(2026, 11, 20),
        "Anne Martin",
    )
    call = Call.objects.get()
    assert (call.result, call.promise_id, call.comment, call.called_by) == (
        "reached",
        noted.promise_id,
        "Virement vendredi",
        world.collector,
    )
    assert [(each.channel, each.result, each.is_contact) for each in messages.contacts_of(collector, late)] == [("call", "reached", True)]


def test_a_call_nobody_planned_is_a_contact_too(late, collector):
    note_call_with_outcome(collector, late, Outcome(result=CallResult.REACHED, reason="FORGOT", is_incoming=True), on=ON)
    assert [(each.direction, each.result) for each in messages.contacts_of(collector, late)] == [("in", "reached")]


def test_a_contested_amount_becomes_a_dispute_of_the_ticked_item(world, late, collector):
    item_id = world.invoice(late, "F-2", "300", date(2026, 11, 3))
    told = Outcome(result=CallResult.REACHED, reason="PRICE", disputes=True, disputed_amount=Decimal(50), item_ids=(item_id,))
    noted = note_call_with_outcome(collector, late, told, on=ON)
    assert DisputedItem.objects.values_list("dispute_id", "item_id", "disputed_amount").get() == (noted.dispute_id, item_id, Decimal(50))


def test_a_call_refused_leaves_nothing(world, late, collector):
    action_id = planned_call(collector, world)
    with pytest.raises(ReachedWithoutReason):
        note_call_with_outcome(collector, late, Outcome(result=CallResult.REACHED), on=ON, action_id=action_id)
    assert (dunning.action(collector, action_id).state, Call.objects.count(), messages.contacts_of(collector, late)) == ("approved", 0, [])


def test_a_promise_larger_than_what_is_open_undoes_the_whole_call(world, late, collector):
    action_id = planned_call(collector, world)
    told = Outcome(result=CallResult.REACHED, promised_for=date(2026, 11, 20), promised_amount=Decimal(5000))
    with pytest.raises(Exception, match="5000"):
        note_call_with_outcome(collector, late, told, on=ON, action_id=action_id)
    assert (dunning.action(collector, action_id).state, Call.objects.count()) == ("approved", 0)


def test_a_call_back_names_its_hour(late, collector):
    with pytest.raises(CallBackWithoutHour):
        note_call_with_outcome(collector, late, Outcome(result=CallResult.CALL_BACK), on=ON)
    told = Outcome(result=CallResult.CALL_BACK, call_back_at=datetime(2026, 11, 18, 9, tzinfo=UTC))
    note_call_with_outcome(collector, late, told, on=ON)
    assert Call.objects.get().call_back_at == datetime(2026, 11, 18, 9, tzinfo=UTC)


def test_an_auditor_may_not_call_and_another_collector_does_not_find_the_customer(world, late):
    auditor, stranger = world.actor(world.hire("alba", Role.AUDITOR)), world.actor(world.hire("marc", Role.COLLECTOR))
    told = Outcome(result=CallResult.NO_ANSWER)
    with pytest.raises(NotAllowed):
        note_call_with_outcome(auditor, late, told, on=ON)
    with pytest.raises(NotFound):
        note_call_with_outcome(stranger, late, told, on=ON)


def test_a_call_is_written_in_the_audit(world, late, collector):
    note_call_with_outcome(collector, late, Outcome(result=CallResult.VOICEMAIL), on=ON)
    entries = audit.entries(system_actor(), Filters(customer_id=late, did="call.told"))
    assert [(entry.actor_name, entry.change["result"]) for entry in entries] == [("Nadia", "voicemail")]


def test_a_call_made_on_the_day_of_a_demonstration_is_told_once_and_on_that_day(world, late, collector):
    """The clock of the machine stands elsewhere: contact and call keep the day the company lives on."""
    earlier = date(2026, 11, 3)
    note_call_with_outcome(collector, late, Outcome(result=CallResult.NO_ANSWER), on=earlier)
    assert [(each.kind, each.on) for each in story(collector, late).rows if each.family is Family.CALL] == [("call", earlier)]
