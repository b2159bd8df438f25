"""What goes along is chosen at each step: as the company does, nothing, all the copies, the newly late; a statement, general terms."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from dunning.pages import MAIL, ON, SYSTEM, Company
from dunning.payers import CALL, scenario
from dunning.test_enclosures import one, pdf
from dunning.test_scenario_versions import form_of
from encaisse.customers.models import Customer
from encaisse.db.clock import stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.models import ItemProgress, PlannedAction, Step
from encaisse.dunning.rules.checking import EnclosuresNotCarried, StatementWithNotice, Texts, faults
from encaisse.dunning.rules.enclosures import Choice, Policy, TermsNotPdf, TermsTooLarge, check_terms, enclosed, statement_of, wanted_copies
from encaisse.dunning.rules.scenario import Channel, Copies, Level
from encaisse.dunning.rules.version_changes import ChangeKind, changes
from encaisse.files import actions as files
from encaisse.files import queries as kept
from encaisse.kit.actor import Role
from encaisse.ledger import actions as ledger
from encaisse.ledger.models import Document
from encaisse.ledger.rules.evidence import FileFacts
from encaisse.messages.models import Message


@pytest.mark.parametrize(
    ("copies", "from_level", "channel", "wanted"),
    [
        pytest.param(Copies.COMPANY, None, "email", Copies.NONE, id="as the company chose: never"),
        pytest.param(Copies.COMPANY, 1, "email", Copies.ASKED, id="as the company chose: from R1 on"),
        pytest.param(Copies.NONE, 1, "email", Copies.NONE, id="none at this step, whatever the company does"),
        pytest.param(Copies.ASKED, None, "letter", Copies.ASKED, id="all of them at this step, whatever the company does"),
        pytest.param(Copies.NEW, None, "email", Copies.NEW, id="the newly late alone"),
        pytest.param(Copies.ASKED, 1, "sms", Copies.NONE, id="an SMS carries nothing"),
    ],
)
def test_which_copies_go(copies: Copies, from_level: int | None, channel: str, wanted: Copies) -> None:
    assert wanted_copies(Choice(copies), Policy(from_level), level=2, channel=channel) is wanted


def test_a_statement_has_its_room_within_the_size_and_the_copies_left_out_are_said() -> None:
    statement = statement_of(7, name="releve.pdf")
    chosen = enclosed([statement, one("a.pdf", 900_000)], limit_mb=1)
    assert [file.name for file in chosen.files] == ["releve.pdf"]
    assert chosen.left_out == 1
    assert (statement.statement_of, one("a.pdf", 1).statement_of) == (7, None)


def test_a_joint_message_carries_the_statement_of_each_company_and_the_same_terms_once() -> None:
    terms = one("CGV.pdf", 1000, "the same")
    chosen = enclosed([statement_of(1, name="a.pdf"), terms, statement_of(2, name="b.pdf"), terms], limit_mb=20)
    assert [file.statement_of for file in chosen.files] == [1, None, 2]


def test_general_terms_leave_room_for_the_invoices() -> None:
    check_terms(1 << 20, limit_mb=2)
    with pytest.raises(TermsTooLarge) as refusal:
        check_terms((1 << 20) + 1, limit_mb=2)
    assert "1024 KB at most" in refusal.value.in_words()


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        pytest.param(replace(CALL, with_statement=True), EnclosuresNotCarried, id="a call carries nothing"),
        pytest.param(
            replace(MAIL, level=Level.FORMAL_NOTICE, with_statement=True), StatementWithNotice, id="a notice lists what it claims"
        ),
    ],
)
def test_a_version_says_what_cannot_go_along(step: Any, fault: type[Exception]) -> None:
    assert fault in {type(each) for each in faults(scenario(step), Texts({"REMIND1_EMAIL": ("email",)}, ()))}


def test_what_a_step_encloses_is_a_change_like_another() -> None:
    old, new = scenario(MAIL), scenario(replace(MAIL, copies=Copies.ASKED, with_terms=True))
    assert [change.kind for change in changes(old, new)] == [ChangeKind.ENCLOSURES]


@pytest.fixture
def company(db: None, settings: Any, tmp_path: Path) -> Iterator[Company]:
    settings.VAR = tmp_path
    with stopped(ON):
        company = Company()
        company.late("C1", "Garage Dupont", "1000")
        attach("F-C1")
        yield company


def attach(number: str) -> None:
    invoice = Document.objects.get(number=number)
    ledger.attach_files(SYSTEM, [FileFacts(invoice.pk, files.keep(SYSTEM, pdf() + number.encode(), "application/pdf"), f"{number}.pdf")])


def drafted(company: Company, **chosen: object) -> PlannedAction:
    company.follow(scenario(replace(MAIL, **chosen)), "Enclosing")
    company.run()
    return PlannedAction.objects.get()


def names(action: PlannedAction) -> list[str]:
    return [file.name for file in queries.preview(SYSTEM, action.pk, on=ON).enclosed.files]


def test_a_step_encloses_the_copies_though_the_company_never_does(company: Company) -> None:
    assert names(drafted(company, copies=Copies.ASKED)) == ["F-C1.pdf"]


def test_a_step_encloses_nothing_though_the_company_does(company: Company) -> None:
    actions.set_enclosures(SYSTEM, company.creditor, from_level=0, limit_mb=5)
    assert names(drafted(company, copies=Copies.NONE)) == []


def test_only_the_newly_late_invoices_have_their_copy_again(company: Company) -> None:
    payer = Document.objects.get(number="F-C1").customer_id
    company.invoice(payer, "F-2", "700", date(2026, 11, 6))
    attach("F-2")
    action = drafted(company, copies=Copies.NEW)
    assert names(action) == ["F-C1.pdf", "F-2.pdf"]
    reminded = queries.action_items(SYSTEM, [action.pk])[action.pk][0]
    ItemProgress.objects.update_or_create(customer_id=reminded.customer_id, item_id=reminded.item_id, defaults={"last_level": 1})
    assert len(names(action)) == 1
    assert reminded.reference + ".pdf" not in names(action)


def test_the_statement_and_the_general_terms_leave_with_the_message_as_they_were(company: Company) -> None:
    actions.set_terms(SYSTEM, company.creditor, name="CGV 2026.pdf", content=pdf(2))
    action = drafted(company, copies=Copies.ASKED, with_statement=True, with_terms=True)
    expected = [f"releve-C1-{ON.isoformat()}.pdf", "CGV 2026.pdf", "F-C1.pdf"]
    assert names(action) == expected
    actions.approve_actions(SYSTEM, [action.pk], on=ON)
    actions.release(SYSTEM, on=ON)
    mail = message_from_bytes(kept.content(SYSTEM, Message.objects.get().rendered_id), policy=default)
    attached = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    assert sorted(attached) == sorted(expected)
    statement = PdfReader(io.BytesIO(attached[expected[0]])).pages[0].extract_text()
    assert "Garage Dupont" in statement
    assert "F-C1" in statement


def test_behind_a_letter_come_the_statement_the_general_terms_and_the_copies(company: Company) -> None:
    Customer.objects.update(street="3 rue des Lilas", postcode="69001", city="Lyon")
    actions.set_terms(SYSTEM, company.creditor, name="CGV 2026.pdf", content=pdf(2))
    chosen = {"copies": Copies.ASKED, "with_statement": True, "with_terms": True}
    action = drafted(company, channel=Channel.LETTER, template="CEO_LETTER", **chosen)
    assert names(action) == [f"releve-C1-{ON.isoformat()}.pdf", "CGV 2026.pdf", "F-C1.pdf"]
    actions.approve_actions(SYSTEM, [action.pk], on=ON)
    actions.release(SYSTEM, on=ON)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(kept.content(SYSTEM, Message.objects.get().rendered_id))).pages]
    *letter, statement, terms, more_terms, copy = pages
    assert "Garage Dupont" in letter[0]
    assert "Relevé" in statement
    assert "F-C1" in statement
    assert [terms, more_terms, copy] == ["", "", ""]


def test_a_step_that_wants_general_terms_says_when_there_are_none(company: Company) -> None:
    action = drafted(company, with_terms=True)
    assert names(action) == []
    page = company.browser().get(reverse("dunning:draft", args=[action.pk])).content.decode()
    assert "la société n’en a pas" in page


def test_the_general_terms_are_put_on_screen_and_taken_away(company: Company) -> None:
    browser = company.browser(Role.CREDIT_MANAGER)
    url = reverse("dunning:enclosures", args=[company.creditor])
    given = {"from_level": "", "limit_mb": "8"}
    terms = SimpleUploadedFile("CGV.pdf", pdf(), "application/pdf")
    assert browser.post(url, {**given, "terms": terms}).status_code == 302
    assert "CGV.pdf" in browser.get(url).content.decode()
    word = SimpleUploadedFile("CGV.docx", b"PK", "application/zip")
    assert "n’est pas un PDF" in browser.post(url, {**given, "terms": word}).content.decode()
    assert browser.post(url, {**given, "without_terms": "on"}).status_code == 302
    assert queries.enclosure_policy(SYSTEM, company.creditor).terms is None
    with pytest.raises(TermsNotPdf):
        actions.set_terms(SYSTEM, company.creditor, name="x.txt", content=b"x")


def test_a_step_is_chosen_in_the_editor_and_shown_on_the_line(company: Company) -> None:
    scenario_id = company.follow(scenario(MAIL), "Line")
    browser = company.browser(Role.CREDIT_MANAGER)
    assert browser.post(reverse("dunning:draft_start", args=[scenario_id])).status_code in {200, 302}
    key = MAIL.key
    given = form_of(MAIL, copies="new", with_statement="on")
    answer = browser.post(reverse("dunning:step_change", args=[scenario_id, key]), given)
    assert answer.status_code == 302, answer.content.decode()
    line = browser.get(reverse("dunning:draft_editor", args=[scenario_id])).content.decode()
    assert "duplicatas des factures nouvellement en retard, relevé de compte" in line
    step = Step.objects.get(version__scenario_id=scenario_id, version__state="draft", step_key=key)
    assert (step.copies, step.with_statement, step.with_terms) == ("new", True, False)
    assert Channel.EMAIL.value == step.channel
    assert step.level == Level.R1
