"""What a postal provider answers goes to its letter, once; what was noted wrongly is corrected, and what followed is worked out again."""

import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from dunning.payers import NOTICE
from dunning.test_actions import SYSTEM, day
from dunning.test_presentations import letter as formal_notice
from encaisse.audit import queries as audit
from encaisse.audit.queries import Filters
from encaisse.creditors.models import Creditor
from encaisse.customers import actions as customers
from encaisse.customers.models import Address, Customer
from encaisse.customers.rules import NewContact
from encaisse.db.clock import now, stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.models import ActionItem, ItemProgress, ItemStep, LetterFact, PlannedAction, PostalReturn, Signal
from encaisse.dunning.rules.postal_returns import Answer, Finding, NotAReturn, answers
from encaisse.dunning.rules.presentations import FactGone, NoReason, PresentedAlready, PresentedOutOfTime, Word, standing
from encaisse.dunning.rules.progress import Presentation
from encaisse.dunning.templatetags.letters import finding_words
from encaisse.kit.actor import Actor, Role
from encaisse.kit.refusals import NotAllowed
from encaisse.messages import actions as outbox
from encaisse.messages.models import Message
from encaisse.messages.queries.postal import BACK, DONE, postal_folder
from encaisse.messages.rules import Channel, Outgoing
from encaisse.messages.rules.postal import LetterRoute
from encaisse.people import actions as people
from encaisse.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)
letter = formal_notice
ENVELOPE = "Garage Dupont\n4 rue des Lilas\n69003 LYON"
ROUTE = LetterRoute(by_provider=True, folder="poste/lambert")


def read(name: str, text: str) -> list[Answer | Finding]:
    return list(answers(name, text.encode()))


def test_a_return_is_read_in_french_or_english_in_csv_or_json():
    french = read("r.csv", "Référence;Statut;Date;Numéro de suivi\nm1;Avisé non réclamé;13/11/2026;1A23\nm2;NPAI;2026-11-14;\n")
    english = read("r.json", json.dumps([{"reference": "m1", "status": "not claimed", "date": "2026-11-13", "tracking": "1A23"}]))
    assert french[0] == Answer(2, "m1", Presentation.UNCLAIMED, day("13/11"), "1A23")
    assert french[1] == Answer(3, "m2", Presentation.UNKNOWN_ADDRESS, day("14/11"))
    assert english == [Answer(1, "m1", Presentation.UNCLAIMED, day("13/11"), "1A23")]


def test_a_bad_line_is_a_finding_and_the_others_go_on():
    found = read("r.csv", "reference,status,date\nm1,lost at sea,2026-11-13\nm2,posted,tomorrow\nm3,posted,2026-11-13\n")
    assert found == [
        Finding(2, "status", "lost at sea"),
        Finding(3, "date", "tomorrow"),
        Answer(4, "m3", Presentation.POSTED, day("13/11")),
    ]


@pytest.mark.parametrize(("name", "text"), [("r.csv", ""), ("r.csv", "a;b\n1;2\n"), ("r.json", "{"), ("r.json", "[1]"), ("r.json", "[]")])
def test_a_file_of_something_else_is_refused(name, text):
    with pytest.raises(NotAReturn):
        read(name, text)


def test_what_the_words_come_to():
    assert standing([]).outcome is None
    assert standing(
        [Word(Presentation.POSTED, day("10/11")), Word(Presentation.PRESENTED, day("12/11")), Word(Presentation.DELIVERED, day("16/11"))]
    ).presented_on == day("12/11")
    assert standing([Word(Presentation.UNKNOWN_ADDRESS, day("12/11"))]).came_back
    assert not standing([Word(Presentation.PRESENTED, day("12/11")), Word(Presentation.UNKNOWN_ADDRESS, day("13/11"))]).came_back


@dataclass
class Posted:
    """A letter of a step handed to a provider."""

    action: PlannedAction
    message_id: int

    @property
    def reference(self) -> str:
        return f"m{self.message_id}"

    def take(self, *rows: tuple[str, str, str]) -> actions.Taken:
        lines = "".join(f"{self.reference};{';'.join(row)}\n" for row in rows)
        content = f"reference;status;date;number\n{lines}".encode()
        with stopped(day("17/11")):
            return actions.take_postal_return(SYSTEM, self.action.creditor_id, "r.csv", content)


def queued(creditor_id: int, customer_id: int, key: str = "l1", channel: Channel = Channel.REGISTERED_LETTER) -> int:
    party = Customer.objects.get(pk=customer_id).party_id
    outgoing = Outgoing(
        creditor_id, customer_id, party, channel, ENVELOPE, b"", "a@lambert.example", key, b"%PDF", "Mise en demeure", ("FORMAL", "fr", 0),
        day("10/11"),
    )  # fmt: skip
    message_id = outbox.queue_message(SYSTEM, outgoing)
    Message.objects.filter(pk=message_id).update(state="sent", claimed_at=now(), settled_at=now())
    return message_id


