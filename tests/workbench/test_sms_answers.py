"""What customers answer to SMS: a door with its secret, each answer once, STOP for good, the rest a reply and a task (rule 16)."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from encaisse.audit import queries as audit
from encaisse.audit.queries import Filters
from encaisse.customers import actions as customers
from encaisse.customers import queries as files
from encaisse.customers.rules import NewContact
from encaisse.customers.rules.objections import NoSmsThere, NoSuchAddress, Use, check_use
from encaisse.db import run_sql
from encaisse.db.clock import now
from encaisse.dunning import queries as dunning
from encaisse.dunning.models import PlannedAction, Signal
from encaisse.kit.actor import Actor, Role, system_actor
from encaisse.kit.refusals import NotAllowed
from encaisse.messages import actions as outbox
from encaisse.messages import queries as messages
from encaisse.messages.models import SmsAnswer as AnswerRow
from encaisse.messages.rules.sms_answers import NotAnSms, SmsAnswer, answer_of, json_values
from encaisse.workbench.actions.objections import note_objection
from encaisse.workbench.queries.story import story

SYSTEM = system_actor()
ON = date(2026, 11, 17)
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
HALF_TOLD = ('{"from": "x", "text": "STOP"}', '{"from": "+33612345678"}', '{"from": {}, "text": []}')


@pytest.mark.parametrize(
    "values",
    [
        {"from": "+33612345678", "text": "STOP", "id": "7"},
        {"msisdn": "33612345678", "message": "STOP", "messageId": 7},
        {"Number": "0612345678", "Body": "STOP", "id": "7"},
    ],
)
def test_an_answer_is_read_as_gateways_write_it(values):
    assert answer_of(values) == answer_of(json_values(json.dumps([values]).encode())) == SmsAnswer("+33612345678", "STOP", "7")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[]", b"[1, 2]", *(told.encode() for told in HALF_TOLD)])
def test_what_is_no_answer_is_refused(body):
    with pytest.raises(NotAnSms):
        answer_of(json_values(body))


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_knocks():
    cache.clear()


@pytest.fixture
def late(world) -> int:
    pk = world.late("C1", "Garage Dupont", "1000")
    customers.add_contact(SYSTEM, pk, NewContact(name="Dupont", mobiles=("+33612345678",)))
    return pk


class Door:
    def __init__(self, creditor: int) -> None:
        self.page, self.client = reverse("dunning:sms_answer", args=[creditor]), Client()
        self.secret = outbox.open_sms_door(SYSTEM, creditor)

    def knock(self, text: str, *, number: str = "+33612345678", secret: str | None = None, **more: object):
        body = json.dumps({"from": number, "text": text} | more)
        key = self.secret if secret is None else secret
        return self.client.post(self.page, body, content_type=JSON, HTTP_AUTHORIZATION=f"Bearer {key}")


@pytest.fixture
def door(world) -> Door:
    return Door(world.creditor)


def test_stop_ends_the_sms_to_that_number_and_asks_nobody(world, late, door):
    assert door.knock("STOP au 36111").status_code == 204
    assert files.best_address(SYSTEM, late, "sms") is None
    assert not Signal.objects.filter(kind="sms_answered").exists()
    assert [(row.kind, row.detail) for row in story(SYSTEM, late).rows if row.channel == "sms"] == [("sms_stop", "STOP au 36111")]
    assert audit.entries(SYSTEM, Filters(customer_id=late, did="messages.sms_answered"))


def mobile_of(customer_id: int) -> files.AddressCard:
    return next(each for card in files.contacts(SYSTEM, customer_id) for each in card.addresses if each.channel == "mobile")


def test_stop_says_nothing_of_calls_to_the_same_mobile(world, late, door):
    door.knock("STOP")
    assert (mobile_of(late).uses, mobile_of(late).sms_objection) == (("mobile",), "stop")
    assert files.best_address(SYSTEM, late, "mobile") is not None
    [reached] = run_sql("dunning.payer_channels", payer_ids=[late], on=date(2026, 11, 17))
    assert "sms" not in reached.channels
    assert "mobile" in reached.channels


def test_an_objection_to_calls_says_nothing_of_sms(world, late):
    note_objection(SYSTEM, mobile_of(late).id, uses=[Use.ADDRESS], words="Plus d’appels, merci", at=now())
    assert mobile_of(late).uses == ("sms",)
    assert files.best_address(SYSTEM, late, "mobile") is None
    assert files.best_address(SYSTEM, late, "sms") is not None
    assert [note.body for note in files.notes(SYSTEM, late)] == ["Plus d’appels, merci"]


def test_the_contact_shows_it_and_a_person_takes_it_back_with_audit(world, late, door):
    door.knock("STOP")
    browser, page = world.browser(), f"/clients/{late}/"
    shown = browser.get(page).content.decode()
    assert "Pas de SMS" in shown
    assert "a répondu STOP à un SMS" in shown
    browser.post(f"{page}addresses/{mobile_of(late).id}/agrees/", {"use": "sms"})
    assert mobile_of(late).uses == ("mobile", "sms")
    [entry] = audit.entries(SYSTEM, Filters(customer_id=late, did="customers.agree_again"))
    assert (entry.change["use"], entry.change["how"]) == ("sms", "stop")


def test_a_person_notes_an_objection_on_the_contact(world, late):
    browser, page = world.browser(), f"/clients/{late}/addresses/{mobile_of(late).id}/objection/"
    assert "Ils ne veulent plus" in browser.get(page).content.decode()
    browser.post(page, {"objects_to": "both", "words": ""})
    assert mobile_of(late).uses == ()


def test_sms_are_objected_to_on_a_mobile_only(late):
    with pytest.raises(NoSmsThere):
        check_use(Use.SMS, channel="email")


def test_objections_by_the_command_line(world, late):
    code = files.customer(SYSTEM, late).code
    [told] = complaints("add", code, "06 12 34 56 78", "--sms", "--words", "STOP par téléphone")["objections"]
    assert (told["customer"], told["use"], told["how"]) == (code, "sms", "person")
    assert complaints("end", code, "+33612345678", "--sms")["objections"] == []
    with pytest.raises(NoSuchAddress, match="33612345678"):
        complaints("add", code, "nobody@x.example")


def complaints(*arguments: str) -> dict:
    out = StringIO()
    call_command("complaints", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_rule_16_any_other_answer_is_a_reply_and_a_task(world, late, door):
    assert door.knock("Je paie vendredi").status_code == 204
    [contact] = messages.contacts_of(SYSTEM, late)
    assert (contact.channel, contact.direction, contact.is_contact) == ("sms", "in", True)
    assert Signal.objects.get(kind="sms_answered").comment == "Je paie vendredi"
    assert files.best_address(SYSTEM, late, "mobile") is not None


def test_rule_16_a_reply_by_sms_stops_the_reminders_of_the_account(world, late, door):
    world.run()
    assert dunning.actions_of(SYSTEM, late, only_live=True)
    door.knock("Je paie vendredi")
    world.run()
    assert dunning.actions_of(SYSTEM, late, only_live=True) == []


def test_told_twice_it_changes_nothing(world, late, door):
    door.knock("Je paie vendredi", id="m-1")
    assert door.knock("Je paie vendredi", id="m-1").status_code == 204
    assert (AnswerRow.objects.count(), len(messages.contacts_of(SYSTEM, late))) == (1, 1)


def test_a_number_nobody_knows_is_kept_and_touches_nobody(world, late, door):
    assert door.knock("STOP", number="+33699999999").status_code == 204
    assert AnswerRow.objects.get().customer_id is None
    assert files.best_address(SYSTEM, late, "mobile") is not None


def test_a_wrong_secret_opens_nothing_and_soon_not_even_an_answer(world, late, door):
    assert [door.knock("STOP", secret="guess").status_code for _ in range(11)] == [403] * 10 + [429]
    assert not AnswerRow.objects.exists()


def test_a_door_never_opened_answers_like_a_wrong_secret(world, late):
    answer = Client().post(reverse("dunning:sms_answer", args=[world.creditor]), "{}", content_type=JSON)
    assert answer.status_code == 403


def test_a_gateway_may_give_its_secret_in_the_address_and_nothing_else_is_taken(world, late, door):
    assert Client().post(f"{door.page}?secret={door.secret}", "from=0612345678&text=merci", content_type=FORM).status_code == 204
    assert Client().post(f"{door.page}?secret={door.secret}", b"{" + b" " * 20_000, content_type=JSON).status_code == 413
    assert door.knock("").status_code == 400
    assert Client().get(door.page).status_code == 405


def test_a_new_secret_takes_the_place_of_the_old_one_and_only_an_administrator_gives_it(world, late, door):
    old, door.secret = door.secret, outbox.open_sms_door(SYSTEM, world.creditor)
    assert door.knock("merci", secret=old).status_code == 403
    assert door.knock("merci").status_code == 204
    outbox.close_sms_door(SYSTEM, world.creditor)
    assert door.knock("encore").status_code == 403
    with pytest.raises(NotAllowed):
        outbox.open_sms_door(Actor(user_id=1, name="Nobody", all_creditors=True), world.creditor)


def test_the_secret_is_shown_once_on_the_screen_of_the_gateway(world, late):
    admin = world.browser(world.hire("ada", Role.ADMIN))
    shown = admin.post(reverse("messages:sms_door", args=[world.creditor]), {"do": "open"}).content.decode()
    secret = shown.split('user-select-all">')[1].split("<")[0]
    assert messages.opens_sms_door(SYSTEM, world.creditor, secret)
    again = admin.get(reverse("messages:sms_gateway", args=[world.creditor])).content.decode()
    assert secret not in again
    assert f"/sms/{world.creditor}/answers/" in again


def test_before_sms_leave_without_a_gateway_the_approval_says_so(world, late, settings):
    PlannedAction.objects.create(
        creditor_id=world.creditor, customer_id=late, decided_on=ON, planned_since=ON, version_id=1, step_key="sms", position=1, level=1,
        channel="sms", mode="to_approve", sender_role="COLLECTOR", state="to_approve", net_amount=1000,
    )  # fmt: skip
    page, manager = reverse("dunning:approval"), world.browser(world.hire("carla", Role.CREDIT_MANAGER))
    assert dunning.unsendable(SYSTEM) == []
    settings.OUTBOUND = "live"
    assert [(each.channel, each.count) for each in dunning.unsendable(SYSTEM)] == [("sms", 1)]
    assert "passerelle SMS" in manager.get(page).content.decode()
