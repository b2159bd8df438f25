"""« Je suis absente jusqu'au 30 »: kept on the contact, and what is written meanwhile goes to somebody else, or waits a little."""

import json
from dataclasses import replace
from datetime import date, datetime
from email.message import EmailMessage
from io import StringIO
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from dunning.payers import email, scenario
from encaisse.audit.models import Entry
from encaisse.customers import actions as customers
from encaisse.customers import queries as known
from encaisse.customers.models import Customer
from encaisse.customers.rules import BackInThePast, NewContact, NoSuchContact
from encaisse.db.clock import now, stopped
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries
from encaisse.dunning.queries import verifying
from encaisse.dunning.rules.scenario import StepMode
from encaisse.messages import actions as messages
from encaisse.messages.actions import ToldElsewhere
from encaisse.messages.models import Incoming
from encaisse.messages.rules.replies import Nature
from encaisse.workbench.actions.absences import NoLongerProposed, OfNoContact, confirm_absence
from encaisse.workbench.rules.replies import address_in
from workbench.conftest import SYSTEM, World

pytestmark = pytest.mark.django_db(transaction=True)
TUESDAY, FRIDAY = date(2026, 11, 17), date(2026, 11, 20)
WRITTEN = scenario(replace(email("r1", 1, 5), template="REMIND1_EMAIL", mode=StepMode.TO_APPROVE))


@pytest.fixture
def late(world: World) -> int:
    with stopped(TUESDAY):
        written = dunning.publish_scenario(SYSTEM, creditor_id=world.creditor, scenario=WRITTEN, name_en="W", from_on=date(2026, 1, 1))
        dunning.follow(SYSTEM, creditor_id=world.creditor, segment="SME", scenario_id=written)
        pk = world.customer("C1", "Garage Dupont")
        world.invoice(pk, "F-1", "100", date(2026, 11, 2))
        world.run(TUESDAY)
    return pk


def contact(customer_id: int) -> known.ContactCard:
    return known.contacts(SYSTEM, customer_id)[0]


def reply(customer_id: int, nature: Nature = Nature.REPLY) -> int:
    at = datetime(2026, 11, 12, 9, tzinfo=ZoneInfo("Europe/Paris"))
    text = "Je suis absente jusqu'au 30/11, voyez Paul : paul@dupont.example."
    pk = messages.bring_answer_in(SYSTEM, customer_id, ToldElsewhere(place="Anne", subject="Absente", text=text, at=at), channel="email")
    Incoming.objects.filter(pk=pk).update(sender="c1@dupont.example", nature=nature.value)
    return pk


@pytest.mark.parametrize("nature", [Nature.REPLY, Nature.AUTO_REPLY])
def test_the_day_of_return_and_the_stand_in_are_kept_on_the_contact(world: World, late: int, nature: Nature) -> None:
    mail = reply(late, nature)
    with stopped(TUESDAY):
        browser = world.browser()
        assert 'data-shortcut="a"' in browser.get(f"/reponses/{mail}/").content.decode()
        asked = browser.get(f"/reponses/{mail}/absent/").content.decode()
        assert "2026-12-01" in asked
        assert "paul@dupont.example" in asked
        browser.post(f"/reponses/{mail}/absent/", {"back_on": "2026-11-30", "stand_in": "Paul paul@dupont.example", "comment": ""})
        cards = {card.name: card for card in known.contacts(SYSTEM, late)}
        assert (cards["Martin"].back_on, cards["Martin"].stand_in) == (date(2026, 11, 30), "Paul paul@dupont.example")
        assert [address.address for address in cards["Paul"].addresses] == ["paul@dupont.example"]
        reach = known.best_address(SYSTEM, late, "email", on=TUESDAY)
        assert reach is not None
        assert reach.contact.name == "Paul"
        back = known.best_address(SYSTEM, late, "email", on=date(2026, 11, 30))
        assert back is not None
        assert back.contact.name == "Martin"
        page = browser.get(f"/clients/{late}/").content.decode()
    assert "Absent, de retour le" in page


def test_an_automatic_reply_is_taken_for_an_absence_and_nothing_else(world: World, late: int) -> None:
    mail = reply(late, Nature.AUTO_REPLY)
    with stopped(TUESDAY):
        assert world.browser().post(f"/reponses/{mail}/other/", {"note": ""}).status_code == 422
    assert Incoming.objects.get(pk=mail).closed_at is None