@pytest.fixture
def posted(letter: PlannedAction, settings, tmp_path) -> Posted:
    settings.VAR = tmp_path
    message_id = queued(letter.creditor_id, letter.customer_id)
    PlannedAction.objects.filter(pk=letter.pk).update(message_id=message_id)
    Customer.objects.filter(pk=letter.customer_id).update(name="Garage Dupont", street="4 rue des Lilas", postcode="69003", city="LYON")
    letter.refresh_from_db()
    return Posted(letter, message_id)


def test_each_line_goes_to_its_letter_with_its_number(posted):
    taken = posted.take(("déposé", "10/11/2026", "1A23456789012"), ("avisé non réclamé", "13/11/2026", ""))
    assert (taken.noted, taken.known, taken.findings) == (2, 0, [])
    [kept] = queries.registered_letters(SYSTEM, posted.action.customer_id)
    assert (kept.tracking_number, kept.presented_on, kept.outcome) == ("1A23456789012", day("13/11"), "unclaimed")


def test_the_same_file_or_the_same_word_again_changes_nothing(posted):
    row = ("presented", "2026-11-13", "")
    assert posted.take(row).noted == 1
    assert posted.take(row).noted == 0
    assert posted.take(row, ("delivered", "2026-11-16", "")).known == 1
    assert LetterFact.objects.count() == 2


def test_an_unknown_reference_or_a_word_the_letter_refuses_is_shown_and_stops_nothing(posted):
    lines = ("m999999;posted;2026-11-12", f"{posted.reference};presented;2026-11-01", f"{posted.reference};presented;2026-11-13")
    content = "\n".join(("reference;status;date", *lines))
    with stopped(day("17/11")):
        taken = actions.take_postal_return(SYSTEM, posted.action.creditor_id, "r.csv", content.encode())
    assert ([each.code for each in taken.findings], taken.noted) == (["reference", "refused"], 1)
    [row] = queries.postal_returns(SYSTEM)
    assert len(row.findings) == 2
    with translation.override("fr"):
        said = finding_words(row.findings[1])
    assert said.startswith(f"Ligne 3\u00a0: {posted.reference}\u00a0: Une lettre postée le ")


def test_a_letter_was_posted_the_day_it_was_handed_over_or_the_day_the_post_says(posted):
    Message.objects.filter(pk=posted.message_id).update(settled_at=datetime.combine(day("12/11"), time(9), UTC))
    assert [each.posted_on for each in queries.awaited_letters(SYSTEM)] == [day("12/11")]
    posted.take(("posted", "2026-11-13", ""))
    assert [each.posted_on for each in queries.registered_letters(SYSTEM, posted.action.customer_id)] == [day("13/11")]


def test_a_letter_of_another_company_is_not_found(posted):
    other = Creditor.objects.create(name="Autre", siren="732829320")
    content = f"reference;status;date\n{posted.reference};presented;2026-11-13\n"
    with stopped(day("17/11")):
        taken = actions.take_postal_return(SYSTEM, other.pk, "r.csv", content.encode())
    assert [each.code for each in taken.findings] == ["reference"]


def test_rule_19_a_letter_the_provider_could_not_make_reopens_its_step(posted):
    posted.take(("rejeté", "12/11/2026", ""))
    assert ItemStep.objects.count() == 0
    assert PlannedAction.objects.get().state == "failed"
    assert Signal.objects.filter(kind="message_bounced", done_at__isnull=True).exists()


def test_what_the_provider_says_in_its_own_words_is_kept_and_shown(posted):
    posted.take(("Impossible d’imprimer : adresse incomplète", "12/11/2026", ""))
    assert PlannedAction.objects.get().state == "failed"
    [fact] = queries.letter_facts(SYSTEM, posted.action.customer_id, limit=9)
    assert (fact.outcome, fact.words) == ("rejected", "Impossible d’imprimer : adresse incomplète")
    assert "adresse incomplète" in Signal.objects.get(kind="message_bounced").comment


def test_a_column_of_reasons_is_read_beside_a_status():
    [answer] = answers("r.csv", "référence;statut;date;motif\nm1;rejeté;12/11/2026;PDF illisible\n".encode())
    assert (answer.outcome, answer.words) == (Presentation.REJECTED, "PDF illisible")


def test_a_simple_letter_comes_back_but_is_never_presented(posted):
    PlannedAction.objects.update(channel="letter")
    assert [each.code for each in posted.take(("presented", "2026-11-13", "")).findings] == ["refused"]
    posted.take(("npai", "2026-11-13", ""))
    assert PlannedAction.objects.get().state == "failed"


