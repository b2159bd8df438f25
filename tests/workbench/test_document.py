"""The page of one invoice: its facts, and the evidence a person adds."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from encaisse.dunning import queries as dunning
from encaisse.kit.actor import Role
from encaisse.ledger import queries as ledger
from encaisse.ledger.models import Document
from workbench.conftest import SYSTEM

PDF = b"%PDF-1.7 my invoice"


@pytest.fixture
def invoice(world, settings, tmp_path) -> int:
    settings.VAR = tmp_path
    world.late("C1", "Garage Dupont", "1000")
    return Document.objects.get(number="F-C1").pk


def page(world, invoice: int, **values) -> str:
    return world.browser(**values).get(reverse("workbench:document", args=[invoice])).content.decode()


def test_an_invoice_without_evidence_says_what_is_missing(world, invoice):
    shown = page(world, invoice)
    assert "F-C1" in shown
    assert "Rien ne dit encore comment cette facture a été envoyée" in shown


def test_a_sending_is_written_down_with_its_proof_and_shown_on_the_customer_file(world, invoice):
    said = {"sent_on": "2026-10-01", "channel": "email", "recipient": "compta@dupont.example", "reference": "M-7"}
    proof = SimpleUploadedFile("accuse.txt", b"delivered")
    answer = world.browser().post(reverse("workbench:dispatch_add", args=[invoice]), {**said, "proof": proof})
    assert answer.status_code == 302
    [row] = ledger.dispatches(SYSTEM, [invoice])[invoice]
    assert (row.sent_on, row.channel, row.recipient, row.reference) == (date(2026, 10, 1), "email", "compta@dupont.example", "M-7")
    assert "compta@dupont.example" in page(world, invoice)
    file = world.browser().get(reverse("workbench:file_show", args=[invoice, row.proof_sha256]))
    assert (file.content, file.headers["Content-Disposition"].split(";")[0]) == (b"delivered", "attachment")
    customer = Document.objects.get(pk=invoice).customer_id
    assert "Envoyée le" in world.browser().get(reverse("workbench:customer", args=[customer])).content.decode()


def test_a_sending_that_cannot_be_is_refused_on_the_form(world, invoice):
    answer = world.browser().post(reverse("workbench:dispatch_add", args=[invoice]), {"sent_on": "2026-09-01", "channel": "post"})
    assert answer.status_code == 422
    assert "elle ne peut pas avoir été envoyée" in answer.content.decode()


def test_a_file_is_attached_shown_and_taken_back(world, invoice):
    browser = world.browser()
    assert browser.post(reverse("workbench:file_attach", args=[invoice]), {"file": SimpleUploadedFile("F-C1.pdf", PDF)}).status_code == 302
    [file] = ledger.invoice_files(SYSTEM, [invoice])[invoice]
    shown = browser.get(reverse("workbench:file_show", args=[invoice, file.sha256]))
    assert (shown.content, shown.headers["Content-Type"]) == (PDF, "application/pdf")
    browser.post(reverse("workbench:file_detach", args=[invoice, file.id]))
    assert ledger.invoice_files(SYSTEM, [invoice]) == {}
    assert browser.get(reverse("workbench:file_show", args=[invoice, file.sha256])).status_code == 404


def test_a_wrong_sending_is_withdrawn(world, invoice):
    world.browser().post(reverse("workbench:dispatch_add", args=[invoice]), {"sent_on": "2026-10-01", "channel": "hand"})
    [row] = ledger.dispatches(SYSTEM, [invoice])[invoice]
    world.browser().post(reverse("workbench:dispatch_withdraw", args=[invoice, row.id]))
    assert ledger.dispatches(SYSTEM, [invoice]) == {}


def test_an_auditor_reads_and_adds_nothing(world, invoice):
    auditor = world.hire("audrey", Role.AUDITOR)
    assert "Noter un envoi" not in page(world, invoice, user_id=auditor)
    answer = world.browser(auditor).post(reverse("workbench:dispatch_add", args=[invoice]), {"sent_on": "2026-10-01", "channel": "hand"})
    assert answer.status_code in {403, 422}
    assert ledger.dispatches(SYSTEM, [invoice]) == {}


def test_a_collector_of_others_finds_no_such_invoice(world, invoice):
    other = world.hire("omar", Role.COLLECTOR)
    assert world.browser(other).get(reverse("workbench:document", args=[invoice])).status_code == 404


def test_a_copy_and_the_statement_are_one_press_away_from_the_invoice(world, invoice):
    shown = page(world, invoice)
    customer = Document.objects.get(pk=invoice).customer_id
    assert reverse("workbench:statement", args=[customer]) in shown
    assert "Envoyer un duplicata" in shown
    [item] = ledger.open_items(SYSTEM, customer_id=customer)
    assert f'name="ids" value="{item.id}"' in shown
    answer = world.browser().post(reverse("workbench:duplicates", args=[customer]), {"ids": item.id})
    assert answer.status_code == 302
    assert [each.kind for each in dunning.signals(SYSTEM, customer_id=customer)] == ["send_copy"]


def test_whoever_sends_nothing_is_offered_no_copy(world, invoice):
    shown = page(world, invoice, user_id=world.hire("audrey", Role.AUDITOR))
    assert "Envoyer un duplicata" not in shown
