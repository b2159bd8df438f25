"""A statement of account: what it lists, in whose language, and that sending it moves no scenario."""

import io
import json
import re
from datetime import date
from email import message_from_bytes, policy
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from encaisse.disputes import actions as disputes
from encaisse.dunning import queries as dunning
from encaisse.kit.actor import Role, system_actor
from encaisse.kit.dates import working_days
from encaisse.kit.refusals import NotFound
from encaisse.messages import actions as postman
from encaisse.messages import queries as outbox
from encaisse.messages.models import ContactEvent, Message, SenderIdentity
from encaisse.messages.rules import Section
from encaisse.people.models import User
from encaisse.workbench.actions import send_statement
from encaisse.workbench.queries.statement import statement, statement_pdf
from encaisse.workbench.rules.writing import NoHealthyAddress, NothingOpen

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
ON = date(2026, 11, 17)
KEY = "0123456789abcdef"


@pytest.fixture
def late(world) -> int:
    pk = world.customer("C1", "Garage Dupont", street="3 rue du Port", postcode="69002", city="Lyon")
    world.invoice(pk, "F-1", "1000", date(2026, 11, 6))
    world.invoice(pk, "F-2", "250", date(2026, 12, 15))
    return pk


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\u202f", " ").replace("\xa0", " ")


def test_a_statement_lists_what_is_open_with_its_age_and_what_is_due(world, late):
    item = world.invoice(late, "F-3", "300", date(2026, 10, 1))
    disputes.open_dispute(SYSTEM, amounts={item: None}, reason="PRICE", on=ON, calendar=working_days("FR"))
    shown = statement(SYSTEM, late, on=ON)
    assert {section: [row.reference for row in rows] for section, rows in shown.content.sections.items()} == {
        Section.CLAIMED: ["F-1"], Section.DISPUTED: ["F-3"], Section.TO_COME: ["F-2"],
    }  # fmt: skip
    assert (shown.balances, shown.overdues) == ({"EUR": 1550}, {"EUR": 1000})


def test_its_letter_carries_items_ages_and_balance(world, late):
    words = words_of(statement_pdf(SYSTEM, statement(SYSTEM, late, on=ON)))
    for said in ("Relevé de votre compte au 17/11/2026", "F-1", "11 j", "1 à 30 jours", "Non échu", "Solde de votre compte", "1 250,00 €"):
        assert said in words


def test_an_english_customer_reads_it_in_english(world):
    pk = world.late("C2", "Smith Ltd", "80", language="en")
    assert "Balance of your account" in words_of(statement_pdf(SYSTEM, statement(SYSTEM, pk, on=ON)))


def test_the_statement_of_a_payer_lists_those_it_pays_for(world, late):
    payer = world.late("P", "Holding", "50")
    from encaisse.customers import actions as customers  # noqa: PLC0415 - this test alone

    customers.set_payer(SYSTEM, late, payer)
    assert {item.number for item in statement(SYSTEM, payer, on=ON).items} == {"F-P", "F-1", "F-2"}
    assert {item.number for item in statement(SYSTEM, late, on=ON).items} == {"F-1", "F-2"}


def test_without_anything_open_there_is_nothing_to_send(world):
    pk = world.customer("C3", "Client à jour")
    with pytest.raises(NothingOpen):
        send_statement(SYSTEM, pk, on=ON, channel="email", key=KEY)


def test_without_a_healthy_address_it_says_so(world, late):
    pk = world.late("C4", "Sans adresse", "10")
    with pytest.raises(NoHealthyAddress):
        send_statement(SYSTEM, pk, on=ON, channel="letter", key=KEY)
    assert Message.objects.count() == 0


def test_sent_by_e_mail_it_is_no_contact_and_no_scenario_moves(world, late):
    world.run()
    before = dunning.actions_of(SYSTEM, late)
    message_id = send_statement(SYSTEM, late, on=ON, channel="email", key=KEY)
    assert send_statement(SYSTEM, late, on=ON, channel="email", key=KEY) == message_id
    mail = message_from_bytes(outbox.rendered(SYSTEM, message_id), policy=policy.default)
    [attached] = list(mail.iter_attachments())
    assert (attached.get_filename(), attached.get_content_type()) == ("releve-C1-2026-11-17.pdf", "application/pdf")
    message = Message.objects.get()
    assert (message.is_contact, message.template_code, message.recipient) == (False, "STATEMENT_SEND", "c1@dupont.example")
    assert dunning.actions_of(SYSTEM, late) == before


