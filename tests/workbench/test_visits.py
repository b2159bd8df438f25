"""A visit: its sheet to take along, its result in a few keys, and what follows from it."""

import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext, override
from pypdf import PdfReader

from dunning.payers import CALL, email, scenario
from encaisse.audit import queries as audit
from encaisse.audit.queries import Filters
from encaisse.commitments.models import Promise
from encaisse.customers import actions as customers
from encaisse.customers import queries as files
from encaisse.customers.rules import NewContact
from encaisse.dunning import actions as dunning_actions
from encaisse.dunning import queries as dunning
from encaisse.dunning.models import ItemStep, Signal
from encaisse.dunning.rules.calls import NotToCall
from encaisse.dunning.rules.scenario import Channel, StepMode
from encaisse.dunning.rules.tasks import VisitEndsByItsResult
from encaisse.dunning.rules.visits import MET, VisitedOutOfTime, VisitResult
from encaisse.kit.actor import Role, system_actor
from encaisse.kit.refusals import NotAllowed, NotFound
from encaisse.ledger import actions as ledger
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts
from encaisse.ledger.rules.life_cycle import STEPS
from encaisse.messages import queries as messages
from encaisse.workbench.actions import note_visit_with_outcome
from encaisse.workbench.models import Visit
from encaisse.workbench.queries.items import overdue
from encaisse.workbench.queries.story import story
from encaisse.workbench.rules.visits import (
    ContestedWithoutReason,
    Means,
    NothingSaid,
    PaidWithoutAmount,
    PromisedWithoutDay,
    VisitOutcome,
    check_visit_outcome,
)
from encaisse.workbench.templatetags.visits import VISIT_RESULTS
from encaisse.workbench.templatetags.words import STORY

SYSTEM = system_actor()
ON = date(2026, 11, 17)
VISITED_FIRST = scenario(
    replace(CALL, key="visit", channel=Channel.VISIT, offset_days=5, template="CALL:FIRST_OVERDUE"),
    replace(email("r2", 2, 15), template="REMIND2_EMAIL", mode=StepMode.TO_APPROVE),
)


def outcome(result: VisitResult, **told: object) -> VisitOutcome:
    return VisitOutcome(result=result, visited_on=ON, **told)


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        (outcome(VisitResult.PAID, paid_amount=Decimal(5)), PaidWithoutAmount),
        (outcome(VisitResult.PAID, paid_by=Means.CASH), PaidWithoutAmount),
        (outcome(VisitResult.PROMISED), PromisedWithoutDay),
        (outcome(VisitResult.DISPUTED, reason="PRICE"), ContestedWithoutReason),
        (outcome(VisitResult.DISPUTED, item_ids=(1,)), ContestedWithoutReason),
        (outcome(VisitResult.REFUSED), NothingSaid),
        (outcome(VisitResult.SEEN, comment="  "), NothingSaid),
    ],
)
def test_a_result_told_by_halves_is_refused(told, refusal):
    with pytest.raises(refusal):
        check_visit_outcome(told)


@pytest.mark.parametrize("result", [VisitResult.ABSENT, VisitResult.GONE])
def test_nobody_there_needs_no_more_words_and_is_no_contact(result):
    check_visit_outcome(outcome(result))
    assert result not in MET


def test_every_result_has_its_words():
    assert set(VISIT_RESULTS) == set(VisitResult)


@pytest.fixture
def late(world) -> int:
    """Make a customer whose scenario begins with a visit, one invoice eleven days late."""
    pk = world.late("C1", "Garage Dupont", "1000")
    address = "Garage Dupont\n4 rue des Lilas\n69003 LYON"
    customers.add_contact(SYSTEM, pk, NewContact(name="Dupont", duty="management", postal=(address,)))
    visited = dunning_actions.publish_scenario(
        SYSTEM, creditor_id=world.creditor, scenario=VISITED_FIRST, name_en="Visit first", from_on=date(2026, 1, 1)
    )
    dunning_actions.follow(SYSTEM, creditor_id=world.creditor, segment="SME", scenario_id=visited)
    return pk


@pytest.fixture
def collector(world, late):
    return world.actor(world.collector)


@pytest.fixture
def action_id(world, late, collector) -> int:
    world.run()
    [planned] = dunning.actions_of(collector, late, only_live=True)
    assert planned.channel == "visit"
    return planned.id


pytestmark = pytest.mark.django_db


def test_a_visit_is_not_ended_without_its_result(late, collector, action_id):
    with pytest.raises(VisitEndsByItsResult, match="note what it gave"):
        dunning_actions.finish_task(collector, action_id, on=ON)
    assert dunning.action(collector, action_id).state == "approved"


