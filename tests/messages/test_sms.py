"""SMS really leave, by a creditor's own gateway; what is not certain is never sent again by itself."""

import json
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from encaisse.audit.models import Entry
from encaisse.customers.models import Customer
from encaisse.db.clock import stopped
from encaisse.kit.actor import Actor, Grant, Mode, Permission, Scope
from encaisse.kit.refusals import NotAllowed
from encaisse.messages import actions, queries
from encaisse.messages.actions.delivery import OUTSIDE_HOURS
from encaisse.messages.models import ContactEvent, Message, SmsGateway
from encaisse.messages.rules import Channel, Delivered
from encaisse.messages.rules.gateways import NO_GATEWAY, Adapter, Body, Call, Gateway

pytestmark = pytest.mark.django_db(transaction=True)

TUESDAY = datetime(2026, 11, 17, 10, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def office_hours():
    with stopped(TUESDAY):
        yield


@pytest.fixture
def sms(outgoing):
    def made(key: str = "s1", to: str = "+33639980012", **changes):
        text = "Verdier : la facture A (4 000 €) est échue. Merci."
        return outgoing(key, channel=Channel.SMS, recipient=to, sender="", content=text.encode(), subject="", **changes)

    return made


def message(**facts) -> Message:
    return Message.objects.get(**facts)


def test_an_sms_is_accepted_by_the_gateway_and_makes_one_contact(actor, sms, sms_gateway, sms_server):
    message_id = actions.queue_message(actor, sms())
    assert actions.deliver_ready(actor) == Delivered(sent=1)
    assert actions.deliver_ready(actor) == Delivered()
    [asked] = sms_server.accepted()
    assert (asked["path"], asked["authorization"]) == ("/sms", "Bearer key-1234")
    assert json.loads(asked["body"]) == {
        "to": "+33639980012", "text": "Verdier : la facture A (4 000 €) est échue. Merci.", "from": "Verdier", "ref": f"m{message_id}",
    }  # fmt: skip
    assert message().provider_id == "p-+33639980012"
    assert (ContactEvent.objects.get().channel, ContactEvent.objects.get().is_contact) == ("sms", True)


def test_a_form_gateway_is_spoken_to_in_its_own_way(actor, customer, sms, sms_server):
    call = Call(f"{sms_server.url}?from={{sender}}", body_kind=Body.FORM, body="msisdn={to}\nmessage={text}&key={secret}", secret="a&b")
    actions.save_sms_gateway(actor, customer.creditor_id, Gateway(Adapter.HTTP, call, "Verdier"))
    actions.queue_message(actor, replace(sms(), content="à + &=".encode()))
    assert actions.deliver_ready(actor) == Delivered(sent=1)
    [asked] = sms_server.accepted()
    assert asked["path"] == "/sms?from=Verdier"
    assert asked["body"] == "msisdn=%2B33639980012&message=%C3%A0%20%2B%20%26%3D&key=a%26b"


@pytest.mark.usefixtures("sms_gateway")
@pytest.mark.parametrize(
    ("to", "delivered", "told"),
    [
        pytest.param("+33639980001", Delivered(failed=1), ("failed", "HTTP 400 no 01"), id="refused for good"),
        pytest.param("+33639980006", Delivered(failed=1), ("failed", "credit exhausted"), id="a 200 that says an error is a refusal"),
        pytest.param("+33639980007", Delivered(failed=1), ("failed", "HTTP 302 no 07"), id="a redirection is not followed"),
        pytest.param("+33639980002", Delivered(retried=1, waiting=1), ("ready", "HTTP 503 no 02"), id="put off: tried again later"),
        pytest.param("+33639980005", Delivered(retried=1, waiting=1), ("ready", "HTTP 401 no 05"), id="a wrong key loses nothing"),
        pytest.param("+33639980003", Delivered(unknown=1), ("unknown", None), id="broken after it took the SMS: nobody knows"),
        pytest.param("+33639980004", Delivered(unknown=1), ("unknown", None), id="silence after it took the SMS: nobody knows"),
    ],
)
def test_what_the_gateway_answers(actor, sms, to, delivered, told):
    actions.queue_message(actor, sms(to=to))
    assert actions.deliver_ready(actor) == delivered
    state, detail = told
    assert message().state == state
    assert detail is None or message().detail == detail
    assert ContactEvent.objects.count() == 0


def test_an_unknown_sms_is_never_sent_again_by_itself(actor, sms, sms_gateway, sms_server):
    message_id = actions.queue_message(actor, sms(to="+33639980004"))
    actions.deliver_ready(actor)
    assert actions.deliver_ready(actor) == Delivered()
    assert len(sms_server.accepted()) == 1
    actions.settle_unknown(actor, message_id, was_sent=True)
    assert (message().state, ContactEvent.objects.count()) == ("sent", 1)


def test_a_gateway_out_of_reach_loses_nothing_and_says_so(actor, customer, sms, sms_gateway):
    SmsGateway.objects.update(url="http://127.0.0.1:1/sms")
    actions.queue_message(actor, sms())
    assert actions.deliver_ready(actor) == Delivered(retried=1, waiting=1)
    health = queries.gateway_card(actor, customer.creditor_id).health
    assert (health.is_failing, health.last_error) == (True, "the server refuses the connection")


def test_a_gateway_that_works_again_is_said_to_work(actor, customer, sms, sms_gateway, sms_server):
    SmsGateway.objects.update(last_error="timed out", last_error_at="2026-11-16T10:00Z")
    actions.queue_message(actor, sms())
    actions.deliver_ready(actor)
    assert not queries.gateway_card(actor, customer.creditor_id).health.is_failing


def test_without_a_gateway_an_sms_is_refused_with_what_to_do(actor, sms, sms_server):
    actions.queue_message(actor, sms())
    assert actions.deliver_ready(actor) == Delivered(failed=1)
    assert message().detail == NO_GATEWAY


def test_the_console_keeps_the_sms_of_a_creditor_in_the_trap(actor, customer, sms, sms_server):
    actions.save_sms_gateway(actor, customer.creditor_id, Gateway(Adapter.CONSOLE, Call(""), "Verdier"))
    actions.queue_message(actor, sms())
    assert actions.deliver_ready(actor) == Delivered(trapped=1)
    assert (message().was_trapped, sms_server.accepted()) == (True, [])


def test_outside_production_no_gateway_is_spoken_to(actor, sms, sms_gateway, sms_server, settings):
    settings.OUTBOUND = "trap"
    actions.queue_message(actor, sms())
    assert actions.deliver_ready(actor) == Delivered(trapped=1)
    assert sms_server.accepted() == []


def test_the_secret_is_sealed_kept_when_left_empty_and_audited_without_it(actor, customer, sms_gateway):
    actions.save_sms_gateway(
        actor, customer.creditor_id, replace(sms_gateway, sender_name="MVerdier", call=replace(sms_gateway.call, secret=""))
    )
    row = SmsGateway.objects.get()
    assert b"key-1234" not in bytes(row.secret_cipher)
    kept = queries.sms_gateway(actor, customer.creditor_id)
    assert (kept.call.secret, kept.sender_name) == ("key-1234", "MVerdier")
    assert queries.gateway_card(actor, customer.creditor_id).gateway.call.secret == ""
    assert "key-1234" not in str([entry.change for entry in Entry.objects.filter(did="messages.sms_gateway")])


def test_a_secret_is_never_given_to_another_server(actor, customer, sms_gateway):
    elsewhere = replace(sms_gateway.call, url="https://elsewhere.example/sms", secret="")
    actions.save_sms_gateway(actor, customer.creditor_id, replace(sms_gateway, call=elsewhere))
    assert queries.sms_gateway(actor, customer.creditor_id).call.secret == ""


def test_whoever_may_only_look_changes_nothing(customer, sms_gateway):
    looking = {Permission.INTEGRATION_MANAGE: Grant(Permission.INTEGRATION_MANAGE, Mode.VIEW, Scope.ALL)}
    cfo = Actor(user_id=7, name="Claire", grants=looking, all_creditors=True)
    assert queries.gateway_card(cfo, customer.creditor_id).gateway.sender_name == "Verdier"
    with pytest.raises(NotAllowed):
        actions.save_sms_gateway(cfo, customer.creditor_id, sms_gateway)


def test_an_sms_waits_for_the_hours_of_its_customer_and_then_leaves(actor, sms, sms_gateway, sms_server):
    with stopped(TUESDAY.replace(hour=20)):
        actions.queue_message(actor, sms())
        assert actions.deliver_ready(actor) == Delivered(retried=1, waiting=1)
        assert message().detail == OUTSIDE_HOURS
        assert message().not_before == TUESDAY.replace(day=18, hour=8, minute=30)
        assert actions.deliver_ready(actor) == Delivered(waiting=1)
    with stopped(TUESDAY.replace(day=18, hour=8, minute=30)):
        assert actions.deliver_ready(actor) == Delivered(sent=1)
    assert len(sms_server.accepted()) == 1


def test_a_consumer_is_not_texted_at_lunch(actor, customer, sms, sms_gateway):
    Customer.objects.update(kind="consumer")
    at = TUESDAY.replace(hour=13)
    assert queries.sms_openings(actor, [customer.pk], at=at) == {customer.pk: TUESDAY.replace(hour=14)}


def test_a_customer_overseas_is_reached_on_their_own_clock(actor, customer):
    Customer.objects.update(region="FR-REUNION")
    assert queries.sms_openings(actor, [customer.pk], at=TUESDAY.replace(hour=16)) == {
        customer.pk: datetime(2026, 11, 18, 8, 30, tzinfo=ZoneInfo("Indian/Reunion"))
    }
