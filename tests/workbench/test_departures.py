"""« Mme Martin n'est plus dans la société »: proposed on the mail and on the file, noted by a person, with whoever is named."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from encaisse.audit.models import Entry
from encaisse.customers import queries as known
from encaisse.customers.models import Contact, Customer
from encaisse.db.clock import stopped
from encaisse.kit.actor import Role
from encaisse.kit.refusals import NotAllowed
from encaisse.messages.actions import close_departure
from encaisse.messages.models import Incoming
from encaisse.messages.rules.replies import NotAReply
from encaisse.workbench.actions.departures import DepartureNoLongerProposed, LeaverIsNoContact, confirm_departure
from encaisse.workbench.queries.departures import proposed_departures
from workbench.conftest import SYSTEM, World
from workbench.test_absences import arrives

pytestmark = pytest.mark.django_db(transaction=True)
TUESDAY = date(2026, 11, 17)
GONE = "Mme Martin n'est plus dans la société. Merci de contacter Paul Roux (paul@dupont.example)."


@pytest.fixture
def customer(world: World) -> int:
    return world.customer("C1", "Garage Dupont")


def names() -> list[str]:
    return sorted(card.name for card in known.contacts(SYSTEM, Customer.objects.get().pk))


def test_a_departure_is_proposed_and_never_noted_by_itself(world: World, customer: int) -> None:
    with stopped(TUESDAY):
        mail = arrives(GONE)
        assert (mail.closed_at, names()) == (None, ["Martin"])
        for page in (f"/reponses/{mail.pk}/", f"/clients/{customer}/"):
            shown = world.browser().get(page).content.decode()
            assert "Anne Martin semble avoir quitté la société" in shown
            assert 'data-shortcut="x"' in shown
            assert 'name="with_successor" value="on" checked' in shown


def test_who_left_is_reached_no_more_and_who_is_named_takes_their_place(world: World, customer: int) -> None:
    with stopped(TUESDAY):
        mail = arrives(GONE)
        world.browser().post(f"/clients/{customer}/departs/{mail.pk}/", {"with_successor": "on"})
        [card] = known.contacts(SYSTEM, customer)
        assert (card.name, card.is_main, card.duty) == ("Paul Roux", True, "accounts_payable")
        assert Contact.objects.get(name="Martin").left_on == TUESDAY
        reach = known.best_address(SYSTEM, customer, "email", on=TUESDAY)
        assert reach is not None
        assert reach.address.address == "paul@dupont.example"
        assert Incoming.objects.get(pk=mail.pk).closed_as == "left"
        told = set(Entry.objects.values_list("did", flat=True))
        assert {"customers.contact_left", "customers.add_contact", "messages.close_reply"} <= told
        page = world.browser().get(f"/clients/{customer}/").content.decode()
    assert "semble avoir quitté" not in page
    assert "Anne Martin n’est plus dans la société. À contacter" in page


def test_from_the_mail_without_the_successor_the_contact_alone_is_noted_as_left(world: World, customer: int) -> None:
    with stopped(TUESDAY):
        mail = arrives(GONE)
        assert world.browser().post(f"/reponses/{mail.pk}/depart/", {}).status_code == 302
        assert names() == []
        later = arrives(GONE)
        Incoming.objects.filter(pk=later.pk).update(customer_id=customer, filed_by="person")
        assert proposed_departures(SYSTEM, on=TUESDAY) == []  # told again of somebody noted as left


def test_a_successor_of_another_company_is_not_ticked_beforehand(world: World, customer: int) -> None:
    with stopped(TUESDAY):
        arrives(GONE.replace("paul@dupont.example", "paul@elsewhere.example"))
        page = world.browser().get(f"/clients/{customer}/").content.decode()
    assert "pas de leur société" in page
    assert 'name="with_successor" value="on">' in page


def test_a_closed_company_does_not_hide_who_has_left(world: World, customer: int) -> None:
    with stopped(TUESDAY):
        mail = arrives(GONE + " Notre société est fermée jusqu'au 30/11.")
        assert mail.closed_at is None
        assert {each.mail_id for each in proposed_departures(SYSTEM, on=TUESDAY)} == {mail.pk}


def test_the_departure_of_a_stranger_is_of_no_contact(world: World, customer: int) -> None:
    with stopped(TUESDAY):
        mail = arrives(GONE, sender="robot@dupont.example")
        Incoming.objects.filter(pk=mail.pk).update(customer_id=customer, filed_by="person")
        assert "robot@dupont.example n’est l’adresse d’aucun contact" in world.browser().get(f"/clients/{customer}/").content.decode()
        with pytest.raises(LeaverIsNoContact):
            confirm_departure(SYSTEM, customer, mail.pk, with_successor=True, on=TUESDAY)
        Incoming.objects.filter(pk=mail.pk).update(nature="notice")
        with pytest.raises(NotAReply):
            close_departure(SYSTEM, mail.pk)


def test_a_departure_a_colleague_noted_first_is_refused_with_its_remedy(world: World, customer: int) -> None:
    with stopped(TUESDAY):
        mail = arrives(GONE)
        confirm_departure(SYSTEM, customer, mail.pk, with_successor=False, on=TUESDAY)
        with pytest.raises(DepartureNoLongerProposed):
            confirm_departure(SYSTEM, customer, mail.pk, with_successor=False, on=TUESDAY)


def test_whoever_may_only_read_notes_no_departure(world: World, customer: int) -> None:
    with stopped(TUESDAY):
        mail = arrives(GONE)
        with pytest.raises(NotAllowed):
            confirm_departure(world.actor(world.hire("audrey", Role.AUDITOR)), customer, mail.pk, with_successor=True, on=TUESDAY)
    assert Contact.objects.get().left_on is None


def test_departures_by_the_command_line(world: World, customer: int) -> None:
    with stopped(TUESDAY):
        mail = arrives(GONE)
        told = {"customer": "C1", "contact": "Anne Martin", "successor": "Paul Roux paul@dupont.example", "mail": mail.pk}
        [row] = told_by()["announced"]
        assert told == {name: row[name] for name in told}
        assert told_by("confirm", "C1", "--add-successor") == {"announced": []}
        assert names() == ["Paul Roux"]
        told_by("add", "C1", "--contact", "paul@dupont.example")
        assert names() == []
        with pytest.raises(DepartureNoLongerProposed):
            told_by("confirm", "C1")
        with pytest.raises(CommandError):
            told_by("confirm")


def told_by(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("departures", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())
