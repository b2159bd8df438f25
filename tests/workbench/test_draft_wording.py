"""A draft is worded otherwise before it leaves: what was written is what leaves, the template stays, the audit keeps both."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from dunning.payers import email, scenario
from encaisse.audit.models import Entry
from encaisse.creditors import actions as creditors
from encaisse.dunning import actions as dunning
from encaisse.dunning.models import DraftWording, PlannedAction
from encaisse.dunning.rules.scenario import StepMode
from encaisse.dunning.rules.wordings import DraftChanged, DraftGone, InvoicesLeftOut, LegalText, NotAnEmail, SaysFormalNotice
from encaisse.kit.actor import Role, system_actor
from encaisse.kit.refusals import NotAllowed, NotFound
from encaisse.messages import actions as messages
from encaisse.messages import queries as outbox
from encaisse.messages.models import Message
from encaisse.messages.rules import UnknownVariables, read_mail
from messages.conftest import mail_server, own_files  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
ON = date(2026, 11, 17)
HTMX = {"HTTP_HX_REQUEST": "true"}
APPROVED = scenario(replace(email("r1", 1, 2), template="REMIND1_EMAIL", mode=StepMode.TO_APPROVE))
BODY = "Bonjour,\n\nComme convenu avec Anne au salon, voici ce qui reste ouvert :\n\n{{ invoice_table }}\n\nBien à vous"


@pytest.fixture
def draft(world) -> PlannedAction:
    creditors.update_creditor(
        SYSTEM, world.creditor, phone="+33472000000", short_name="Lambert", street="1 rue de la Paix", postcode="75002", city="Paris"
    )
    creditors.add_bank_account(SYSTEM, world.creditor, name="Banque", iban="FR7630006000011234567890189")
    scenario_id = dunning.publish_scenario(SYSTEM, creditor_id=world.creditor, scenario=APPROVED, name_en="Seen", from_on=date(2026, 1, 1))
    dunning.follow(SYSTEM, creditor_id=world.creditor, segment="SME", scenario_id=scenario_id)
    world.late("C1", "Garage Dupont", "1000")
    world.run()
    return PlannedAction.objects.get()


def address(draft: PlannedAction, name: str = "draft_wording") -> str:
    return reverse(f"dunning:{name}", args=[draft.pk])


def worded(world, draft: PlannedAction, **changes: str):
    told = {"subject": "Suite à notre échange", "body": BODY, "signature": draft.signature, **changes}
    return world.browser().post(address(draft), told, **HTMX)


def word(world, draft: PlannedAction, **changes: str) -> None:
    told = {"subject": "Suite à notre échange", "body": BODY, "signature": draft.signature, **changes}
    dunning.word_draft(world.actor(world.collector), draft.pk, **told)


@pytest.mark.django_db(transaction=True)
def test_the_text_written_is_what_leaves_and_the_template_stays(world, draft, mail_server):  # noqa: F811 - the fixture of messages
    page = worded(world, draft).content.decode()
    assert "Suite à notre échange" in page
    assert "Nadia" in page
    world.browser().post(reverse("dunning:approve"), {"ids": [draft.pk]}, **HTMX)
    dunning.release(SYSTEM, on=ON)
    messages.deliver_ready(SYSTEM)
    [sent] = Message.objects.all()
    mail = read_mail(outbox.rendered(SYSTEM, sent.pk))
    assert (sent.state, sent.subject) == ("sent", "Suite à notre échange")
    assert "Comme convenu avec Anne au salon" in mail.text
    assert "F-C1" in mail.text
    assert "salon" not in outbox.template(SYSTEM, "REMIND1_EMAIL", "fr").body


def test_the_audit_keeps_the_text_before_and_after(world, draft):
    word(world, draft)
    change = Entry.objects.get(did="action.worded").change
    assert (change["after"]["subject"], change["after"]["body"]) == ("Suite à notre échange", BODY)
    assert change["before"]["body"].strip() == outbox.template(SYSTEM, "REMIND1_EMAIL", "fr").body.strip()


def test_a_text_is_looked_at_before_it_is_kept(world, draft):
    page = worded(world, draft, look="1").content.decode()
    assert "F-C1" in page
    assert "1\u202f000,00" in page
    assert not DraftWording.objects.exists()


def test_going_back_to_the_template_ends_the_text(world, draft):
    word(world, draft)
    answer = world.browser().post(address(draft, "draft_unword"), **HTMX)
    assert "Suite à notre échange" not in answer.content.decode()
    assert DraftWording.objects.get().ended_at is not None


def test_a_draft_computed_again_meanwhile_is_read_again_first(world, draft):
    with pytest.raises(DraftChanged):
        word(world, draft, signature="another")
    answer = worded(world, draft, signature="another")
    assert answer.status_code == 422
    assert "recalculé" in answer.content.decode()


def test_a_draft_withdrawn_meanwhile_is_not_worded(world, draft):
    dunning.withdraw_actions(SYSTEM, [draft.pk], why="Réglé")
    with pytest.raises(DraftGone):
        word(world, draft)
    assert "ne peut plus être modifié" in world.browser().get(address(draft), **HTMX).content.decode() + str(
        world.browser().get(address(draft), **HTMX).headers.get("HX-Trigger", "").encode().decode("unicode_escape")
    )


@pytest.mark.parametrize(
    ("change", "refusal"),
    [({"level": 4}, LegalText), ({"channel": "letter"}, NotAnEmail)],
    ids=["the text of a formal notice is set by law", "a letter is not edited here"],
)
def test_what_is_not_to_be_worded_by_hand(world, draft, change, refusal):
    PlannedAction.objects.update(**change)
    with pytest.raises(refusal):
        word(world, draft)


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ("{{ unknown_thing }} {{ invoice_table }}", UnknownVariables),
        ("Bonjour, merci de régler.", InvoicesLeftOut),
        ("Nous vous mettons en demeure. {{ invoice_table }}", SaysFormalNotice),
    ],
    ids=["nothing unknown is named", "the invoices stay listed", "no words of a formal notice"],
)
def test_what_a_text_may_not_say(world, draft, body, refusal):
    with pytest.raises(refusal):
        word(world, draft, body=body)


def test_only_who_approves_words_a_draft_and_only_in_their_scope(world, draft):
    with pytest.raises(NotFound):
        dunning.word_draft(world.actor(world.hire("marc", Role.COLLECTOR)), draft.pk, subject="x", body=BODY, signature=draft.signature)
    with pytest.raises(NotAllowed):
        dunning.word_draft(world.actor(world.hire("eve", Role.AUDITOR)), draft.pk, subject="x", body=BODY, signature=draft.signature)
