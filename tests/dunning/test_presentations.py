"""Rule 7 on the tables: dates run from the day the registered letter was presented, once a person notes it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from dunning.payers import NOTICE
from dunning.test_actions import SYSTEM, World, day
from encaisse.customers import actions as customers
from encaisse.customers.models import Address, Customer
from encaisse.customers.rules import NewContact
from encaisse.db import run_sql
from encaisse.db.clock import stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.models import ItemProgress, ItemStep, PlannedAction, Signal
from encaisse.dunning.rules.presentations import (
    NotARegisteredLetter,
    NotATrackingNumber,
    PresentedAlready,
    PresentedOutOfTime,
    check_presentation,
    tracking_number,
)
from encaisse.dunning.rules.progress import Presentation
from encaisse.kit.actor import Actor, Role
from encaisse.kit.refusals import NotAllowed
from encaisse.people import actions as people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter() -> PlannedAction:
    """A formal notice posted on 10 November about one invoice, and the task that asks when it was presented."""
    world = World()
    item = world.document("A", "10000", "30/9")
    posted = PlannedAction.objects.create(
        creditor_id=world.creditor, customer_id=world.customer, decided_on=day("9/11"), planned_since=day("9/11"), version_id=1,
        step_key=NOTICE.key, position=4, level=4, channel="registered_letter", mode="to_approve", state="sent", net_amount=Decimal(10000),
        ended_on=day("10/11"),
    )  # fmt: skip
    ItemStep.objects.create(
        customer_id=world.customer, item_id=item, step_key=NOTICE.key, position=4, level=4, ended_on=day("10/11"), how="done",
        planned_action_id=posted.pk,
    )  # fmt: skip
    ItemProgress.objects.create(
        customer_id=world.customer, item_id=item, last_position=4, last_level=4, last_step_key=NOTICE.key, last_ended_on=day("10/11"),
        last_how="done",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into dunning_action_item"
            " (planned_action_id, customer_id, item_id, own_position, section, amount, open_amount, held_amount)"
            " values (%s, %s, %s, 4, 'claimed', 10000, 10000, 0)",
            [posted.pk, world.customer, item],
        )
    Signal.objects.create(creditor_id=world.creditor, customer_id=world.customer, kind="presentation_date_missing", raised_on=day("11/11"))
    return posted


@pytest.mark.parametrize("outcome", [Presentation.DELIVERED, Presentation.UNCLAIMED, Presentation.REFUSED])
def test_rule_07_delivered_unclaimed_and_refused_stand_as_presented(letter: PlannedAction, outcome: Presentation) -> None:
    with stopped(day("17/11")):
        actions.note_presentation(SYSTEM, letter.pk, outcome=outcome, presented_on=day("13/11"))
    assert ItemProgress.objects.get().presented_on == day("13/11")
    [kept] = queries.registered_letters(SYSTEM, letter.customer_id)
    assert (kept.posted_on, kept.presented_on, kept.outcome) == (day("10/11"), day("13/11"), outcome.value)
    assert Signal.objects.filter(done_at__isnull=True).count() == 0


def test_rule_07_an_unknown_address_opens_the_step_again(letter: PlannedAction) -> None:
    with stopped(day("17/11")):
        actions.note_presentation(SYSTEM, letter.pk, outcome=Presentation.UNKNOWN_ADDRESS, presented_on=day("13/11"))
    assert ItemStep.objects.count() == 0
    progress = ItemProgress.objects.get()
    assert (progress.last_position, progress.last_level, progress.presented_on) == (None, None, None)
    [kept] = queries.registered_letters(SYSTEM, letter.customer_id)
    assert kept.came_back
    assert kept.presented_on is None


def test_rule_19_an_unknown_address_is_dead_and_a_task_asks_for_another_one(letter: PlannedAction) -> None:
    Customer.objects.filter(pk=letter.customer_id).update(street="3 rue des Lilas", postcode="69001", city="Lyon")
    name = Customer.objects.get(pk=letter.customer_id).name
    contact = customers.add_contact(SYSTEM, letter.customer_id, NewContact(name="Martin"))
    known = customers.add_address(SYSTEM, contact, channel="postal", address=f"{name}\n3 rue des Lilas\n69001 Lyon")
    elsewhere = customers.add_address(SYSTEM, contact, channel="postal", address="8 quai Perrache\n69002 Lyon")
    with stopped(day("17/11")):
        actions.note_presentation(SYSTEM, letter.pk, outcome=Presentation.UNKNOWN_ADDRESS, presented_on=day("13/11"))
    assert Address.objects.get(pk=known).health == "dead"
    assert Address.objects.get(pk=elsewhere).health != "dead"
    assert "3 rue des Lilas" in Signal.objects.get(kind="message_bounced").comment
    [card] = run_sql("dunning.payer_cards", payer_ids=[letter.customer_id])
    assert not card.has_postal_address
    Customer.objects.filter(pk=letter.customer_id).update(street="8 quai Perrache")
    [card] = run_sql("dunning.payer_cards", payer_ids=[letter.customer_id])
    assert card.has_postal_address


def test_rule_07_dates_run_from_the_first_presentation_whatever_came_later(letter: PlannedAction) -> None:
    with stopped(day("17/11")):
        actions.note_presentation(SYSTEM, letter.pk, outcome=Presentation.PRESENTED, presented_on=day("12/11"))
        actions.note_presentation(SYSTEM, letter.pk, outcome=Presentation.DELIVERED, presented_on=day("16/11"))
        with pytest.raises(PresentedAlready):
            actions.note_presentation(SYSTEM, letter.pk, outcome=Presentation.UNKNOWN_ADDRESS, presented_on=day("16/11"))
    assert ItemProgress.objects.get().presented_on == day("12/11")
    [kept] = queries.registered_letters(SYSTEM, letter.customer_id)
    assert [(fact.outcome, fact.on) for fact in kept.facts] == [("presented", day("12/11")), ("delivered", day("16/11"))]


def test_a_letter_waits_until_it_is_presented_and_its_number_is_kept(letter: PlannedAction) -> None:
    with stopped(day("17/11")):
        actions.note_presentation(SYSTEM, letter.pk, outcome=Presentation.POSTED, presented_on=day("10/11"), number="1a 234 567 8901 2")
        [waiting] = queries.awaited_letters(SYSTEM)
        assert (waiting.customer_id, waiting.tracking_number) == (letter.customer_id, "1A234567890 12".replace(" ", ""))
        assert ItemProgress.objects.get().presented_on is None
        assert Signal.objects.filter(done_at__isnull=True).count() == 1
        actions.note_presentation(SYSTEM, letter.pk, outcome=Presentation.UNCLAIMED, presented_on=day("16/11"))
    assert queries.awaited_letters(SYSTEM) == []


def test_a_tracking_number_is_copied_from_the_slip() -> None:
    assert tracking_number(" 1a 234-567 8901 2 ") == "1A23456789012"
    with pytest.raises(NotATrackingNumber):
        tracking_number("12")


def test_whoever_may_not_act_notes_no_presentation(letter: PlannedAction) -> None:
    with pytest.raises(NotAllowed):
        actions.note_presentation(
            Actor(user_id=1, name="Personne", all_creditors=True), letter.pk, outcome=Presentation.DELIVERED, presented_on=day("13/11")
        )


@pytest.mark.parametrize(
    ("channel", "state", "presented_on", "refusal"),
    [
        pytest.param("email", "sent", date(2026, 11, 13), NotARegisteredLetter, id="a mail is not presented"),
        pytest.param("registered_letter", "sending", date(2026, 11, 13), NotARegisteredLetter, id="a letter not posted yet neither"),
        pytest.param("registered_letter", "sent", date(2026, 11, 9), PresentedOutOfTime, id="never before it was posted"),
        pytest.param("registered_letter", "sent", date(2026, 11, 18), PresentedOutOfTime, id="never tomorrow"),
    ],
)
def test_a_presentation_is_refused(channel: str, state: str, presented_on: date, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_presentation(channel=channel, state=state, posted_on=date(2026, 11, 10), presented_on=presented_on, today=date(2026, 11, 17))


def test_the_page_lists_the_letters_and_takes_the_day(letter: PlannedAction, client, django_user_model) -> None:
    user_id = people.create_user(SYSTEM, email="nadia@encaisse.example", name="Nadia")
    people.set_membership(SYSTEM, user_id, role=Role.CREDIT_MANAGER, from_on=date(2020, 1, 1))
    client.force_login(django_user_model.objects.get(pk=user_id))
    address = f"/presentations/{letter.customer_id}/"
    with stopped(day("17/11")):
        assert "Postée le" in client.get(address).content.decode()
        proof = SimpleUploadedFile("avis.pdf", b"%PDF-1.7 signed", "application/pdf")
        typed = {
            "action_id": letter.pk,
            "outcome": "delivered",
            "presented_on": "2026-11-13",
            "number": "1A 234 567 8901 2",
            "proof": proof,
        }
        answer = client.post(f"{address}note/", typed, follow=True).content.decode()
        assert "Présentée le" in answer
        assert "1A23456789012" in answer
        told = client.get(f"/clients/{letter.customer_id}/timeline/", headers={"HX-Request": "true"}).content.decode()
        [fact] = queries.letter_facts(SYSTEM, letter.customer_id, limit=9)
        kept = f"{address}proofs/{fact.id}/"
        assert kept in told
        assert client.get(kept).content == b"%PDF-1.7 signed"
        assert client.get(f"{address}proofs/{fact.id + 1}/").status_code == 404
        assert "Aucun recommandé" in client.get("/presentations/").content.decode()
        told = SimpleUploadedFile("avis.pdf", b"MZ a program", "application/pdf")
        lied = client.post(f"{address}note/", {**typed, "proof": told}).content.decode()
        assert "avis.pdf" in lied
        assert queries.letter_facts(SYSTEM, letter.customer_id, limit=9) == [fact]
        refused = client.post(f"{address}note/", {"action_id": letter.pk, "outcome": "delivered", "presented_on": "2026-11-01"})
    assert "Corrigez la date" in refused.content.decode()


def test_what_is_refused_is_said_on_the_letter_it_was_noted_of(letter: PlannedAction, client, django_user_model) -> None:
    user_id = people.create_user(SYSTEM, email="nadia@encaisse.example", name="Nadia")
    people.set_membership(SYSTEM, user_id, role=Role.CREDIT_MANAGER, from_on=date(2020, 1, 1))
    client.force_login(django_user_model.objects.get(pk=user_id))
    first, customer = letter.pk, letter.customer_id
    letter.pk = None
    letter.decided_on = day("6/11")
    letter.save()
    with stopped(day("17/11")):
        told = {"action_id": first, "outcome": "presented", "presented_on": "2026-12-24"}
        answer = client.post(f"/presentations/{customer}/note/", told)
    assert answer.status_code == 422
    panels = {panel.partition('"')[0]: panel for panel in answer.content.decode().split('id="letter-')[1:]}
    assert sorted(panels) == sorted([str(first), str(letter.pk)])
    assert ("2026-12-24" in panels[str(first)], "note-bad" in panels[str(first)]) == (True, True)
    assert ("2026-12-24" in panels[str(letter.pk)], "note-bad" in panels[str(letter.pk)]) == (False, False)