def test_a_letter_of_no_step_that_comes_back_loses_its_address_and_is_told(posted):
    customer = posted.action.customer_id
    contact = customers.add_contact(SYSTEM, customer, NewContact(name="Martin", postal=(ENVELOPE,)))
    loose = queued(posted.action.creditor_id, customer, "statement", Channel.LETTER)
    content = f"reference;status;date\nm{loose};NPAI;2026-11-13\n"
    with stopped(day("17/11")):
        assert actions.take_postal_return(SYSTEM, posted.action.creditor_id, "r.csv", content.encode()).noted == 1
    assert Address.objects.get(contact_id=contact).health == "dead"
    assert [fact.message_id for fact in queries.letter_facts(SYSTEM, customer, limit=9)] == [loose]


def test_the_folder_is_read_and_each_file_put_away_with_its_proof(posted):
    outbox.save_letter_route(SYSTEM, posted.action.creditor_id, ROUTE)
    folder = postal_folder(SYSTEM, ROUTE, BACK)
    (folder / "ar.pdf").write_bytes(b"%PDF-1.4 signed")
    (folder / "r1.csv").write_text(f"reference;status;date;number;proof\n{posted.reference};distribué;13/11/2026;;ar.pdf\n")
    (folder / ".r2.csv").write_text("half")
    (folder / "r3.json").write_text("nothing like it")
    with stopped(day("17/11")):
        assert actions.take_postal_returns(SYSTEM) == 2
        assert actions.take_postal_returns(SYSTEM) == 0
    assert sorted(file.name for file in (folder / DONE).iterdir()) == ["ar.pdf", "r1.csv", "r3.json"]
    [fact] = queries.letter_facts(SYSTEM, posted.action.customer_id, limit=9)
    assert (fact.outcome, fact.proof_name) == ("delivered", "ar.pdf")
    assert PostalReturn.objects.get(name="r3.json").findings[0]["code"] == "file"


