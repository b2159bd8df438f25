"""Copies of invoices go with reminders: from the level the creditor chose, within a size, frozen in the message."""

import io
from email import message_from_bytes
from email.policy import default

import pytest
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from dunning.pages import ON, SYSTEM, Company
from encaisse.audit.models import Entry
from encaisse.db.clock import stopped
from encaisse.dunning import actions
from encaisse.dunning.models import PlannedAction
from encaisse.dunning.rules.enclosures import Enclosure, LimitOutOfRange, Policy, enclosed
from encaisse.files import actions as files
from encaisse.files import queries as kept
from encaisse.kit.actor import Role
from encaisse.ledger import actions as ledger
from encaisse.ledger.models import Document
from encaisse.ledger.rules.evidence import FileFacts
from encaisse.messages.models import Attachment, Message
from encaisse.messages.rules import with_enclosures


def pdf(pages: int = 1) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


def one(name: str, size: int, content: str = "") -> Enclosure:
    return Enclosure(name, content or name, "application/pdf", size)


def test_files_go_along_while_they_fit_and_the_rest_is_said():
    chosen = enclosed([one("a.pdf", 600_000), one("b.pdf", 900_000), one("c.pdf", 100_000)], limit_mb=1)
    assert [file.name for file in chosen.files] == ["a.pdf", "c.pdf"]
    assert chosen.sentence("fr").startswith("Pièces jointes : a.pdf, c.pdf. Une copie de facture, ")
    assert enclosed([], limit_mb=1).sentence("fr") == ""
    one_left = enclosed([one("a.pdf", 2_000_000)], limit_mb=1)
    assert one_left.sentence("fr") == "Une copie de facture, trop volumineuse pour ce message, vous sera envoyée sur demande."
    assert one_left.sentence("en") == "One copy of an invoice, too large for this message, is sent on request."


def test_the_same_content_goes_once_and_two_files_never_bear_one_name():
    chosen = enclosed([one("a.pdf", 1, "x"), one("b.pdf", 1, "x"), one("a.pdf", 1, "y")], limit_mb=1)
    assert [file.name for file in chosen.files] == ["a.pdf", "2-a.pdf"]


@pytest.mark.parametrize(
    ("policy", "level", "channel", "goes"),
    [
        (Policy(), 4, "email", False),
        (Policy(from_level=2), 1, "email", False),
        (Policy(from_level=2), 2, "email", True),
        (Policy(from_level=0), 1, "sms", False),
        (Policy(from_level=4), 4, "registered_letter", True),
    ],
)
def test_copies_go_from_a_level_on_by_mail_and_letter(policy, level, channel, goes):
    assert policy.encloses(level=level, channel=channel) is goes


def test_a_letter_is_followed_by_its_enclosures_and_a_damaged_one_stays_out():
    assert len(PdfReader(io.BytesIO(with_enclosures(pdf(), [pdf(2), b"%PDF-broken"]))).pages) == 3
    assert with_enclosures(b"as it is", []) == b"as it is"


@pytest.fixture
def company(db, settings, tmp_path):
    settings.VAR = tmp_path
    with stopped(ON):
        yield Company()


@pytest.fixture
def draft(company: Company) -> PlannedAction:
    """A first reminder about an invoice whose PDF is known, of a creditor that encloses copies."""
    company.late("C1", "Garage Dupont", "1000")
    invoice = Document.objects.get(number="F-C1").pk
    ledger.attach_files(SYSTEM, [FileFacts(invoice, files.keep(SYSTEM, pdf(), "application/pdf"), "mars/F-C1.pdf")])
    actions.set_enclosures(SYSTEM, company.creditor, from_level=1, limit_mb=5)
    company.run()
    return PlannedAction.objects.get()


def test_the_approval_screen_shows_what_goes_along(company, draft):
    page = company.browser().get(reverse("dunning:approval")).content.decode()
    assert "F-C1.pdf" in page
    assert "Pièces jointes" in page


def test_the_copy_is_frozen_in_the_mail_that_leaves(company, draft):
    actions.approve_actions(SYSTEM, [draft.pk], on=ON)
    actions.release(SYSTEM, on=ON)
    message = Message.objects.get()
    mail = message_from_bytes(kept.content(SYSTEM, message.rendered_id), policy=default)
    [attached] = list(mail.iter_attachments())
    assert (attached.get_filename(), attached.get_content()) == ("F-C1.pdf", pdf())
    assert "Pièces jointes : F-C1.pdf." in mail.get_body(("plain",)).get_content()
    assert [row.name for row in Attachment.objects.filter(message=message)] == ["F-C1.pdf"]


def test_nothing_goes_along_unless_the_creditor_says_so(company, draft):
    actions.set_enclosures(SYSTEM, company.creditor, from_level=None, limit_mb=5)
    actions.approve_actions(SYSTEM, [draft.pk], on=ON)
    actions.release(SYSTEM, on=ON)
    mail = message_from_bytes(kept.content(SYSTEM, Message.objects.get().rendered_id), policy=default)
    assert list(mail.iter_attachments()) == []
    assert Entry.objects.filter(did="dunning.set_enclosures").count() == 2


def test_the_choice_is_made_on_a_page_and_its_limit_is_kept(company):
    browser, address = company.browser(Role.CREDIT_MANAGER), reverse("dunning:enclosures", args=[company.creditor])
    assert browser.post(address, {"from_level": "2", "limit_mb": "10"}).status_code == 302
    assert 'value="2" selected' in browser.get(address).content.decode()
    assert browser.post(address, {"from_level": "2", "limit_mb": "90"}).status_code == 422
    with pytest.raises(LimitOutOfRange):
        actions.set_enclosures(SYSTEM, company.creditor, from_level=2, limit_mb=90)
