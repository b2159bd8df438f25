"""Mail taken in: filed by the mark of its address, by what it answers, by its sender, or by a person; counted for what it is."""

import base64
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import clear_url_caches, include, path

from encaisse.customers import actions as customers
from encaisse.customers import queries as known
from encaisse.customers.models import Address, Contact, Customer, LastFact, Party
from encaisse.customers.rules import NewContact
from encaisse.db.clock import now
from encaisse.messages import actions, api, queries
from encaisse.messages.models import Complaint, ContactEvent, Incoming, Message
from encaisse.messages.rules.mailboxes import MailboxSettings, marked
from encaisse.messages.rules.replies import REPLIES_A_DAY, AlreadyClosed, AlreadyFiled, ReplyKind
from encaisse.people.models import User
from encaisse.project import urls
from messages.mails import bounce, mail

pytestmark = pytest.mark.django_db
BOX = "relances@verdier.example"
TOKEN = "abcdefghijklmnopqrstuvwxy2"


@pytest.fixture
def mailbox(actor, customer) -> int:
    return actions.set_mailbox(actor, customer.creditor_id, MailboxSettings(BOX), by_provider=True)


@pytest.fixture
def sent(actor, customer, outgoing, mailbox) -> Message:
    """A message to Anne that left a day ago, with an address of its own to answer."""
    contact = NewContact(name="Anne", emails=("anne@epis.example",))
    customers.add_contact(actor, customer.pk, contact)
    digest = bytes(Address.objects.get().address_digest)
    pk = actions.queue_message(actor, outgoing(address_digest=digest, reply_token=TOKEN, return_path=marked(BOX, TOKEN)))
    Message.objects.filter(pk=pk).update(state="sent", claimed_at=now(), settled_at=now())
    ContactEvent.objects.create(
        creditor_id=customer.creditor_id, customer_id=customer.pk, party_id=customer.party_id, channel="email", direction="out",
        happened_at=now(), happened_on=now().date(), result="sent", is_contact=True, message_id=pk,
    )  # fmt: skip
    return Message.objects.get(pk=pk)


def taken(actor, raw: bytes, **changes) -> Incoming:
    pk = actions.take_in(actor, actions.Arrival(content=raw, arrived_at=changes.pop("at", now()), **changes))
    assert pk is not None
    return Incoming.objects.get(pk=pk)


@pytest.mark.parametrize(
    ("headers", "filed_by"),
    [
        pytest.param({"to": marked(BOX, TOKEN), "sender": "inconnu@ailleurs.example"}, "token", id="the mark of the address it answers"),
        pytest.param({"sender": "inconnu@ailleurs.example", "In_Reply_To": "<k1@verdier.example>"}, "thread", id="the message it answers"),
        pytest.param({"sender": "x@y.example", "References": "<z@z> <k1@verdier.example>"}, "thread", id="a message further up"),
        pytest.param({"sender": "ANNE@epis.example"}, "address", id="the address of its sender"),
        pytest.param({"sender": "inconnu@ailleurs.example"}, "", id="nothing: a person files it"),
    ],
)
def test_how_a_mail_finds_its_customer(actor, sent, customer, headers, filed_by):
    row = taken(actor, mail(**headers))
    assert (row.filed_by, row.customer_id) == (filed_by, customer.pk if filed_by else None)
    assert row.message_id == (sent.pk if filed_by in {"token", "thread"} else None)


def test_an_address_shared_by_two_customers_files_with_the_one_last_written_to(actor, sent, customer):
    party = Party.objects.create(name="Sœur")
    sister = Customer.objects.create(creditor_id=customer.creditor_id, party=party, code="C-43", name="Sœur")
    customers.add_contact(actor, sister.pk, NewContact(name="Anne", emails=("anne@epis.example",)))
    assert taken(actor, mail()).customer_id == customer.pk


def test_a_contact_who_left_still_files_their_last_mail(actor, sent, customer):
    customers.contact_left(actor, Contact.objects.get().pk, on=now().date())
    assert taken(actor, mail()).customer_id == customer.pk


def test_the_same_mail_is_taken_in_once_whatever_brings_it(actor, sent):
    raw = mail()
    assert actions.take_in(actor, actions.Arrival(content=raw, arrived_at=now())) is not None
    again = b"Received: from elsewhere\r\n" + raw
    assert actions.take_in(actor, actions.Arrival(content=again, arrived_at=now())) is None
    assert Incoming.objects.count() == 1


def test_a_reply_counts_and_its_address_is_known_to_reach(actor, sent, customer):
    taken(actor, mail())
    event = ContactEvent.objects.get(direction="in")
    assert (event.is_contact, event.party_id, Address.objects.get().health) == (True, customer.party_id, "good")


def test_a_machine_counts_for_nothing_and_waits_for_nobody(actor, sent, customer):
    row = taken(actor, mail(Auto_Submitted="auto-replied"))
    assert (row.nature, row.customer_id) == ("auto_reply", customer.pk)
    assert ContactEvent.objects.filter(direction="in").count() == 0
    assert queries.open_replies(actor) == []