def test_a_proof_cannot_be_fetched_from_outside_the_folder(posted, tmp_path: Path):
    outbox.save_letter_route(SYSTEM, posted.action.creditor_id, ROUTE)
    folder = postal_folder(SYSTEM, ROUTE, BACK)
    (tmp_path / "secret.pdf").write_bytes(b"%PDF-1.4 secret")
    (folder / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    lines = [f"{posted.reference};presented;2026-11-13;../../../secret.pdf", f"{posted.reference};delivered;2026-11-14;link.pdf"]
    (folder / "r.csv").write_text("\n".join(["reference;status;date;proof", *lines]))
    with stopped(day("17/11")):
        actions.take_postal_returns(SYSTEM)
    assert not any(fact.sha256 for fact in queries.letter_facts(SYSTEM, posted.action.customer_id, limit=9))
    assert (tmp_path / "secret.pdf").exists()


def noted(letter: PlannedAction, outcome: Presentation, on: str) -> int:
    return actions.note_presentation(SYSTEM, letter.pk, outcome=outcome, presented_on=day(on))


def test_a_wrong_presentation_date_is_corrected_and_what_follows_runs_from_the_right_one(letter):
    with stopped(day("17/11")):
        fact = noted(letter, Presentation.PRESENTED, "12/11")
        actions.correct_letter_fact(SYSTEM, fact, reason="lu de travers", on=day("14/11"))
    assert ItemProgress.objects.get().presented_on == day("14/11")
    [kept] = queries.registered_letters(SYSTEM, letter.customer_id)
    assert [(each.on, each.is_corrected, each.reason) for each in kept.facts] == [
        (day("12/11"), True, ""),
        (day("14/11"), False, "lu de travers"),
    ]
    [entry] = audit.entries(SYSTEM, Filters(did="letter.corrected"))
    assert entry.change["reason"] == "lu de travers"


def test_a_wrong_unknown_address_is_undone_step_address_and_task(letter):
    Customer.objects.filter(pk=letter.customer_id).update(street="3 rue des Lilas", postcode="69001", city="Lyon")
    name = Customer.objects.get(pk=letter.customer_id).name
    ActionItem.objects.update(own_step_key=NOTICE.key, own_level=4)
    contact = customers.add_contact(SYSTEM, letter.customer_id, NewContact(name="Martin"))
    address = customers.add_address(SYSTEM, contact, channel="postal", address=f"{name}\n3 rue des Lilas\n69001 Lyon")
    with stopped(day("17/11")):
        fact = noted(letter, Presentation.UNKNOWN_ADDRESS, "13/11")
        assert ItemStep.objects.count() == 0
        actions.correct_letter_fact(SYSTEM, fact, reason="c’était un autre client")
    letter.refresh_from_db()
    assert (letter.state, letter.result) == ("sent", "")
    assert ItemStep.objects.get().ended_on == day("10/11")
    assert ItemProgress.objects.get().last_level == 4
    assert Address.objects.get(pk=address).health == "unknown"
    assert not Signal.objects.filter(kind="message_bounced", done_at__isnull=True).exists()
    [waiting] = queries.awaited_letters(SYSTEM)
    assert waiting.action_id == letter.pk


def test_a_presentation_that_was_none_is_taken_back(letter):
    with stopped(day("17/11")):
        fact = noted(letter, Presentation.PRESENTED, "12/11")
        actions.correct_letter_fact(SYSTEM, fact, reason="autre recommandé")
    assert ItemProgress.objects.get().presented_on is None
    assert [each.action_id for each in queries.awaited_letters(SYSTEM)] == [letter.pk]


def test_a_presentation_that_was_an_unknown_address_reopens_the_step(letter):
    with stopped(day("17/11")):
        fact = noted(letter, Presentation.PRESENTED, "12/11")
        actions.correct_letter_fact(SYSTEM, fact, reason="coché à côté", outcome=Presentation.UNKNOWN_ADDRESS)
    letter.refresh_from_db()
    assert (letter.state, ItemStep.objects.count()) == ("failed", 0)


def test_a_correction_says_why_once_and_within_its_days(letter):
    with stopped(day("17/11")):
        fact = noted(letter, Presentation.PRESENTED, "12/11")
        with pytest.raises(NoReason):
            actions.correct_letter_fact(SYSTEM, fact, reason=" ")
        with pytest.raises(PresentedOutOfTime):
            actions.correct_letter_fact(SYSTEM, fact, reason="x", on=day("9/11"))
        with pytest.raises(NotAllowed):
            actions.correct_letter_fact(Actor(user_id=1, name="Personne", all_creditors=True), fact, reason="x")
        actions.correct_letter_fact(SYSTEM, fact, reason="x")
        with pytest.raises(FactGone):
            actions.correct_letter_fact(SYSTEM, fact, reason="x")


def test_one_of_two_words_corrected_to_unknown_is_refused_while_the_other_stands(letter):
    with stopped(day("17/11")):
        noted(letter, Presentation.PRESENTED, "12/11")
        fact = noted(letter, Presentation.DELIVERED, "13/11")
        with pytest.raises(PresentedAlready):
            actions.correct_letter_fact(SYSTEM, fact, reason="x", outcome=Presentation.UNKNOWN_ADDRESS)
    assert LetterFact.objects.count() == 2


def browser() -> Client:
    user_id = people.create_user(SYSTEM, email="cm@lambert.example", name="Claire", password="un mot de passe long")
    people.set_membership(SYSTEM, user_id, role=Role.CREDIT_MANAGER, from_on=day("1/1"))
    client = Client()
    client.force_login(User.objects.get(pk=user_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_screens_correct_a_word_and_take_a_file_in(posted):
    with stopped(day("17/11")):
        fact = noted(posted.action, Presentation.PRESENTED, "12/11")
        client, customer = browser(), posted.action.customer_id
        page = reverse("dunning:presentation_correct", args=[customer, fact])
        assert page in client.get(reverse("dunning:presentations", args=[customer])).content.decode()
        assert client.get(page).status_code == 200
        told = {"do": "restate", "outcome": "presented", "on": "2026-11-13", "reason": "lu de travers"}
        assert client.post(page, told).status_code == 302
        assert "lu de travers" in client.get(reverse("dunning:presentations", args=[customer])).content.decode()
        file = io.BytesIO(f"reference;status;date\n{posted.reference};delivered;2026-11-16\nm0;posted;2026-11-16\n".encode())
        file.name = "retour.csv"
        returns = reverse("dunning:postal_returns")
        assert client.post(returns, {"creditor_id": posted.action.creditor_id, "file": file}).status_code == 302
        shown = client.get(returns).content.decode()
    assert "retour.csv" in shown
    assert "m0" in shown


def test_the_command_line_notes_corrects_and_answers(posted, tmp_path):
    def told(*arguments: str) -> dict:
        out = io.StringIO()
        call_command("letters", *arguments, "--json", stdout=out)
        return json.loads(out.getvalue())

    with stopped(day("17/11")):
        assert [each["letter"] for each in told("list")["awaited"]] == [posted.action.pk]
        fact = told("note", str(posted.action.pk), "presented", "--on", "2026-11-12")["fact"]
        told("correct", str(fact), "--reason", "lu de travers", "--on", "2026-11-13")
        file = tmp_path / "r.csv"
        file.write_text(f"reference;status;date\n{posted.reference};delivered;2026-11-16\n")
        assert told("answer", str(file)) == {"noted": 1, "known": 0, "findings": []}
        [kept] = told("list", "--customer", Customer.objects.get(pk=posted.action.customer_id).code)["letters"]
    assert (kept["presented_on"], kept["outcome"]) == ("2026-11-13", "delivered")
    assert [each["stands"] for each in kept["facts"]] == [False, True, True]
