"""Teams with who leads them, absences that leave no customer alone, and the letters of one role."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from encaisse.kit.actor import Permission, Role, system_actor
from encaisse.kit.refusals import NotAllowed
from encaisse.people import actions, queries
from encaisse.people.models import Absence, User
from encaisse.people.rules import AwayAlready, AwayFacts, StandInAway, StandsInAlready, TeamNameTaken, check_absence

SYSTEM = system_actor()
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 10)
ANNE, BRUNO, CLAIRE = 1, 2, 3


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        pytest.param(AwayFacts(ANNE, None, LAST, LAST), AwayAlready, id="away already on a day of these"),
        pytest.param(AwayFacts(BRUNO, None, FIRST, FIRST), StandInAway, id="the stand-in is away and nobody stands in for him"),
        pytest.param(AwayFacts(BRUNO, ANNE, FIRST, LAST), StandsInAlready, id="two who stand in for each other: a loop"),
    ],
)
def test_an_absence_that_leaves_customers_alone_is_refused(other, refusal):
    with pytest.raises(refusal):
        check_absence(user_id=ANNE, stand_in_id=BRUNO, from_on=FIRST, to_on=LAST, others=[other])


def test_absences_of_other_days_do_not_matter():
    before = AwayFacts(BRUNO, ANNE, date(2026, 11, 1), date(2026, 11, 30))
    check_absence(user_id=ANNE, stand_in_id=BRUNO, from_on=FIRST, to_on=LAST, others=[before])


def test_a_chain_of_stand_ins_is_followed_to_its_end():
    chain = [AwayFacts(BRUNO, CLAIRE, FIRST, LAST)]
    check_absence(user_id=ANNE, stand_in_id=BRUNO, from_on=FIRST, to_on=LAST, others=chain)
    with pytest.raises(StandsInAlready):
        check_absence(user_id=ANNE, stand_in_id=BRUNO, from_on=FIRST, to_on=LAST, others=[*chain, AwayFacts(CLAIRE, ANNE, FIRST, LAST)])


def hire(name: str, role: Role) -> int:
    user_id = actions.create_user(SYSTEM, email=f"{name}@exemple.fr".lower(), name=name)
    actions.set_membership(SYSTEM, user_id, role=role, from_on=date(2020, 1, 1))
    return user_id


@pytest.fixture
def people(db) -> dict[str, int]:
    found = {
        "Anne": hire("Anne", Role.COLLECTOR), "Bruno": hire("Bruno", Role.COLLECTOR), "Claire": hire("Claire", Role.COLLECTOR),
        "Denis": hire("Denis", Role.ADMIN),
    }  # fmt: skip
    team = actions.create_team(SYSTEM, name="Nord")
    actions.set_team(SYSTEM, team, name="Équipe Nord", manager_id=found["Claire"], member_ids=[found["Anne"]])
    return {**found, "team": team}


def browser(user_id: int) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=user_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_who_leads_a_team_notes_the_absences_of_its_members_and_of_nobody_else(people):
    claire = queries.actor_of(people["Claire"], on=FIRST)
    actions.record_absence(claire, people["Anne"], from_on=FIRST, to_on=LAST, stand_in_id=people["Bruno"])
    with pytest.raises(NotAllowed):
        actions.record_absence(claire, people["Bruno"], from_on=FIRST, to_on=LAST)
    assert [person.name for person, _away in queries.absences_led(claire, on=FIRST)] == ["Anne"]


def test_the_manager_notes_and_cancels_an_absence_on_screen(people):
    page = browser(people["Claire"])
    given = {"who": people["Anne"], "from_on": "2026-12-01", "to_on": "2026-12-10", "stand_in": people["Bruno"]}
    page.post(reverse("people:led_absence"), given)
    absence = Absence.objects.get()
    assert (absence.user_id, absence.stand_in_id) == (people["Anne"], people["Bruno"])
    assert page.post(reverse("people:absence_cancel", args=[absence.pk])).headers["Location"] == reverse("people:me")
    assert Absence.objects.count() == 0


def test_a_team_is_named_filled_and_led_on_screen(people):
    page, address = browser(people["Denis"]), reverse("people:team", args=[people["team"]])
    assert "Équipe Nord" in page.get(address).content.decode()
    page.post(address, {"name": "Équipe Sud", "manager": people["Bruno"], "members": [people["Anne"], people["Bruno"]]})
    assert queries.team_members(SYSTEM, people["team"]) == [people["Anne"], people["Bruno"]]
    other = actions.create_team(SYSTEM, name="Ouest")
    with pytest.raises(TeamNameTaken):
        actions.set_team(SYSTEM, other, name="Équipe Sud", manager_id=None, member_ids=[])


def test_the_letters_of_a_role_are_changed_shown_as_changed_and_reset(people):
    page, address = browser(people["Denis"]), reverse("people:role_permissions", args=["COLLECTOR"])
    page.post(address, {Permission.PROMISE_CREATE.value: "A", Permission.PLAN_CREATE.value: "P"})
    assert queries.overrides(SYSTEM) == {(Permission.PROMISE_CREATE, Role.COLLECTOR): "A"}
    assert "1 lettre diffère" in page.get(address).content.decode()
    page.post(reverse("people:role_reset", args=["COLLECTOR"]))
    assert queries.overrides(SYSTEM) == {}
    assert page.get(reverse("people:role_permissions", args=["PIRATE"])).status_code == 404