def test_an_address_that_never_stops_writing_is_taken_for_a_machine(actor, sent):
    natures = [taken(actor, mail(message_id=f"<{number}@epis.example>")).nature for number in range(REPLIES_A_DAY + 2)]
    assert natures == ["reply"] * REPLIES_A_DAY + ["auto_reply"] * 2


def test_a_colleague_who_answers_the_customer_is_no_reply(actor, sent, customer):
    User.objects.create(email="nadia@verdier.example", name="Nadia", is_active=True)
    row = taken(actor, mail(sender="nadia@verdier.example", to=f"anne@epis.example, {marked(BOX, TOKEN)}"))
    assert (row.nature, row.customer_id) == ("colleague", customer.pk)
    assert ContactEvent.objects.filter(direction="in").count() == 0


def test_what_a_colleague_forwards_waits_for_a_person(actor, sent):
    User.objects.create(email="nadia@verdier.example", name="Nadia", is_active=True)
    row = taken(actor, mail(sender="nadia@verdier.example", subject="TR : facture"))
    assert (row.nature, row.customer_id) == ("reply", None)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"to": marked(BOX, TOKEN)}, id="by the mark of the address it came back to"),
        pytest.param({"to": BOX, "original": "<k1@verdier.example>"}, id="by the message it quotes"),
        pytest.param({"to": BOX}, id="by the address it did not reach"),
    ],
)
def test_what_came_back_marks_its_message_and_its_address(actor, sent, customer, told):
    row = taken(actor, bounce(**told))
    sent.refresh_from_db()
    assert (row.nature, row.customer_id, sent.bounce_kind) == ("bounce", customer.pk, "hard")
    assert sent.bounced_at is not None
    event = ContactEvent.objects.get(message=sent)
    assert (event.is_contact, event.result, Address.objects.get().health) == (False, "bounced", "dead")


def test_an_address_is_doubted_after_three_soft_bounces(actor, sent, outgoing):
    digest = bytes(Address.objects.get().address_digest)
    states = []
    for number in range(3):
        token = f"{number + 2}" * 26
        pk = actions.queue_message(actor, outgoing(f"s{number}", address_digest=digest, reply_token=token))
        Message.objects.filter(pk=pk).update(state="sent", claimed_at=now(), settled_at=now())
        taken(actor, bounce(to=marked(BOX, token), status="5.2.2", recipient=f"anne{number}@epis.example"))
        states.append(Address.objects.get().health)
    assert states == ["unknown", "unknown", "doubtful"]


def test_a_delay_is_no_bounce(actor, sent):
    row = taken(actor, bounce(to=marked(BOX, TOKEN), status="4.4.1", action="delayed"))
    sent.refresh_from_db()
    assert (row.nature, sent.bounced_at, Address.objects.get().health) == ("notice", None, "unknown")


def test_a_mail_that_names_no_mailbox_of_ours_goes_to_the_only_one_there_is(actor, sent, customer):
    assert taken(actor, mail(to="inconnu@verdier.example", sender="x@y.example")).creditor_id == customer.creditor_id


def test_a_person_files_a_mail_and_the_next_one_files_itself(actor, sent, customer):
    row = taken(actor, mail(sender="paul@gmail.example"))
    actions.file_mail(actor, row.pk, customer.pk, keep_address=True)
    assert ContactEvent.objects.get(direction="in").customer_id == customer.pk
    with pytest.raises(AlreadyFiled):
        actions.file_mail(actor, row.pk, customer.pk)
    assert taken(actor, mail(sender="paul@gmail.example", message_id="<r2@gmail.example>")).filed_by == "address"


def test_what_is_no_customers_mail_is_kept_and_no_longer_waits(actor, sent):
    row = taken(actor, mail(sender="publicite@ailleurs.example"))
    actions.set_aside(actor, row.pk)
    assert queries.mails_to_file(actor) == []
    assert queries.incoming_content(actor, row.pk)


def test_two_people_answering_the_same_reply_are_told(actor, sent):
    row = taken(actor, mail())
    actions.close_reply(actor, row.pk, ReplyKind.OTHER)
    with pytest.raises(AlreadyClosed, match="Encaisse"):
        actions.close_reply(actor, row.pk, ReplyKind.PROMISE)


def test_a_mail_dated_tomorrow_arrived_today(actor, sent):
    assert taken(actor, mail(), at=now() + timedelta(days=3)).arrived_at <= now()


def test_a_mail_of_fifty_megabytes_is_told_by_its_headers_and_its_size(actor, sent):
    headers = mail(text="").partition(b"\n\n")[0] + b"\r\n\r\n"
    row = taken(actor, headers, whole_size=50 * 2**20)
    assert (row.is_cut, row.size, row.subject) == (True, 50 * 2**20, "Re: Facture échue")


def test_a_customer_who_was_written_to_cannot_be_deleted_so_that_no_reply_is_without_its_customer(actor, sent, customer):
    for table in (Address, Contact, LastFact):
        table.objects.filter(customer_id=customer.pk).delete()
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="a_message_belongs_to_a_customer_of_its_creditor"):
        cursor.execute("delete from customers_customer where id = %s", [customer.pk])