def test_the_only_contact_is_waited_for_three_working_days_then_written_to(world: World, late: int) -> None:
    with stopped(TUESDAY):
        customers.contact_away(SYSTEM, contact(late).id, back_on=date(2026, 12, 7), on=TUESDAY)
        world.run(TUESDAY)
        held = queries.latest_decision(SYSTEM, late)
        assert held is not None
        assert (held.verdict, held.reason, held.until_on) == ("hold", "contact_away", FRIDAY)
        assert "Anne Martin" in world.browser().get(f"/clients/{late}/why/", headers={"HX-Request": "true"}).content.decode()
    with stopped(FRIDAY):
        world.run(FRIDAY)
        assert not any(verifying.wrongly_skipped(SYSTEM, world.creditor))
        told = queries.explanation(SYSTEM, late, on=FRIDAY)
    assert (told.verdict, "to_them_all_the_same" in {each.code for each in told.sentences}) == ("act", True)


def test_another_contact_is_written_to_and_why_says_so(world: World, late: int) -> None:
    with stopped(TUESDAY):
        customers.add_contact(SYSTEM, late, NewContact(name="Roux", emails=("roux@dupont.example",)))
        customers.contact_away(SYSTEM, contact(late).id, back_on=date(2026, 12, 7), on=TUESDAY)
        world.run(TUESDAY)
        told = queries.explanation(SYSTEM, late, on=TUESDAY)
        assert "somebody_else" in {each.code for each in told.sentences}
        [action] = queries.actions_of(SYSTEM, late, only_live=True)
        assert queries.preview(SYSTEM, action.id, on=TUESDAY).recipient == "roux@dupont.example"


def test_whoever_is_back_is_written_to_again(world: World, late: int) -> None:
    with stopped(TUESDAY):
        card = contact(late)
        form = {"first_name": "Anne", "name": "Martin", "duty": "accounts_payable", "email": "c1@dupont.example", "is_main": "on"}
        world.browser().post(f"/clients/{late}/contacts/{card.id}/", form | {"back_on": "2026-12-07", "stand_in": "Roux"})
        assert (contact(late).back_on, contact(late).stand_in) == (date(2026, 12, 7), "Roux")
        world.browser().post(f"/clients/{late}/contacts/{card.id}/back/")
        assert contact(late).back_on is None
        with pytest.raises(BackInThePast):
            customers.contact_away(SYSTEM, card.id, back_on=TUESDAY, on=TUESDAY)


def test_an_address_is_read_in_a_reply_but_not_the_writer_s_own() -> None:
    assert address_in("De anne@x.fr. Voir Paul@X.fr.", but="anne@x.fr") == "paul@x.fr"
    assert address_in("personne") == ""


AWAY_UNTIL = "Je suis absente jusqu'au 30/11. Merci de contacter Paul Roux (paul@dupont.example)."


def arrives(
    text: str, *, sender: str = "c1@dupont.example", submitted: str = "auto-replied", subject: str = "Réponse automatique : relance"
) -> Incoming:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, "compta@lambert.example", subject, f"<{uuid4()}@dupont.example>"
    if submitted:
        mail["Auto-Submitted"] = submitted
    mail.set_content(text)
    creditor_id = Customer.objects.get().creditor_id
    arrival = messages.Arrival(content=mail.as_bytes(), arrived_at=now(), creditor_id=creditor_id)
    return Incoming.objects.get(pk=messages.take_in(SYSTEM, arrival))


def test_an_absence_that_a_machine_certainly_announces_is_noted_by_itself(world: World, late: int) -> None:
    with stopped(TUESDAY):
        mail = arrives(AWAY_UNTIL)
        card = contact(late)
        assert (card.back_on, card.stand_in) == (date(2026, 12, 1), "Paul Roux paul@dupont.example")
        assert (mail.nature, mail.closed_as) == ("auto_reply", "absent")
        assert {"customers.contact_away", "messages.noted_absence"} <= set(Entry.objects.values_list("did", flat=True))
        assert [each.name for each in known.contacts(SYSTEM, late)] == ["Martin"]  # nobody new is written to
        world.run(TUESDAY)
        held = queries.latest_decision(SYSTEM, late)
        assert held is not None
        assert (held.reason, held.until_on) == ("contact_away", FRIDAY)


def test_the_same_absence_told_again_does_not_begin_the_wait_anew(world: World, late: int) -> None:
    with stopped(TUESDAY):
        arrives(AWAY_UNTIL)
    with stopped(date(2026, 11, 19)):
        arrives(AWAY_UNTIL)
        world.run(date(2026, 11, 19))
        held = queries.latest_decision(SYSTEM, late)
        assert held is not None
        assert held.until_on == FRIDAY


