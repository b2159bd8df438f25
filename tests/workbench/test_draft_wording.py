"""A draft is worded otherwise before it leaves: what was written is what leaves, the template stays, the audit keeps both."""

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from dunning.payers import email, scenario
from encaisse.audit.models import Entry
from encaisse.creditors import actions as creditors
from encaisse.db.clock import stopped
from encaisse.dunning import actions as dunning
from encaisse.dunning.models import DraftWording, PlannedAction
from encaisse.dunning.queries import draft_text
from encaisse.dunning.rules.drafted import IdentityLeftOut, InvoicesLeftOut
from encaisse.dunning.rules.scenario import StepMode
from encaisse.dunning.rules.wordings import DraftChanged, DraftGone, LegalText, NotAnEmail, SaysFormalNotice
from encaisse.kit.actor import Role, system_actor
from encaisse.kit.refusals import NotAllowed, NotFound
from encaisse.messages import actions as messages
from encaisse.messages import queries as outbox
from encaisse.messages.models import Message
from encaisse.messages.rules import UnknownVariables, read_mail
from encaisse.workbench.queries.story import story
from messages.conftest import mail_server, own_files  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
ON = date(2026, 11, 17)
HTMX = {"HTTP_HX_REQUEST": "true"}
APPROVED = scenario(replace(email("r1", 1, 2), template="REMIND1_EMAIL", mode=StepMode.TO_APPROVE))
BODY = "Bonjour,\n\nComme convenu avec Anne au salon, voici ce qui reste ouvert :\n\n{{ invoice_table }}\n\nBien à vous\n{{ signature }}"


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


@pytest.mark.django_db(transaction=True)
def test_a_template_edited_after_the_approval_does_not_change_what_was_seen(world, draft, mail_server):  # noqa: F811 - as above
    """Approved in the morning, edited at noon, sent at the fixed hour: what was looked at leaves, once; the next draft has the new text."""
    creditors.update_creditor(SYSTEM, world.creditor, sending_slot=time(17, 30))
    morning = datetime(2026, 11, 17, 9, tzinfo=ZoneInfo("Europe/Paris"))
    with stopped(morning):
        world.browser().post(reverse("dunning:approve"), {"ids": [draft.pk]}, **HTMX)
        assert dunning.release(SYSTEM).queued == 0
    text = outbox.template(SYSTEM, "REMIND1_EMAIL", "fr")
    with stopped(morning + timedelta(hours=3)):
        body = text.body.replace("Bien cordialement", "Avec nos salutations nouvelles")
        messages.save_template(SYSTEM, "REMIND1_EMAIL", "fr", subject=text.subject, body=body)
        assert "salutations nouvelles" not in str(draft_text(SYSTEM, draft.pk, on=ON).body)
    with stopped(morning + timedelta(hours=9)):
        assert (dunning.release(SYSTEM).queued, dunning.release(SYSTEM).queued) == (1, 0)
        messages.deliver_ready(SYSTEM)
    [sent] = Message.objects.all()
    read = read_mail(outbox.rendered(SYSTEM, sent.pk)).text
    assert ("Bien cordialement" in read, "salutations nouvelles" in read) == (True, False)
    assert "salutations nouvelles" in outbox.template(SYSTEM, "REMIND1_EMAIL", "fr").body


def test_the_audit_keeps_the_text_before_and_after(world, draft):
    word(world, draft)
    change = Entry.objects.get(did="action.worded").change
    assert (change["after"]["subject"], change["after"]["body"]) == ("Suite à notre échange", BODY)
    assert change["before"]["body"].startswith("Bonjour {{ contact.salutation }},")
    assert "{%" not in change["before"]["body"]
    assert ["-", "Il s’agit sans doute d’un oubli."] in change["changed"]
    assert ["+", "Comme convenu avec Anne au salon, voici ce qui reste ouvert :"] in change["changed"]


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
        ("Bonjour, merci de régler. {{ signature }}", InvoicesLeftOut),
        ("Bonjour, voici : {{ invoice_table }}", IdentityLeftOut),
        ("Nous vous mettons en demeure. {{ invoice_table }} {{ signature }}", SaysFormalNotice),
    ],
    ids=["nothing unknown is named", "the invoices stay listed", "who writes stays told", "no words of a formal notice"],
)
def test_what_a_text_may_not_say(world, draft, body, refusal):
    with pytest.raises(refusal):
        word(world, draft, body=body)


def test_only_who_approves_words_a_draft_and_only_in_their_scope(world, draft):
    with pytest.raises(NotFound):
        dunning.word_draft(world.actor(world.hire("marc", Role.COLLECTOR)), draft.pk, subject="x", body=BODY, signature=draft.signature)
    with pytest.raises(NotAllowed):
        dunning.word_draft(world.actor(world.hire("eve", Role.AUDITOR)), draft.pk, subject="x", body=BODY, signature=draft.signature)