def test_a_reply_of_a_contact_that_is_gone_still_finds_its_customer_by_what_it_answers(actor, sent, customer):
    Contact.objects.filter(customer_id=customer.pk).delete()
    row = taken(actor, mail("Le virement part demain.", to=marked(BOX, TOKEN), sender="anne@epis.example"))
    assert (row.customer_id, row.filed_by) == (customer.pk, "token")


def test_two_machines_that_answer_each_other_count_for_nothing_and_are_never_answered(actor, sent, customer):
    for turn in range(REPLIES_A_DAY + 3):
        taken(
            actor,
            mail(
                "Absente. De retour le 30/11/2099.",
                sender="anne@epis.example",
                Auto_Submitted="auto-replied",
                message_id=f"<loop-{turn}@epis.example>",
            ),
        )
    assert set(Incoming.objects.values_list("nature", flat=True)) == {"auto_reply"}
    assert not ContactEvent.objects.filter(direction="in").exists()
    assert Message.objects.count() == 1  # nothing answers a machine


# Providers


@pytest.fixture
def provider(settings):
    """The door of providers, open with its secret as an installation that has one opens it."""
    settings.ANYMAIL = {"WEBHOOK_SECRET": "facteur:un long secret"}
    api.listen()
    urls.urlpatterns.append(path("anymail/", include("anymail.urls")))
    clear_url_caches()
    yield Client(headers={"Authorization": "Basic " + base64.b64encode(b"facteur:un long secret").decode()})
    urls.urlpatterns.pop()
    clear_url_caches()


def test_a_provider_brings_a_reply_to_the_very_same_place(sent, customer, provider):
    told = {
        "From": "anne@epis.example", "FromFull": {"Email": "anne@epis.example", "Name": "Anne"}, "To": BOX,
        "OriginalRecipient": marked(BOX, TOKEN),
        "Subject": "Re: Facture", "TextBody": "Payé.", "MessageID": "p1", "Headers": [{"Name": "Message-ID", "Value": "<p1@epis.example>"}],
    }  # fmt: skip
    answer = provider.post("/anymail/postmark/inbound/", json.dumps(told), content_type="application/json")
    row = Incoming.objects.get()
    assert (answer.status_code, row.filed_by, row.customer_id, row.text) == (200, "token", customer.pk, "Payé.")


def test_a_provider_tells_that_a_message_came_back(sent, provider):
    told = {
        "RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "Email": "anne@epis.example", "MessageID": "p2",
        "BouncedAt": now().isoformat(), "Details": "smtp;550 5.1.1 unknown", "ID": 1,
    }  # fmt: skip
    provider.post("/anymail/postmark/tracking/", json.dumps(told), content_type="application/json")
    sent.refresh_from_db()
    assert (sent.bounce_kind, Address.objects.get().health) == ("hard", "dead")


def postmark_complaint(**more) -> str:
    told = {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "TypeCode": 512, "Email": "anne@epis.example", "MessageID": "p3",
            "BouncedAt": now().isoformat(), "Description": "marked as spam", "ID": 3}  # fmt: skip
    return json.dumps(told | more)


def test_a_complaint_is_kept_and_the_address_is_left_alone_from_then_on(actor, sent, customer, provider):
    for _ in range(2):
        answer = provider.post("/anymail/postmark/tracking/", postmark_complaint(), content_type="application/json")
    assert answer.status_code == 200
    [kept] = queries.complaints_of(actor, customer.pk)
    assert (kept.kind, kept.recipient, kept.message_id) == ("complaint", "anne@epis.example", sent.pk)
    address = Address.objects.get()
    assert (address.objection, address.objected_at is not None, address.health) == ("complaint", True, "unknown")
    assert known.best_address(actor, customer.pk, "email") is None
    sent.refresh_from_db()
    assert sent.bounced_at is None


def test_whoever_unsubscribes_is_left_alone_until_a_person_says_they_agree_again(actor, sent, customer, provider):
    told = {"RecordType": "SubscriptionChange", "MessageID": "p4", "Recipient": "anne@epis.example", "SuppressSending": True,
            "SuppressionReason": "ManualSuppression", "Origin": "Recipient", "ChangedAt": now().isoformat()}  # fmt: skip
    provider.post("/anymail/postmark/tracking/", json.dumps(told), content_type="application/json")
    assert Address.objects.get().objection == "unsubscribe"
    customers.agree_again(actor, Address.objects.get().pk)
    assert known.best_address(actor, customer.pk, "email") is not None
    assert [row.kind for row in queries.complaints_of(actor, customer.pk)] == ["unsubscribe"]


def test_a_complaint_about_nothing_we_sent_changes_nothing(actor, sent, customer, provider):
    provider.post("/anymail/postmark/tracking/", postmark_complaint(Email="autre@ailleurs.example"), content_type="application/json")
    assert Complaint.objects.count() == 0


def test_without_the_secret_nobody_brings_anything(sent, provider):
    answer = Client().post("/anymail/postmark/inbound/", "{}", content_type="application/json")
    assert (answer.status_code, Incoming.objects.count()) == (400, 0)
