"""A letter by fax: the same pages, mailed once to the gateway of the company at the address that names the number."""

import email
from datetime import UTC, datetime
from email.policy import default

import pytest
from django.urls import reverse

from encaisse.audit import queries as audit
from encaisse.audit.queries import Filters
from encaisse.kit.actor import Actor, Role
from encaisse.kit.refusals import NotAllowed
from encaisse.messages import actions, queries
from encaisse.messages.models import ContactEvent, FaxGateway
from encaisse.messages.rules import Channel
from encaisse.messages.rules.fax import BadFaxPattern, check_pattern, fax_address, fax_bytes
from messages.test_channels import signed_in

PATTERN = "{number}@fax.example"


@pytest.mark.parametrize(
    "pattern", ["fax@fax.example", "{number}", "{phone}@fax.example", "{number} @fax.example", "{number}@fax.example\r\nBcc: x@y.fr"]
)
def test_a_pattern_that_names_no_number_or_reaches_no_mailbox_is_refused(pattern):
    with pytest.raises(BadFaxPattern):
        check_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "number", "address"),
    [
        (PATTERN, "+33199001234", "33199001234@fax.example"),
        ("{national}@fax.example", "+33199001234", "0199001234@fax.example"),
        ("{national}@fax.example", "+3222345678", "003222345678@fax.example"),
        ("fax=+{number}@fax.example", "+33199001234", "fax=+33199001234@fax.example"),
    ],
)
def test_the_number_is_written_as_the_gateway_dials_it(pattern, number, address):
    check_pattern(pattern)
    assert fax_address(pattern, number) == address


def test_a_fax_carries_its_pages_and_nothing_else_the_same_each_time():
    facts = {"subject": "Relance", "sender": ("Nadia", "nadia@verdier.example"), "address": "33199001234@fax.example", "key": "action-1",
             "dated": datetime(2026, 11, 17, 9, tzinfo=UTC)}  # fmt: skip
    content = fax_bytes(b"%PDF-1.7 pages", **facts)
    assert content == fax_bytes(b"%PDF-1.7 pages", **facts)
    mail = email.message_from_bytes(content, policy=default)
    [page] = list(mail.iter_attachments())
    assert (mail["To"], page.get_content_type(), page.get_content()) == ("33199001234@fax.example", "application/pdf", b"%PDF-1.7 pages")
    assert mail.get_body().get_content().strip() == ""


@pytest.fixture
def fax(actor, outgoing) -> int:
    content = fax_bytes(
        b"%PDF-1.7 pages", subject="Relance", sender=("Nadia", "nadia@verdier.example"), address="33199001234@fax.example", key="f1",
        dated=datetime(2026, 11, 17, 9, tzinfo=UTC),
    )  # fmt: skip
    return actions.queue_message(actor, outgoing("f1", channel=Channel.FAX, recipient="+33199001234", content=content))


@pytest.mark.django_db(transaction=True)
def test_a_fax_leaves_by_the_mail_server_once_and_is_a_contact(actor, customer, fax, mail_server):
    actions.save_fax_gateway(actor, customer.creditor_id, PATTERN)
    assert actions.deliver_ready(actor).sent == 1
    assert actions.deliver_ready(actor).sent == 0
    assert len(mail_server.accepted()) == 1
    assert (ContactEvent.objects.get().channel, ContactEvent.objects.get().is_contact) == ("fax", True)
    assert FaxGateway.objects.get().last_ok_at is not None


@pytest.mark.django_db(transaction=True)
def test_without_a_gateway_a_fax_fails_with_what_to_do(actor, fax, mail_server):
    assert actions.deliver_ready(actor).failed == 1
    assert "fax" in queries.message(actor, fax).row.detail
    assert mail_server.accepted() == []


@pytest.mark.django_db(transaction=True)
def test_outside_production_a_fax_is_kept_in_the_trap(actor, customer, fax):
    actions.save_fax_gateway(actor, customer.creditor_id, PATTERN)
    assert actions.deliver_ready(actor).trapped == 1


@pytest.mark.django_db
def test_the_gateway_is_set_up_on_a_screen_by_an_administrator(actor, customer):
    admin, page = signed_in(Role.ADMIN), reverse("messages:fax_gateway", args=[customer.creditor_id])
    assert "fax@fax.example" in admin.post(page, {"pattern": "fax@fax.example"}).content.decode()
    assert admin.post(page, {"pattern": PATTERN}).status_code == 302
    assert queries.fax_pattern(actor, customer.creditor_id) == PATTERN
    assert PATTERN in admin.get(reverse("messages:channels")).content.decode()
    [entry] = audit.entries(actor, Filters(did="messages.fax_gateway"))
    assert entry.change["pattern"] == PATTERN
    admin.post(page, {"pattern": ""})
    assert queries.fax_pattern(actor, customer.creditor_id) == ""
    with pytest.raises(NotAllowed):
        actions.save_fax_gateway(Actor(user_id=1, name="Nobody"), customer.creditor_id, PATTERN)
