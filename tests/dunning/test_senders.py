"""In whose name a message leaves: the collector, whoever stands in, the team, the company; signed by name, title and direct line."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from dunning.pages import MAIL, ON, SYSTEM, Company
from dunning.payers import scenario
from encaisse.customers import actions as customers
from encaisse.db.clock import stopped
from encaisse.dunning import queries
from encaisse.dunning.rules.scenario import SenderRole
from encaisse.kit.actor import Role
from encaisse.messages.models import SenderIdentity
from encaisse.people import actions as people
from encaisse.people.models import Absence, Membership, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with stopped(ON):
        yield ON


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.fixture
def jeanne(company: Company) -> int:
    return hired(company, "Jeanne Petit", Role.COLLECTOR, title="Chargée de recouvrement", phone="04 72 00 00 01", signature="Lun.–jeu.")


def hired(company: Company, name: str, role: Role, **facts: str) -> int:
    address = f"{name.split(maxsplit=1)[0].lower()}@lambert.example"
    user_id = people.create_user(SYSTEM, email=address, name=name, **facts)
    people.set_membership(SYSTEM, user_id, role=role, from_on=date(2020, 1, 1))
    return user_id


def shown(company: Company, *, collector: int | None = None, salesperson: int | None = None, **facts: str) -> queries.Preview:
    """Draft a mail to a customer of these colleagues, and show it."""
    pk = company.late("C1", "Garage Dupont", "1000", **facts)
    for duty, user_id in (("collector", collector), ("salesperson", salesperson)):
        if user_id:
            customers.assign(SYSTEM, [pk], duty=duty, value_id=user_id, on=date(2020, 1, 1))
    company.run()
    return queries.preview(SYSTEM, queries.actions_of(SYSTEM, pk, only_live=True)[0].id, on=ON)


def signature(preview: queries.Preview) -> str:
    return preview.text.strip().rpartition("Bien cordialement,\n")[2]


def test_a_reminder_leaves_in_the_collectors_own_name_and_is_signed(company, jeanne):
    preview = shown(company, collector=jeanne)
    assert preview.sender == "Jeanne Petit – Maison Lambert <jeanne@lambert.example>"
    assert signature(preview) == "Jeanne Petit\nChargée de recouvrement\nMaison Lambert\nTél. 04 72 00 00 01\nLun.–jeu."


def test_a_verified_address_is_written_from(company, jeanne):
    SenderIdentity.objects.create(
        user_id=jeanne, display_name="J. Petit", address="relance@lambert.example", verified_at="2026-11-01T08:00Z"
    )
    assert shown(company, collector=jeanne).sender == "J. Petit – Maison Lambert <relance@lambert.example>"


def test_an_address_nobody_confirmed_is_not(company, jeanne):
    SenderIdentity.objects.create(user_id=jeanne, display_name="J. Petit", address="patron@elsewhere.example")
    assert shown(company, collector=jeanne).sender == "Jeanne Petit – Maison Lambert <jeanne@lambert.example>"


def test_the_stand_in_writes_for_whoever_is_away(company, jeanne):
    paul = hired(company, "Paul Renard", Role.COLLECTOR)
    people.record_absence(SYSTEM, jeanne, from_on=ON, to_on=ON, stand_in_id=paul)
    preview = shown(company, collector=jeanne)
    assert preview.sender == "Paul Renard (pour Jeanne Petit) – Maison Lambert <paul@lambert.example>"
    assert signature(preview).startswith("Paul Renard, pour Jeanne Petit\nService recouvrement\nMaison Lambert\n")


def test_the_stand_in_of_the_stand_in_writes_when_both_are_away(company, jeanne):
    paul, zoe = hired(company, "Paul Renard", Role.COLLECTOR), hired(company, "Zoé Blanc", Role.COLLECTOR)
    people.record_absence(SYSTEM, jeanne, from_on=ON, to_on=ON, stand_in_id=paul)
    people.record_absence(SYSTEM, paul, from_on=ON, to_on=ON, stand_in_id=zoe)
    assert shown(company, collector=jeanne, language="en").sender.startswith("Zoé Blanc (for Jeanne Petit) – Maison Lambert <")


def test_two_who_stand_in_for_each_other_do_not_go_round_for_ever(company, jeanne):
    paul = hired(company, "Paul Renard", Role.COLLECTOR)
    for absent, other in ((jeanne, paul), (paul, jeanne)):  # refused when entered today, but an older database may hold it
        Absence.objects.create(user_id=absent, stand_in_id=other, from_on=ON, to_on=ON)
    assert shown(company, collector=jeanne).sender.startswith("Paul Renard (pour Jeanne Petit)")


def test_an_absence_that_is_over_changes_nothing(company, jeanne):
    paul = hired(company, "Paul Renard", Role.COLLECTOR)
    people.record_absence(SYSTEM, jeanne, from_on=date(2026, 11, 2), to_on=date(2026, 11, 13), stand_in_id=paul)
    assert shown(company, collector=jeanne).sender.startswith("Jeanne Petit – ")


def speaks(company: Company, role: SenderRole) -> None:
    company.follow(scenario(replace(MAIL, sender_role=role)), "Voice")


def test_the_manager_writes_for_a_salesperson_away_without_a_stand_in(company):
    speaks(company, SenderRole.SALESPERSON)
    paul, _manager = hired(company, "Paul Renard", Role.SALESPERSON), hired(company, "Anne Roy", Role.SALES_MANAGER)
    people.record_absence(SYSTEM, paul, from_on=ON, to_on=ON)
    assert shown(company, salesperson=paul).sender == "Anne Roy (pour Paul Renard) – Maison Lambert <anne@lambert.example>"


def test_nobody_writes_in_the_name_of_a_colleague_who_left(company, jeanne):
    User.objects.filter(pk=jeanne).update(is_active=False)
    assert shown(company, collector=jeanne).sender == "Maison Lambert <compta@lambert.example>"


def test_the_company_itself_writes_when_the_step_says_so(company, jeanne):
    speaks(company, SenderRole.CREDITOR)
    preview = shown(company, collector=jeanne)
    assert (preview.sender, signature(preview)) == ("Maison Lambert <compta@lambert.example>", "Maison Lambert\nTél. 04 72 00 00 00")


def test_the_collectors_team_writes_when_the_step_says_so(company, jeanne):
    speaks(company, SenderRole.TEAM)
    team = people.create_team(SYSTEM, name="Lyon")
    Membership.objects.filter(user_id=jeanne).update(team_id=team)
    SenderIdentity.objects.create(
        team_id=team, display_name="Service clients", address="lyon@lambert.example", verified_at="2026-11-01T08:00Z"
    )
    assert shown(company, collector=jeanne).sender == "Service clients – Maison Lambert <lyon@lambert.example>"


def test_a_team_without_an_address_writes_from_the_companys(company, jeanne):
    speaks(company, SenderRole.TEAM)
    assert shown(company, collector=jeanne).sender == "Maison Lambert <compta@lambert.example>"
