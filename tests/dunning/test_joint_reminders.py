"""« Relance commune »: two companies, one address, one day: one mail, two blocks, two IBANs. Never twice, never more than was shown."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from dunning.pages import ON, SYSTEM, Company
from encaisse.audit.models import Entry
from encaisse.creditors import actions as creditors
from encaisse.customers import actions as customers
from encaisse.customers.models import Customer
from encaisse.customers.rules import NewContact
from encaisse.db import run_sql
from encaisse.db.clock import now, stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.models import ItemStep, PlannedAction
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.files import queries as kept
from encaisse.kit.actor import Role
from encaisse.messages import actions as messages
from encaisse.messages.models import ContactEvent, Incoming, Message
from encaisse.workbench.queries.story import story

IBANS = ("FR76 3000 6000 0112 3456 7890 189", "FR14 2004 1010 0505 0001 3M02 606")
ADDRESS = "compta@groupe-dupont.example"
pytestmark = pytest.mark.django_db(transaction=True)


def late_at(company: Company, code: str, name: str, amount: str, address: str = ADDRESS) -> int:
    pk = company.late(code, name, amount, mail=False)
    customers.add_contact(SYSTEM, pk, NewContact(name="Martin", salutation="Madame Martin", is_main=True, emails=(address,)))
    return pk


@dataclass
class Group:
    """Two companies of one organisation whose customers read their mail at one address: 1 000 € is owed to the first, 400 to the second."""

    lambert: Company
    negoce: Company
    first: int
    second: int

    def run(self) -> None:
        for company in (self.lambert, self.negoce):
            company.run()

    def draft(self, customer_id: int) -> PlannedAction:
        return PlannedAction.objects.filter(customer_id=customer_id).latest("pk")

    def approve(self, customer_id: int) -> None:
        actions.approve_actions(SYSTEM, [self.draft(customer_id).pk], on=ON)

    def send(self) -> list[EmailMessage]:
        actions.release(SYSTEM, on=ON)
        messages.deliver_ready(SYSTEM)
        actions.settle(SYSTEM)
        found = Message.objects.filter(state="sent").order_by("pk")
        return [message_from_bytes(kept.content(SYSTEM, row.rendered_id), policy=default) for row in found]


@pytest.fixture
def group(settings, tmp_path) -> Iterator[Group]:
    settings.VAR = tmp_path
    with stopped(ON):
        companies = (Company(), Company(name="Lambert Négoce", siren="404833048"))
        for company, iban in zip(companies, IBANS, strict=True):
            creditors.add_bank_account(SYSTEM, company.creditor, name="Banque", iban=iban, is_default=True)
            actions.set_joint(SYSTEM, company.creditor, joint=True)
        yield Group(*companies, late_at(companies[0], "L1", "Garage Dupont", "1000"), late_at(companies[1], "N1", "Dupont SA", "400"))


def words(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def test_one_mail_leaves_with_the_block_and_the_iban_of_each(group):
    group.run()
    page = group.lambert.browser()
    shown = page.get(reverse("dunning:draft_message", args=[group.draft(group.first).pk])).content.decode()
    assert "Lambert Négoce" in shown
    page.post(reverse("dunning:approve"), {"ids": [group.draft(group.first).pk]})
    [mail] = group.send()
    said = words(mail)
    assert mail["to"].endswith(f"<{ADDRESS}>")
    for word in ("F-L1", "F-N1", *IBANS, "— Lambert Négoce —", "Sauf erreur de notre part, ces factures ont dépassé leur échéance."):
        assert word in said
    assert said.index("F-L1") < said.index("Lambert Négoce") < said.index("F-N1") < said.index(IBANS[1])
    assert [group.draft(pk).state for pk in (group.first, group.second)] == ["sent", "sent"]
    assert group.draft(group.first).message_id == group.draft(group.second).message_id
    assert ItemStep.objects.filter(how="done").count() == 2
    assert sorted(ContactEvent.objects.values_list("customer_id", flat=True)) == sorted([group.first, group.second])
    for customer_id in (group.first, group.second):
        assert [each.message_id for each in story(SYSTEM, customer_id).rows if each.kind == "message"] == [
            group.draft(group.first).message_id
        ]


def test_everything_again_changes_nothing(group):
    group.run()
    before = list(PlannedAction.objects.order_by("pk").values_list("pk", "state", "joins_id"))
    group.run()
    assert list(PlannedAction.objects.order_by("pk").values_list("pk", "state", "joins_id")) == before
    assert {pk: group.draft(pk).joins_id for pk in (group.first, group.second)} == {
        group.first: None,
        group.second: group.draft(group.first).pk,
    }
    group.approve(group.first)
    assert len(group.send()) == 1
    group.run()
    assert len(group.send()) == 1
    assert Message.objects.count() == 1


def test_who_is_withdrawn_is_left_out_and_the_message_is_made_again(group):
    group.run()
    group.approve(group.first)
    actions.withdraw_actions(SYSTEM, [group.draft(group.second).pk], why="réglée")
    [mail] = group.send()
    assert "F-L1" in words(mail)
    assert "Négoce" not in words(mail)
    assert [group.draft(pk).state for pk in (group.first, group.second)] == ["sent", "withdrawn"]
    assert ItemStep.objects.filter(customer_id=group.second).count() == 0


def test_an_account_on_hold_when_it_leaves_is_decided_again_and_stays_out(group):
    group.run()
    group.approve(group.first)
    actions.set_hold(SYSTEM, customer_id=group.second, reason=HoldReason.COMMERCIAL_TALKS, on=ON, until_on=ON + timedelta(days=5))
    [mail] = group.send()
    assert "Négoce" not in words(mail)
    assert group.draft(group.second).state == "withdrawn"


def test_a_company_whose_sending_is_stopped_says_nothing_through_another(group):
    group.run()
    group.approve(group.first)
    messages.stop_sending(SYSTEM, reason="erreur de prix", creditor_id=group.negoce.creditor)
    [mail] = group.send()
    assert "Négoce" not in words(mail)
    assert group.draft(group.second).state == "withdrawn"


def test_when_the_first_is_taken_back_a_person_looks_at_the_other_again(group):
    group.run()
    group.approve(group.first)
    actions.withdraw_actions(SYSTEM, [group.draft(group.first).pk], why="erreur")
    assert group.send() == []
    assert (group.draft(group.second).state, group.draft(group.second).joins_id) == ("to_approve", None)


def test_without_the_choice_of_both_the_smaller_one_waits(group):
    actions.set_joint(SYSTEM, group.negoce.creditor, joint=False)
    group.run()
    assert [group.draft(pk).state for pk in (group.first, group.second)] == ["to_approve", "withdrawn"]


def test_who_was_approved_by_another_hand_waits_for_another_day(group):
    group.run()
    PlannedAction.objects.filter(customer_id=group.first).update(state="approved", approved_by=7)
    [mail] = group.send()
    assert "Négoce" not in words(mail)
    assert (group.draft(group.second).state, group.draft(group.second).result) == ("withdrawn", "address taken")
    explained = queries.explanation(SYSTEM, group.second, on=ON)
    assert explained.verdict


def test_approved_alone_it_waits_for_the_first(group):
    group.run()
    group.approve(group.second)
    assert group.send() == []
    group.approve(group.first)
    [mail] = group.send()
    assert "Négoce" in words(mail)


def test_the_explanation_says_through_whom_it_speaks(group):
    group.run()
    said = [str(sentence) for sentence in queries.explanation(SYSTEM, group.second, on=ON).sentences]
    assert "Joined to the message of Maison Lambert." in said
    said = [str(sentence) for sentence in queries.explanation(SYSTEM, group.first, on=ON).sentences]
    assert "The message also speaks for Lambert Négoce." in said


def test_a_simulation_says_it_too(group):
    report = group.lambert.run(dry_run=True)
    told = {each.payer_id: each for each in report.told}
    assert told[group.second].joins == "Maison Lambert"
    assert told[group.first].speaks_for == ("Lambert Négoce",)
    assert PlannedAction.objects.count() == 0


def test_it_is_chosen_on_the_page_of_the_company(group):
    page = group.lambert.browser(Role.ADMIN)
    address = reverse("dunning:joint_set", args=[group.lambert.creditor])
    page.post(address, {"joint": "no"})
    assert not queries.is_joint(SYSTEM, group.lambert.creditor)
    assert "Relance commune" in page.get(reverse("dunning:creditor_rules", args=[group.lambert.creditor])).content.decode()
    assert Entry.objects.filter(did="dunning.set_joint").latest("pk").change == {"joint": False}
    assert group.lambert.browser(Role.COLLECTOR).post(address, {"joint": "yes"}).status_code == 403


def test_the_command_line_says_and_sets_it(group):
    out = StringIO()
    call_command("joint_reminders", "--creditor", "404833048", "--alone", "--json", stdout=out)
    assert json.loads(out.getvalue()) == [{"creditor": "404833048", "name": "Lambert Négoce", "joint": False}]


def test_an_answer_is_filed_with_the_first_shown_to_the_other_and_leaves_both_alone(group):
    group.run()
    group.approve(group.first)
    [mail] = group.send()
    answer = f"From: {ADDRESS}\r\nTo: compta@lambert.example\r\nSubject: Re: compte\r\nMessage-ID: <a@dupont.example>\r\n"
    answer += f"In-Reply-To: {mail['message-id']}\r\nDate: Tue, 17 Nov 2026 10:00:00 +0100\r\n\r\nNous réglons vendredi.\r\n"
    messages.take_in(SYSTEM, messages.Arrival(content=answer.encode(), arrived_at=now(), creditor_id=group.lambert.creditor))
    row = Incoming.objects.get()
    assert row.customer_id == group.first
    [shown] = [each for each in story(SYSTEM, group.second).rows if each.kind == "mail_reply"]
    assert "Garage Dupont" in shown.reference
    assert not shown.is_open
    for customer_id in (group.first, group.second):
        assert ContactEvent.objects.filter(customer_id=customer_id, direction="in").count() == 1


def test_a_joint_message_counts_once_against_the_caps(group):
    party = Customer.objects.get(pk=group.first).party_id
    Customer.objects.filter(pk=group.second).update(party_id=party)
    group.run()
    group.approve(group.first)
    group.send()
    assert ContactEvent.objects.filter(party_id=party).count() == 2
    assert len(run_sql("dunning.payer_contacts", payer_ids=[group.first], timezone="Europe/Paris", on=ON)) == 1