def test_a_promise_made_during_a_visit_ends_the_step_and_is_a_contact(late, collector, action_id):
    told = outcome(VisitResult.PROMISED, promised_for=date(2026, 11, 24), met="Anne Martin")
    noted = note_visit_with_outcome(collector, late, told, on=ON, action_id=action_id)
    assert dunning.action(collector, action_id).state == "done"
    assert ItemStep.objects.filter(planned_action_id=action_id, how="done", ended_on=ON).exists()
    promise = Promise.objects.get(pk=noted.promise_id)
    assert (promise.amount, promise.promised_for, promise.channel) == (Decimal(1000), date(2026, 11, 24), "visit")
    assert [(each.channel, each.result, each.is_contact) for each in messages.contacts_of(collector, late)] == [("visit", "promised", True)]


def test_money_handed_over_is_noted_until_the_bank_shows_it_and_accounting_is_asked(late, collector, action_id):
    told = outcome(VisitResult.PAID, paid_amount=Decimal(400), paid_by=Means.CHEQUE, comment="chèque 123")
    noted = note_visit_with_outcome(collector, late, told, on=ON, action_id=action_id)
    promise = Promise.objects.get(pk=noted.promise_id)
    assert (promise.amount, promise.promised_for) == (Decimal(400), date(2026, 11, 24))
    signal = Signal.objects.get(kind="find_payment")
    assert (signal.amount, signal.for_role) == (Decimal(400), Role.ACCOUNTANT.value)
    assert "chèque 123" in signal.comment
    visit = Visit.objects.get()
    assert (visit.paid_amount, visit.paid_currency, visit.paid_by) == (Decimal(400), "EUR", "cheque")


def test_more_handed_over_than_is_owed_holds_what_is_owed_and_no_more(late, collector, action_id):
    told = outcome(VisitResult.PAID, paid_amount=Decimal(1500), paid_by=Means.TRANSFER)
    noted = note_visit_with_outcome(collector, late, told, on=ON, action_id=action_id)
    assert Promise.objects.get(pk=noted.promise_id).amount == Decimal(1000)
    assert Visit.objects.get().paid_amount == Decimal(1500)


def test_a_contested_invoice_becomes_a_dispute(late, collector, action_id):
    [item] = overdue(collector, late, on=ON)
    told = outcome(VisitResult.DISPUTED, reason="PRICE", item_ids=(item.id,), comment="prix du devis")
    noted = note_visit_with_outcome(collector, late, told, on=ON, action_id=action_id)
    assert noted.dispute_id is not None
    assert dunning.action(collector, action_id).state == "done"


def test_nobody_there_leaves_the_visit_to_be_made_again(late, collector, action_id):
    note_visit_with_outcome(collector, late, outcome(VisitResult.ABSENT), on=ON, action_id=action_id)
    assert dunning.action(collector, action_id).state == "approved"
    assert [each.is_contact for each in messages.contacts_of(collector, late)] == [False]
    assert not ItemStep.objects.filter(planned_action_id=action_id).exists()


def test_gone_away_reopens_the_step_on_another_channel(world, late, collector, action_id):
    note_visit_with_outcome(collector, late, outcome(VisitResult.GONE), on=ON, action_id=action_id)
    assert dunning.action(collector, action_id).state == "withdrawn"
    assert files.best_address(collector, late, "postal") is None
    world.run()
    [now_planned] = dunning.actions_of(collector, late, only_live=True)
    assert now_planned.channel == "call"


def test_a_visit_is_noted_on_its_day_not_before_and_not_a_season_later(late, collector, action_id):
    for day in (ON + timedelta(days=1), ON - timedelta(days=31)):
        told = VisitOutcome(result=VisitResult.ABSENT, visited_on=day)
        with pytest.raises(VisitedOutOfTime):
            note_visit_with_outcome(collector, late, told, on=ON, action_id=action_id)


def test_the_step_ends_on_the_day_of_the_visit_even_noted_later(late, collector, action_id):
    day = ON - timedelta(days=1)
    told = VisitOutcome(result=VisitResult.SEEN, visited_on=day, comment="le gérant rappelle")
    note_visit_with_outcome(collector, late, told, on=ON, action_id=action_id)
    assert dunning.action(collector, action_id).ended_on == day
    assert [each.happened_on for each in messages.contacts_of(collector, late)] == [day]


def test_a_visit_is_noted_once(late, collector, action_id):
    note_visit_with_outcome(collector, late, outcome(VisitResult.REFUSED, comment="ne paiera pas"), on=ON, action_id=action_id)
    with pytest.raises(NotToCall):
        note_visit_with_outcome(collector, late, outcome(VisitResult.ABSENT), on=ON, action_id=action_id)
    assert Visit.objects.count() == 1


def test_a_visit_off_the_scenario_is_a_contact_and_moves_no_step(late, collector):
    note_visit_with_outcome(collector, late, outcome(VisitResult.SEEN, comment="bon accueil"), on=ON)
    assert [each.is_contact for each in messages.contacts_of(collector, late)] == [True]
    assert not ItemStep.objects.exists()


