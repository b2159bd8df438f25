"""« Relance commune » of three companies: one mail, three blocks, copies of all their invoices; whoever sees one reads that one alone."""

import io
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default

import pytest
from django.urls import reverse
from pypdf import PdfWriter

from dunning.joint_companies import COMPANIES, IBANS, owed_to_all, three_companies
from dunning.pages import ON, SYSTEM, Company
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.db.clock import now, stopped
from encaisse.dunning import actions
from encaisse.dunning.models import PlannedAction
from encaisse.files import actions as files
from encaisse.files import queries as kept
from encaisse.kit.actor import Role
from encaisse.ledger import actions as ledger
from encaisse.ledger.models import Document
from encaisse.ledger.rules.evidence import FileFacts
from encaisse.messages import actions as messages
from encaisse.messages import queries as outbox
from encaisse.messages.actions.bounces import mark_bounced
from encaisse.messages.models import ContactEvent, Message
from encaisse.messages.rules.bounces import told_by_provider
from encaisse.messages.rules.joint import SpeaksForOthers
from encaisse.people import queries as people
from encaisse.workbench.queries.story import story

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def companies(settings, tmp_path) -> Iterator[list[Company]]:
    settings.VAR = tmp_path
    with stopped(ON):
        yield three_companies()


@pytest.fixture
def owing(companies) -> list[int]:
    return owed_to_all(companies, "d")


def send(companies: list[Company], owing: list[int]) -> Message:
    companies[0].run()
    actions.approve_actions(SYSTEM, [PlannedAction.objects.get(customer_id=owing[0]).pk], on=ON)
    PlannedAction.objects.update(not_before=None)
    actions.release(SYSTEM, on=ON)
    messages.deliver_ready(SYSTEM)
    actions.settle(SYSTEM)
    return Message.objects.get()


def mail_of(message: Message):
    return message_from_bytes(kept.content(SYSTEM, message.rendered_id), policy=default)


def pdf(width: int) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width, 200)
    writer.write(out)
    return out.getvalue()


def test_three_companies_write_one_mail_the_largest_first_each_with_its_items_and_its_iban(companies, owing):
    message = send(companies, owing)
    said = " ".join(mail_of(message).get_body(("plain",)).get_content().split())
    places = [said.index(word) for word in ("F-D-0", "Lambert Négoce", "F-D-1", IBANS[1], "Lambert Services", "F-D-2", IBANS[2])]
    assert places == sorted(places)
    assert IBANS[0] in said
    assert {action.message_id for action in PlannedAction.objects.all()} == {message.pk}
    assert set(PlannedAction.objects.values_list("state", flat=True)) == {"sent"}
    assert sorted(ContactEvent.objects.values_list("customer_id", flat=True)) == sorted(owing)


def test_one_of_three_withdrawn_leaves_the_two_others_together(companies, owing):
    companies[0].run()
    actions.withdraw_actions(SYSTEM, [PlannedAction.objects.get(customer_id=owing[1]).pk], why="réglée")
    actions.approve_actions(SYSTEM, [PlannedAction.objects.get(customer_id=owing[0]).pk], on=ON)
    PlannedAction.objects.update(not_before=None)
    actions.release(SYSTEM, on=ON)
    said = mail_of(Message.objects.get()).get_body(("plain",)).get_content()
    assert "F-D-1" not in said
    assert "F-D-0" in said
    assert "F-D-2" in said


def test_the_copies_of_the_invoices_of_each_company_go_along(companies, owing):
    for place, company in enumerate(companies):
        invoice = Document.objects.get(number=f"F-D-{place}").pk
        ledger.attach_files(SYSTEM, [FileFacts(invoice, files.keep(SYSTEM, pdf(200 + place), "application/pdf"), f"F-D-{place}.pdf")])
        actions.set_enclosures(SYSTEM, company.creditor, from_level=1, limit_mb=5)
    mail = mail_of(send(companies, owing))
    assert [(each.get_filename(), each.get_content()) for each in mail.iter_attachments()] == [
        (f"F-D-{place}.pdf", pdf(200 + place)) for place in range(3)
    ]
    assert "Pièces jointes : F-D-0.pdf, F-D-1.pdf, F-D-2.pdf." in " ".join(mail.get_body(("plain",)).get_content().split())


