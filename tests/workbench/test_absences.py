"""« Je suis absente jusqu'au 30 »: kept on the contact, and what is written meanwhile goes to somebody else, or waits a little."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from dunning.payers import email, scenario
from encaisse.customers import actions as customers
from encaisse.customers import queries as known
from encaisse.customers.rules import BackInThePast, NewContact
from encaisse.db.clock import stopped
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries
from encaisse.dunning.queries import verifying
from encaisse.dunning.rules.scenario import StepMode
from encaisse.messages import actions as messages
from encaisse.messages.actions import ToldElsewhere
from encaisse.messages.models import Incoming
from encaisse.messages.rules.replies import Nature
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
        assert "2026-11-30" in asked
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
    assert "Absent jusqu’au" in page


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