def test_a_visit_is_told_once_on_the_timeline_and_in_the_audit(late, collector, action_id):
    note_visit_with_outcome(collector, late, outcome(VisitResult.REFUSED, comment="ne paiera pas"), on=ON, action_id=action_id)
    told = [(row.kind, row.state, row.detail) for row in story(collector, late).rows if row.channel == "visit"]
    assert told == [("visit", "refused", "ne paiera pas")]
    for did in ("visit.noted", "visit.told"):
        [entry] = audit.entries(SYSTEM, Filters(customer_id=late, did=did))
        assert (entry.actor_name, entry.change["result"]) == ("Nadia", "refused")


def test_who_may_not_call_may_not_visit(world, late):
    reader = world.actor(world.hire("audrey", Role.AUDITOR))
    with pytest.raises(NotAllowed):
        note_visit_with_outcome(reader, late, outcome(VisitResult.ABSENT), on=ON)


def test_the_sheet_says_where_to_go_whom_to_see_and_how_much(world, late, action_id):
    answer = world.browser().get(reverse("workbench:visit_sheet", args=[late]))
    assert answer["Content-Type"] == "application/pdf"
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    for words in ("Garage Dupont", "4 rue des Lilas", "F-C1", "Anne Martin", "1", "Maison Lambert"):
        assert words in text


def test_a_planned_visit_opens_from_the_day_and_is_noted_on_the_same_screen(world, late, action_id):
    browser = world.browser()
    opened = browser.get(reverse("workbench:call", args=[late]), {"action": action_id})
    assert reverse("workbench:visit_note", args=[late]) in opened.content.decode()
    whole = browser.get(reverse("workbench:customer", args=[late]), {"call": 1, "action": action_id})
    assert reverse("workbench:visit_note", args=[late]) in whole.content.decode()
    told = {"result": "absent", "visited_on": ON.isoformat(), "action": action_id}
    assert browser.post(reverse("workbench:visit_note", args=[late]), told).status_code == 302
    assert Visit.objects.get().result == "absent"


def test_a_promise_of_a_visit_inside_a_closing_warns_whoever_notes_it(world, late, action_id):
    customers.set_closing(SYSTEM, late, from_on=date(2026, 11, 23), to_on=date(2026, 11, 30), name="Inventaire")
    told = {"result": "promised", "visited_on": ON.isoformat(), "action": action_id, "promised_for": "2026-11-24"}
    page = world.browser().post(reverse("workbench:visit_note", args=[late]), told, follow=True).content.decode()
    assert "le client est fermé du" in page


def test_a_visit_told_by_halves_says_what_is_missing_on_its_form(world, late, action_id):
    told = {"result": "paid", "visited_on": ON.isoformat(), "action": action_id}
    answer = world.browser().post(reverse("workbench:visit_note", args=[late]), told, HTTP_HX_REQUEST="true")
    assert str(PaidWithoutAmount()) in answer.content.decode() or "alert" in answer.content.decode()
    assert not Visit.objects.exists()


def test_the_command_line_writes_the_sheet_and_notes_the_result(late, action_id, tmp_path):
    sheet, out = tmp_path / "visite.pdf", StringIO()
    call_command("visit", "C1", "--sheet", str(sheet), "--result", "promised", "--for", "2026-11-20", "--amount", "600", stdout=out)
    assert sheet.read_bytes().startswith(b"%PDF")
    assert Promise.objects.get().amount == Decimal(600)
    assert dunning.action(SYSTEM, action_id).state == "done"


def test_an_invoice_that_is_not_late_is_refused_by_its_number_and_nothing_is_noted(late, action_id):
    told = ("--result", "promised", "--for", "2026-11-20", "--amount", "600", "--invoice", "F-ELSE")
    with pytest.raises(NotFound, match="F-ELSE"):
        call_command("visit", "C1", *told, stdout=StringIO())
    assert not Visit.objects.exists()


def test_money_received_and_the_state_of_an_e_invoice_are_told_apart():
    """« Règlement reçu » on the sheet and the timeline, « Encaissée » of an e-invoice: once one sentence stood for both."""
    with override("fr"):
        assert (gettext(STEPS[212]), str(STORY["payment"][0])) == ("Encaissée", "Règlement reçu")


def test_what_was_received_is_said_as_people_say_it(world, late):
    paid = DocumentFacts(
        customer_id=late, kind="payment", number="VIR-1", issued_on=ON, amount=Decimal("-187.08"), source_key="VIR-1",
        parts=(PartFacts(ON, Decimal("-187.08")),),
    )  # fmt: skip
    ledger.record_documents(SYSTEM, world.creditor, world.source, [paid])
    answer = world.browser().get(reverse("workbench:visit_sheet", args=[late]))
    words = " ".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    assert "Règlement reçu – 187,08 €" in words.replace("\u202f", " ").replace("\u00a0", " ")
    page = world.browser().get(reverse("workbench:timeline", args=[late]), HTTP_HX_REQUEST="true").content.decode()
    assert 'Règlement reçu VIR-1</strong> <span class="num">187,08' in page