def test_a_company_that_encloses_nothing_encloses_nothing_in_a_joint_message(companies, owing):
    for place in range(3):
        invoice = Document.objects.get(number=f"F-D-{place}").pk
        ledger.attach_files(SYSTEM, [FileFacts(invoice, files.keep(SYSTEM, pdf(200 + place), "application/pdf"), f"F-D-{place}.pdf")])
    actions.set_enclosures(SYSTEM, companies[2].creditor, from_level=1, limit_mb=5)
    assert [each.get_filename() for each in mail_of(send(companies, owing)).iter_attachments()] == ["F-D-2.pdf"]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_whoever_sees_one_customer_reads_its_block_and_no_other(companies, owing, place):
    """The customer the message is filed with, or one that joined it: the same."""
    message = send(companies, owing)
    Customer.objects.filter(pk=owing[place]).update(collector_id=companies[0].hire(Role.COLLECTOR))
    browser = companies[0].browser(Role.COLLECTOR)
    page = browser.get(reverse("messages:detail", args=[message.pk])).content.decode()
    file = browser.get(reverse("workbench:customer", args=[owing[place]])).content.decode()
    assert "Message commun à d’autres sociétés" in page
    assert f"F-D-{place}" in page
    assert IBANS[place] in page
    for other in {0, 1, 2} - {place}:
        for word in (f"F-D-{other}", IBANS[other], f"Client d {other}"):
            assert word not in page
            assert word not in file
    for name in ("messages:raw", "messages:preview"):
        refused = browser.get(reverse(name, args=[message.pk]))
        assert refused.status_code == 409
        assert IBANS[(place + 1) % 3] not in refused.content.decode()
    assert browser.get(reverse("messages:attached", args=[message.pk, 0])).status_code == 409


def test_whoever_sees_them_all_reads_the_message_as_it_left(companies, owing):
    message = send(companies, owing)
    browser = companies[0].browser(Role.CREDIT_MANAGER)
    page = browser.get(reverse("messages:detail", args=[message.pk])).content.decode()
    assert "Message commun" not in page
    assert all(iban in page for iban in IBANS)
    assert browser.get(reverse("messages:raw", args=[message.pk])).getvalue() == kept.content(SYSTEM, message.rendered_id)


def test_the_timeline_of_a_joined_customer_names_nobody_out_of_sight(companies, owing):
    send(companies, owing)
    collector = companies[0].hire(Role.COLLECTOR)
    Customer.objects.filter(pk=owing[1]).update(collector_id=collector)
    [shown] = [each for each in story(people.actor_of(collector, on=ON), owing[1]).rows if each.kind == "message"]
    assert "Client d 0" not in shown.detail
    assert "Maison Lambert" not in shown.detail


def test_an_answer_filed_out_of_sight_is_only_told_of(companies, owing):
    message = send(companies, owing)
    answer = "From: d@groupe.example\r\nTo: compta@lambert.example\r\nSubject: Re: F-D-0\r\nMessage-ID: <a@groupe.example>\r\n"
    answer += f"In-Reply-To: {mail_of(message)['message-id']}\r\nDate: Tue, 17 Nov 2026 10:00:00 +0100\r\n\r\nF-D-0 est contestée.\r\n"
    messages.take_in(SYSTEM, messages.Arrival(content=answer.encode(), arrived_at=now(), creditor_id=companies[0].creditor))
    collector = companies[0].hire(Role.COLLECTOR)
    Customer.objects.filter(pk=owing[1]).update(collector_id=collector)
    [shown] = [each for each in story(people.actor_of(collector, on=ON), owing[1]).rows if each.kind == "mail_reply"]
    assert (shown.detail, shown.mail_id) == ("", None)
    assert "F-D-0" not in shown.reference
    [seen] = [each for each in story(SYSTEM, owing[1]).rows if each.kind == "mail_reply"]
    assert "F-D-0" in seen.detail


def test_the_file_is_refused_to_whoever_may_not_see_them_all_wherever_it_is_asked(companies, owing):
    message = send(companies, owing)
    collector = companies[0].hire(Role.COLLECTOR)
    Customer.objects.filter(pk__in=owing[:2]).update(collector_id=collector)
    with pytest.raises(SpeaksForOthers):
        outbox.rendered(people.actor_of(collector, on=ON), message.pk)
    Customer.objects.filter(pk=owing[2]).update(collector_id=collector)
    assert outbox.rendered(people.actor_of(collector, on=ON), message.pk) == kept.content(SYSTEM, message.rendered_id)


def test_a_joint_message_that_came_back_closes_its_address_for_every_company(companies, owing):
    message = send(companies, owing)
    bounce = told_by_provider(recipient="d@groupe.example", mail_id=message.mail_id, words="550 5.1.1 no such user", reason="bounced")
    mark_bounced(SYSTEM, message, bounce, at=now())
    assert [customers.best_address(SYSTEM, pk, "email") for pk in owing] == [None, None, None]
    actions.take_back_bounced(SYSTEM)
    assert set(PlannedAction.objects.filter(message_id=message.pk).values_list("result", flat=True)) == {"bounced"}


def test_three_names_stand_on_the_draft_before_it_leaves(companies, owing):
    companies[0].run()
    shown = companies[0].browser().get(reverse("dunning:draft_message", args=[PlannedAction.objects.get(customer_id=owing[0]).pk]))
    for name, _, iban in COMPANIES[1:]:
        assert name in shown.content.decode()
        assert iban in shown.content.decode()
