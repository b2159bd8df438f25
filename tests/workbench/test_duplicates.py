"""Copies of invoices: what is stored leaves at once; what is not becomes a task of order administration."""

from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from importlib import import_module

import pytest
from django.db import connection
from django.urls import reverse

from encaisse.audit.models import Entry
from encaisse.dunning import queries as dunning
from encaisse.dunning.models import Signal
from encaisse.dunning.rules.calls import CallResult
from encaisse.dunning.rules.copies import copies_left
from encaisse.files.actions import keep
from encaisse.kit.actor import Role, system_actor
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.ledger.rules.evidence import FileFacts
from encaisse.messages import queries as outbox
from encaisse.messages.models import Message
from encaisse.workbench.actions import note_call_with_outcome, send_duplicates
from encaisse.workbench.rules.calls import CopiesOfNothing, Outcome
from encaisse.workbench.rules.writing import MailTooHeavy, NothingTicked, check_weight

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
ON = date(2026, 11, 17)


@pytest.fixture
def late(world, settings, tmp_path) -> int:
    settings.VAR = tmp_path
    pk = world.customer("C1", "Garage Dupont")
    for number in ("F-1", "F-2"):
        world.invoice(pk, number, "100", date(2026, 11, 6))
    return pk


def items(customer_id: int) -> dict[str, int]:
    return {item.number: item.id for item in ledger_queries.open_items(SYSTEM, customer_id=customer_id)}


def store(customer_id: int, number: str) -> None:
    [item] = [each for each in ledger_queries.open_items(SYSTEM, customer_id=customer_id) if each.number == number]
    content = b"%PDF-1.7 " + number.encode()
    sha256 = keep(SYSTEM, content, "application/pdf")
    ledger.attach_files(SYSTEM, [FileFacts(document_id=item.document_id, sha256=sha256, name=f"{number}.pdf")])


def tasks(customer_id: int) -> list[tuple[str, str, str]]:
    return [(each.kind, each.for_role, each.comment) for each in dunning.signals(SYSTEM, customer_id=customer_id)]


def test_stored_invoices_are_sent_and_the_others_asked_for(world, late):
    store(late, "F-1")
    told = send_duplicates(SYSTEM, late, items(late).values(), on=ON, key="aa")
    assert (told.sent, told.missing) == (("F-1",), ("F-2",))
    mail = message_from_bytes(outbox.rendered(SYSTEM, told.message_id), policy=policy.default)
    assert [part.get_filename() for part in mail.iter_attachments()] == ["F-1.pdf"]
    assert Message.objects.get().is_contact is False
    assert tasks(late) == [("send_copy", Role.ORDER_ADMIN.value, "F-2")]


def test_without_any_file_nothing_leaves_and_one_task_says_which(world, late):
    for number in ("F-1", "F-2", "F-2"):
        send_duplicates(SYSTEM, late, [items(late)[number]], on=ON, key=number)
    assert Message.objects.count() == 0
    assert tasks(late) == [("send_copy", Role.ORDER_ADMIN.value, "F-2 · F-1")]


def test_nothing_ticked_is_said(world, late):
    with pytest.raises(NothingTicked):
        send_duplicates(SYSTEM, late, [], on=ON, key="aa")


def test_copies_too_heavy_for_a_mail_are_refused():
    with pytest.raises(MailTooHeavy):
        check_weight(20 * 2**20 + 1)


def test_from_the_file_it_says_what_was_done(world, late):
    store(late, "F-1")
    answer = world.browser().post(reverse("workbench:duplicates", args=[late]), {"ids": list(items(late).values())}, follow=True)
    page = answer.content.decode()
    assert "Duplicata de F-1 envoyé à c1@dupont.example" in page
    assert "F-2" in page


def test_sending_the_copies_closes_the_task_that_asked_for_them(world, late):
    asked = items(late)
    send_duplicates(SYSTEM, late, asked.values(), on=ON, key="aa")
    assert tasks(late) == [("send_copy", Role.ORDER_ADMIN.value, "F-2 · F-1")]
    store(late, "F-1")
    send_duplicates(SYSTEM, late, [asked["F-1"]], on=ON, key="bb")
    assert tasks(late) == [("send_copy", Role.ORDER_ADMIN.value, "F-2")]
    store(late, "F-2")
    send_duplicates(SYSTEM, late, [asked["F-2"]], on=ON, key="cc")
    assert tasks(late) == []
    assert Entry.objects.filter(did="signal.finished", customer_id=late).count() == 1


@pytest.mark.parametrize(
    ("comment", "sent", "left"),
    [
        pytest.param("F-1", ["F-1"], "", id="all of it was sent"),
        pytest.param("F-1, F-2 · le bon de livraison", ["F-1"], "F-2 · le bon de livraison", id="what is only described is for a person"),
        pytest.param("F-1", ["F-10"], "F-1", id="another number is not this one"),
    ],
)
def test_what_is_left_of_a_task_for_copies(comment: str, sent: list[str], left: str) -> None:
    assert copies_left(comment, sent) == left


@pytest.mark.django_db(transaction=True)
def test_the_two_old_tasks_become_one(world, late):
    merge = import_module("encaisse.dunning.migrations.0011_one_task_for_copies")
    for kind, comment in (("send_copy", "F-1"), ("duplicate_to_send", "F-2")):
        Signal.objects.create(creditor_id=world.creditor, customer_id=late, kind=kind, comment=comment, raised_on=ON, for_role="COLLECTOR")
    with connection.cursor() as cursor:
        cursor.execute(merge.MERGE)
        cursor.execute(merge.RENAME)
    assert tasks(late) == [("send_copy", Role.ORDER_ADMIN.value, "F-1 · F-2")]


def test_copies_asked_for_on_the_phone_leave_with_the_note_of_the_call(world, late):
    store(late, "F-1")
    nadia, outcome = world.actor(world.collector), Outcome(result=CallResult.REACHED, reason="INV_NOT_RECEIVED", copies=True)
    with pytest.raises(CopiesOfNothing):
        note_call_with_outcome(nadia, late, outcome, on=ON)
    note_call_with_outcome(nadia, late, replace(outcome, item_ids=tuple(items(late).values())), on=ON)
    [mail] = Message.objects.all()
    assert (mail.channel, mail.template_code) == ("email", "DUPLICATE_SEND")
    assert [comment for _kind, _role, comment in tasks(late)] == ["F-2"]