def test_it_leaves_from_the_address_the_collector_verified_and_is_signed_as_they_sign(world, late):
    User.objects.filter(pk=world.collector).update(signature="Ligne directe 04 65 71 00 60")
    SenderIdentity.objects.create(
        user_id=world.collector, display_name="N. Berthier", address="relance@lambert.example", reply_to="compta@lambert.example",
        verified_at="2026-11-01T08:00Z",
    )  # fmt: skip
    message_id = send_statement(world.actor(world.collector), late, on=ON, channel="email", key=KEY)
    mail = message_from_bytes(outbox.rendered(SYSTEM, message_id), policy=policy.default)
    assert (mail["From"], mail["Reply-To"]) == ('"N. Berthier – Maison Lambert" <relance@lambert.example>', "compta@lambert.example")
    assert "Ligne directe 04 65 71 00 60" in mail.get_body(("plain",)).get_content()


def test_an_address_nobody_verified_is_not_written_from(world, late):
    SenderIdentity.objects.create(user_id=world.collector, display_name="N. Berthier", address="patron@elsewhere.example")
    message_id = send_statement(world.actor(world.collector), late, on=ON, channel="email", key=KEY)
    mail = message_from_bytes(outbox.rendered(SYSTEM, message_id), policy=policy.default)
    assert mail["From"] == "Nadia – Maison Lambert <nadia@lambert.example>"


def test_put_with_the_letters_it_waits_to_be_printed(world, late):
    send_statement(SYSTEM, late, on=ON, channel="letter", key=KEY)
    [letter] = outbox.letters_to_print(SYSTEM)
    assert (letter.template_code, letter.recipient) == ("STATEMENT", "Garage Dupont\n3 rue du Port\n69002 Lyon")
    postman.print_letters(SYSTEM, [letter.id])
    postman.mark_posted(SYSTEM, [letter.id])
    assert [event.is_contact for event in ContactEvent.objects.all()] == [False]


def test_the_page_shows_whom_it_reaches_and_sends_with_and_without_htmx(world, late):
    browser, address = world.browser(), reverse("workbench:statement", args=[late])
    page = browser.get(address).content.decode()
    assert "c1@dupont.example" in page
    assert "<html" in page
    answer = browser.post(address, {"channel": "email", "key": KEY})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("workbench:customer", args=[late]))
    assert browser.post(address, {"channel": "fax", "key": KEY}, HTTP_HX_REQUEST="true").status_code == 422
    assert Message.objects.count() == 1


def test_who_does_not_see_the_customer_gets_no_statement(world, late):
    stranger = world.browser(world.hire("marc", Role.COLLECTOR))
    assert stranger.get(reverse("workbench:statement_as_pdf", args=[late])).status_code == 404
    auditor = world.browser(world.hire("ines", Role.AUDITOR))
    assert auditor.post(reverse("workbench:statement", args=[late]), {"channel": "email", "key": KEY}).status_code == 403
    with pytest.raises(NotFound):
        statement(world.actor(world.hire("luc", Role.COLLECTOR)), late, on=ON)


def test_the_files_are_downloaded_in_the_customers_language(world, late):
    browser = world.browser()
    pdf = browser.get(reverse("workbench:statement_as_pdf", args=[late]))
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    book = b"".join(browser.get(reverse("workbench:statement_as_workbook", args=[late])).streaming_content)
    head, first, second, total = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert (head[0], first[0], first[4], second[0], total[6]) == ("Référence", "F-1", 11, "F-2", 1250)


def test_the_command_tells_writes_and_sends(world, late, tmp_path):
    out = StringIO()
    call_command("statement", "C1", "--json", "--send", "--pdf", tmp_path / "r.pdf", "--xlsx", tmp_path / "r.xlsx", stdout=out)
    told = json.loads(out.getvalue())
    assert told == {
        "customer": "C1", "name": "Garage Dupont", "on": "2026-11-17", "language": "fr", "items": 2, "balance": {"EUR": "1250.00"},
        "overdue": {"EUR": "1000.00"}, "recipient": "c1@dupont.example", "message": Message.objects.get().pk,
    }  # fmt: skip
    assert (tmp_path / "r.pdf").read_bytes()[:5] == b"%PDF-"
    assert len(CalamineWorkbook.from_path(str(tmp_path / "r.xlsx")).get_sheet_by_index(0).to_python()) == 4


def test_a_statement_sent_from_its_own_page_goes_on_to_the_file(world):
    late = world.late("C1", "Garage Dupont", "1000")
    address = reverse("workbench:statement", args=[late])
    shown = world.browser().get(address).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', shown).group(1)
    told = {"channel": "email", "key": key}
    answer = world.browser().post(address, told, HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL=f"http://testserver{address}")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, reverse("workbench:customer", args=[late]))
