"""A message off the scenario (rule 21): a contact whose level moves only if ticked; warned, never silently stopped; legal words refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.urls import reverse

from encaisse.audit.models import Entry
from encaisse.customers import actions as customers
from encaisse.customers.queries import contacts
from encaisse.customers.queries import customer as file_of
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries as dunning_queries
from encaisse.dunning.models import AddressDay, ContactCap, ItemStep, PlannedAction
from encaisse.dunning.rules.by_hand import NoStepToAdvance, NoticeNotByHand, check_advance
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.kit.actor import Role, system_actor
from encaisse.kit.refusals import NotAllowed
from encaisse.messages import actions as messages
from encaisse.messages import queries as outbox
from encaisse.messages.actions import ContactFact, record_contact
from encaisse.messages.models import Message
from encaisse.workbench.actions import send_by_hand
from encaisse.workbench.queries.by_hand import composed, recipients, started_from, templates_to_start_from
from encaisse.workbench.rules.writing import (
    Draft,
    EmptyMessage,
    FeeToConsumer,
    LegalWords,
    ReasonNeeded,
    UnknownRecipient,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
ON = date(2026, 11, 17)
KEY = "00112233445566aa"


@pytest.fixture
def late(world, settings, tmp_path) -> int:
    settings.VAR = tmp_path
    return world.late("C1", "Garage Dupont", "1000", street="3 rue du Port", postcode="69002", city="Lyon")


@pytest.fixture
def nadia(world):
    return world.actor(world.collector)


def to(customer_id: int, channel: str = "email") -> str:
    from encaisse.customers import queries  # noqa: PLC0415 - a word of these tests

    found = recipients(SYSTEM, queries.customer(SYSTEM, customer_id))
    return next(each.to for each in found if each.channel == channel)


def draft(customer_id: int, body: str = "Pouvez-vous nous rappeler ?", **values) -> Draft:
    return Draft(to=values.pop("to", None) or to(customer_id), subject="Votre compte", body=body, key=values.pop("key", KEY), **values)


def test_it_is_frozen_and_handed_over_once_as_a_contact(world, late, nadia):
    sent = send_by_hand(nadia, late, draft(late, with_items=True), on=ON)
    assert send_by_hand(nadia, late, draft(late, with_items=True), on=ON) == sent
    message = Message.objects.get()
    assert (message.is_contact, message.template_code, message.queued_by) == (True, "FREE", world.collector)
    words = message_from_bytes(outbox.rendered(nadia, sent), policy=policy.default).get_body(("plain",)).get_content()
    assert "Pouvez-vous nous rappeler ?" in words
    assert "F-C1" in words


def test_the_level_does_not_move_unless_ticked(world, late, nadia):
    world.run()
    send_by_hand(nadia, late, draft(late), on=ON)
    assert [(action.state, action.message_id) for action in PlannedAction.objects.all()] == [("approved", None)]
    assert ItemStep.objects.count() == 0


def test_ticked_it_stands_for_the_planned_step_once_it_has_left(world, late, nadia):
    world.run()
    message_id = send_by_hand(nadia, late, draft(late, advances=True), on=ON)
    assert [(action.state, action.message_id) for action in PlannedAction.objects.all()] == [("sending", message_id)]
    assert ItemStep.objects.count() == 0
    Message.objects.filter(pk=message_id).update(state="sent", claimed_at="2026-11-17T09:00Z", settled_at="2026-11-17T09:00Z")
    dunning.settle(SYSTEM)
    assert PlannedAction.objects.get().state == "sent"
    assert ItemStep.objects.get().how == "done"


def test_a_message_that_failed_advances_nothing(world, late, nadia):
    world.run()
    message_id = send_by_hand(nadia, late, draft(late, advances=True), on=ON)
    messages.withdraw_message(SYSTEM, message_id)
    dunning.settle(SYSTEM)
    assert ItemStep.objects.count() == 0


def test_without_a_planned_step_there_is_nothing_to_advance(world, late, nadia):
    with pytest.raises(NoStepToAdvance):
        send_by_hand(nadia, late, draft(late, advances=True), on=ON)
    assert Message.objects.count() == 0


def test_a_formal_notice_is_never_replaced_by_hand():
    with pytest.raises(NoticeNotByHand):
        check_advance(4)
    check_advance(3)


def test_a_hold_warns_and_a_person_may_go_on_with_a_reason(world, late, nadia):
    dunning.set_hold(SYSTEM, customer_id=late, reason=HoldReason.COMMERCIAL_TALKS, on=ON, until_on=ON + timedelta(days=5))
    assert [warning.code for warning in composed(nadia, late, draft(late), on=ON).warnings] == ["manual"]
    with pytest.raises(ReasonNeeded):
        send_by_hand(nadia, late, draft(late), on=ON)
    send_by_hand(nadia, late, draft(late, reason="Le client attend ce courrier"), on=ON)
    kept = Entry.objects.get(did="message.by_hand")
    assert (kept.change["reason"], kept.change["warnings"]) == ("Le client attend ce courrier", ["manual"])


def test_the_caps_that_warn_are_those_of_the_company_and_of_whoever_pays(world, late, nadia):
    payer = world.customer("P", "Holding Dupont")
    customers.set_payer(SYSTEM, late, payer)
    said = ContactFact(world.creditor, payer, None, "email", "out", "sent", True, datetime(2026, 11, 12, 10, tzinfo=UTC))
    record_contact(SYSTEM, replace(said, party_id=file_of(SYSTEM, payer).party_id))
    assert "cap" not in {warning.code for warning in composed(nadia, late, draft(late), on=ON).warnings}
    ContactCap.objects.create(creditor_id=world.creditor, for_consumers=False, code="all_30", most=1)
    assert "cap" in {warning.code for warning in composed(nadia, late, draft(late), on=ON).warnings}


def test_an_address_written_to_today_warns_and_what_is_planned_for_it_waits(world, late, nadia):
    send_by_hand(nadia, late, draft(late), on=ON)
    assert AddressDay.objects.get().planned_action_id == 0
    assert "address" in [warning.code for warning in composed(nadia, late, draft(late, key="ff" * 8), on=ON).warnings]


def test_a_letter_waits_with_the_letters_to_print(world, late, nadia):
    send_by_hand(nadia, late, draft(late, to="letter:0"), on=ON)
    [letter] = outbox.letters_to_print(SYSTEM)
    assert letter.recipient == "Garage Dupont\n3 rue du Port\n69002 Lyon"


def test_words_of_a_formal_notice_are_for_legal(world, late, nadia):
    with pytest.raises(LegalWords):
        composed(nadia, late, draft(late, "Nous vous mettons en demeure de payer."), on=ON)
    codes = {template.code for template in templates_to_start_from(nadia, customer(late))}
    assert "MED_B2B" not in codes
    assert "REMIND1_EMAIL" in codes
    legal = world.actor(world.hire("lucie", Role.LEGAL))
    assert composed(legal, late, draft(late, "Nous vous mettons en demeure de payer."), on=ON).rendered.text


def customer(customer_id: int):
    from encaisse.customers import queries  # noqa: PLC0415 - a word of these tests

    return queries.customer(SYSTEM, customer_id)


def test_no_fee_is_asked_of_a_consumer(world, nadia):
    consumer = world.late("P1", "Mme Roux", "90", kind="consumer")
    with pytest.raises(FeeToConsumer):
        composed(nadia, consumer, draft(consumer, "Ajoutez 40 € de frais."), on=ON)


def test_an_empty_message_is_refused(world, late, nadia):
    with pytest.raises(EmptyMessage):
        composed(nadia, late, draft(late, "  "), on=ON)


def test_a_dead_address_is_not_offered_and_is_refused(world, late, nadia):
    [address] = [each for each in contacts(SYSTEM, late)[0].addresses if each.channel == "email"]
    known = to(late)
    customers.set_health(SYSTEM, address.id, health="dead", on=ON, reason="test")
    assert known not in [each.to for each in recipients(SYSTEM, customer(late))]
    with pytest.raises(UnknownRecipient):
        composed(nadia, late, draft(late, to=known), on=ON)


def test_a_template_gives_the_text_to_start_from(world, late, nadia):
    subject, body = started_from(nadia, customer(late), "REMIND1_EMAIL", on=ON)
    assert "{{ invoice_table }}" in body
    assert "Nadia" in body
    assert subject


def test_who_may_not_send_does_not(world, late):
    with pytest.raises(NotAllowed):
        send_by_hand(world.actor(world.hire("ines", Role.AUDITOR)), late, draft(late), on=ON)


def test_the_page_shows_what_would_leave_then_sends(world, late):
    browser, address = world.browser(), reverse("workbench:by_hand", args=[late])
    asked = {"to": to(late), "subject": "Votre compte", "body": "Bonjour {{ contact.salutation }}", "key": KEY}
    shown = browser.post(address, {**asked, "do": "preview"}, HTTP_HX_REQUEST="true").content.decode()
    assert "Bonjour Anne Martin" in shown
    assert Message.objects.count() == 0
    answer = browser.post(address, {**asked, "do": "send"})
    assert (answer.status_code, Message.objects.count()) == (302, 1)
    refused = browser.post(address, {**asked, "key": "ab" * 8, "do": "send"}, HTTP_HX_REQUEST="true")
    assert refused.status_code == 422
    assert "Dites pourquoi" in refused.content.decode()
    assert "a déjà reçu un message" in refused.content.decode()


def test_the_page_starts_from_a_template_without_htmx(world, late):
    page = world.browser().get(reverse("workbench:by_hand", args=[late]) + "?template=REMIND1_EMAIL").content.decode()
    assert "{{ invoice_table }}" in page
    assert dunning_queries.actions_of(SYSTEM, late) == []


def with_mobile(customer_id: int) -> str:
    card = contacts(SYSTEM, customer_id)[0]
    customers.add_address(SYSTEM, card.id, channel="mobile", address="+33612345678")
    return to(customer_id, "sms")


def chosen_on(page: str) -> str:
    return page.split("selected>", 1)[0].rsplit('value="', 1)[1].split('"', 1)[0] if "selected>" in page else ""


def test_emails_are_offered_before_letters(world, late):
    found = recipients(SYSTEM, customer(late))
    assert [each.channel for each in found] == ["email", "letter"]


@pytest.mark.parametrize(
    ("template", "chosen", "goes_to"),
    [
        pytest.param("SMS_OVERDUE", "email", "sms", id="a text for telephones never stays on an e-mail"),
        pytest.param("REMIND1_EMAIL", "letter", "email", id="an e-mail never becomes a letter unasked"),
        pytest.param("SMS_OVERDUE", "sms", "sms", id="whom one chose stays chosen"),
    ],
)
def test_a_template_goes_to_whom_its_channel_suits(world, late, template, chosen, goes_to):
    ways = {"sms": with_mobile(late), "email": to(late), "letter": to(late, "letter")}
    address = reverse("workbench:by_hand", args=[late])
    page = world.browser().get(address, {"template": template, "to": ways[chosen]}).content.decode()
    addressee = page.split('name="to"', 1)[1].split("</select>", 1)[0]
    assert chosen_on(addressee) == ways[goes_to]


def test_an_sms_is_shown_and_counted_as_it_leaves(world, late):
    body = "Garage Dupont : la facture F1 (1\u202f000,00\u00a0€) est échue depuis le 31/10/2026. Régler ou nous répondre : 04 78 00 00 00"
    asked = {"to": with_mobile(late), "subject": "", "body": body, "key": KEY, "do": "preview"}
    shown = world.browser().post(reverse("workbench:by_hand", args=[late]), asked, HTTP_HX_REQUEST="true").content.decode()
    assert "1 message<" in shown
    assert "(1 000,00 €)" in shown


def test_the_timeline_names_an_sms_by_its_channel(world, late, nadia):
    send_by_hand(nadia, late, Draft(to=with_mobile(late), subject="", body="Rappelez-nous.", key=KEY), on=ON)
    page = world.browser().get(reverse("workbench:timeline", args=[late]), HTTP_HX_REQUEST="true").content.decode()
    assert "<strong>SMS</strong>" in page