def test_the_text_is_edited_as_its_customer_reads_it(world, draft):
    """Values are filled in and locked where they stand, the invoices and the signature are shown in place, no condition is left."""
    page = world.browser().get(address(draft), **HTMX).content.decode()
    editor = page[page.index('aria-multiline="true"') : page.index("data-wording-refusal")]
    assert 'data-source="{{ net_total }}">1\u202f000,00\xa0€</span>' in editor
    assert "F-C1" in editor
    assert 'data-source="{{ invoice_table }}" data-must-stay' in editor
    assert 'data-source="{{ signature }}" data-must-stay' in editor
    assert "{%" not in editor
    assert "portal_link" not in editor


def test_the_message_is_seen_beside_while_it_is_typed(world, draft):
    told = {"subject": "Suite à notre échange", "body": BODY}
    page = world.browser().post(address(draft, "draft_look"), told).content.decode()
    assert "Comme convenu avec Anne au salon" in page
    assert "F-C1" in page
    assert not DraftWording.objects.exists()


def test_what_must_stay_is_asked_for_in_the_frame_too_when_it_is_kept(world, draft):
    body = "Bonjour, merci de régler. {{ signature }}"
    answer = worded(world, draft, body=body)
    assert answer.status_code == 422
    frame = world.browser().post(address(draft, "draft_look"), {"subject": "Suite", "body": body})
    for page in (answer, frame):
        assert "La liste des factures doit rester" in page.content.decode()


def test_the_timeline_says_who_changed_what_and_who_went_back(world, draft):
    word(world, draft)
    dunning.unword_draft(world.actor(world.collector), draft.pk)
    rows = story(world.actor(world.collector), draft.customer_id).rows
    back, edited = [row for row in rows if row.kind in {"draft_worded", "draft_unworded"}]
    assert (back.kind, back.by_name, edited.kind, edited.by_name) == ("draft_unworded", "Nadia", "draft_worded", "Nadia")
    assert (False, "Il s’agit sans doute d’un oubli.") in edited.changes
    assert (True, "Comme convenu avec Anne au salon, voici ce qui reste ouvert :") in edited.changes


def test_writing_the_templates_text_again_is_going_back_to_it(world, draft):
    word(world, draft)
    original = draft_text(world.actor(world.collector), draft.pk, on=ON).original
    word(world, draft, subject=original.subject, body=original.body)
    assert not DraftWording.objects.filter(ended_at=None).exists()
    assert [entry.change["after"]["body"] for entry in Entry.objects.filter(did="action.worded").order_by("id")][-1] == original.body


def by_command(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("draft", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_draft_is_read_worded_and_restored_by_the_command_line(world, draft, tmp_path):
    shown = by_command("C1")
    assert (shown["customer"], shown["action"], shown["step"], shown["edited_by"]) == ("C1", draft.pk, "r1", None)
    assert "{{ invoice_table }}" in shown["text"]
    assert "F-C1" in shown["read"]["text"]
    (tmp_path / "words.txt").write_text(BODY)
    told = by_command("C1", "--subject", "Suite à notre échange", "--text", str(tmp_path / "words.txt"), "--seen", shown["mark"])
    assert (told["subject"], told["edited_by"]) == ("Suite à notre échange", "encaisse draft")
    assert "Comme convenu avec Anne au salon" in told["read"]["text"]
    assert by_command("C1", "--subject", "Autre objet")["text"] == told["text"]
    assert Entry.objects.filter(did="action.worded", actor_name="encaisse draft").count() == 2
    assert by_command("C1", "--restore")["subject"] == shown["subject"]


def test_the_command_line_refuses_what_the_screen_refuses(world, draft, tmp_path):
    with pytest.raises(DraftChanged):
        by_command("C1", "--subject", "Bonjour", "--seen", "an older mark")
    (tmp_path / "words.txt").write_text("Sans la facture.")
    with pytest.raises(InvoicesLeftOut):
        by_command("C1", "--text", str(tmp_path / "words.txt"))
    with pytest.raises(CommandError, match="words"):
        by_command("C1", "--text", str(tmp_path / "words.bin"))
    PlannedAction.objects.update(channel="letter")
    with pytest.raises(NotAnEmail):
        by_command("C1")
    PlannedAction.objects.update(state="withdrawn", ended_on=ON)
    with pytest.raises(CommandError, match="C1"):
        by_command("C1")
    assert not DraftWording.objects.exists()