@pytest.mark.parametrize(
    ("text", "sender", "submitted"),
    [
        pytest.param(AWAY_UNTIL, "c1@dupont.example", "", id="its subject alone says that a machine wrote it"),
        pytest.param("Absente. De retour le 30/11. De retour le 3/12.", "c1@dupont.example", "auto-replied", id="two days"),
    ],
)
def test_what_is_less_certain_is_proposed_and_confirmed_in_one_key(world: World, late: int, text: str, sender: str, submitted: str) -> None:
    with stopped(TUESDAY):
        mail = arrives(text, sender=sender, submitted=submitted)
        assert contact(late).back_on is None
        browser = world.browser()
        for page in (f"/reponses/{mail.pk}/", f"/clients/{late}/"):
            shown = browser.get(page).content.decode()
            assert 'data-shortcut="w"' in shown
            assert "Confirmer l’absence" in shown
        browser.post(f"/clients/{late}/absences/{mail.pk}/", {})
        assert contact(late).back_on in {date(2026, 12, 1), date(2026, 11, 30)}
        assert [each.name for each in known.contacts(SYSTEM, late)] == ["Martin"]
        assert "Confirmer l’absence" not in browser.get(f"/clients/{late}/").content.decode()


def test_the_stand_in_becomes_a_contact_when_a_person_says_so(world: World, late: int) -> None:
    with stopped(TUESDAY):
        mail = arrives(AWAY_UNTIL, submitted="")
        world.browser().post(f"/reponses/{mail.pk}/absence/", {"with_stand_in": "on"})
        cards = {card.name: card for card in known.contacts(SYSTEM, late)}
    assert [each.address for each in cards["Paul Roux"].addresses] == ["paul@dupont.example"]


def test_the_stand_in_of_an_absence_noted_by_itself_is_offered_on_the_contact(world: World, late: int) -> None:
    with stopped(TUESDAY):
        arrives(AWAY_UNTIL)
        browser, away = world.browser(), contact(late)
        assert "Ajouter Paul Roux aux contacts" in browser.get(f"/clients/{late}/").content.decode()
        browser.post(f"/clients/{late}/contacts/{away.id}/stand-in/")
        browser.post(f"/clients/{late}/contacts/{away.id}/stand-in/")  # once is enough
        assert sorted(each.name for each in known.contacts(SYSTEM, late)) == ["Martin", "Paul Roux"]
        assert "Ajouter Paul Roux aux contacts" not in browser.get(f"/clients/{late}/").content.decode()


def test_a_stand_in_of_another_company_is_not_ticked_beforehand(world: World, late: int) -> None:
    with stopped(TUESDAY):
        arrives(AWAY_UNTIL.replace("paul@dupont.example", "paul@elsewhere.example"), submitted="")
        page = world.browser().get(f"/clients/{late}/").content.decode()
    assert "pas de leur société" in page
    assert 'name="with_stand_in" value="on">' in page


def test_an_absence_of_a_stranger_is_of_no_contact(world: World, late: int) -> None:
    with stopped(TUESDAY):
        mail = arrives(AWAY_UNTIL, sender="robot@dupont.example")
        Incoming.objects.filter(pk=mail.pk).update(customer_id=late, filed_by="person")
        assert "robot@dupont.example n’est l’adresse d’aucun contact" in world.browser().get(f"/clients/{late}/").content.decode()
        with pytest.raises(OfNoContact):
            confirm_absence(SYSTEM, late, mail.pk, with_stand_in=False, on=TUESDAY)


def test_a_proposal_that_a_colleague_confirmed_first_is_refused_with_its_remedy(world: World, late: int) -> None:
    with stopped(TUESDAY):
        mail = arrives(AWAY_UNTIL, submitted="")
        confirm_absence(SYSTEM, late, mail.pk, with_stand_in=False, on=TUESDAY)
        with pytest.raises(NoLongerProposed):
            confirm_absence(SYSTEM, late, mail.pk, with_stand_in=False, on=TUESDAY)


def test_absences_by_the_command_line(world: World, late: int) -> None:
    with stopped(TUESDAY):
        arrives(AWAY_UNTIL, submitted="")
        assert told_by()["announced"][0]["back_on"] == "2026-12-01"
        away = {"customer": "C1", "contact": "Anne Martin", "back_on": "2026-12-01", "stand_in": "Paul Roux paul@dupont.example"}
        assert told_by("confirm", "C1") == {"away": [away], "announced": []}
        assert told_by("end", "C1", "--contact", "anne martin")["away"] == []
        assert told_by("add", "C1", "--back", "2026-12-07", "--stand-in", "Zoé zoe@dupont.example", "--write-to-stand-in")["away"] == [
            away | {"back_on": "2026-12-07", "stand_in": "Zoé zoe@dupont.example"}
        ]
        assert sorted(each.name for each in known.contacts(SYSTEM, late)) == ["Martin", "Zoé"]
        with pytest.raises(NoSuchContact, match="Anne Martin"):
            told_by("end", "C1", "--contact", "Nobody")
        with pytest.raises(CommandError):
            told_by("add", "C1")


def told_by(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("absences", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())
