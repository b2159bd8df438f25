"""Copies of invoices: what is stored leaves at once; what is not becomes a task of order administration."""

from datetime import date
from email import message_from_bytes, policy

import pytest
from django.urls import reverse

from encaisse.dunning import queries as dunning
from encaisse.files.actions import keep
from encaisse.kit.actor import Role, system_actor
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.ledger.rules.evidence import FileFacts
from encaisse.messages import queries as outbox
from encaisse.messages.models import Message
from encaisse.workbench.actions import send_duplicates
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
    assert tasks(late) == [("duplicate_to_send", Role.ORDER_ADMIN.value, "F-2")]


def test_without_any_file_nothing_leaves_and_one_task_says_which(world, late):
    for number in ("F-1", "F-2", "F-2"):
        send_duplicates(SYSTEM, late, [items(late)[number]], on=ON, key=number)
    assert Message.objects.count() == 0
    assert tasks(late) == [("duplicate_to_send", Role.ORDER_ADMIN.value, "F-2 · F-1")]


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
