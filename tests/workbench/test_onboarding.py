"""The set-up assistant: where each step stands, what is left out, and the way to it from empty screens."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from encaisse.creditors import actions as creditors
from encaisse.kit.actor import Role, system_actor
from encaisse.people import actions as people
from encaisse.people.models import User
from encaisse.workbench.actions.onboarding import leave_step
from encaisse.workbench.queries.onboarding import journey
from encaisse.workbench.rules.onboarding import (
    NEEDED,
    Facts,
    SetUp,
    Standing,
    StepNeeded,
    check_may_leave,
    next_step,
    progress,
    standing,
)
from encaisse.workbench.templatetags.onboarding import NAMES, STANDINGS, WHY, WITHOUT

SYSTEM = system_actor()
EVERYTHING = Facts(
    has_address=True, has_logo=True, has_account=True, has_sender=True, ledgers=1, contact_lists=1, customers=3, unreachable=0, segments=7,
    people=2, is_live=True, has_simulated=True, has_run=True,
)  # fmt: skip


def standings(facts: Facts, *left: SetUp) -> dict[SetUp, Standing]:
    return {step: standing(step, facts, left=left) for step in SetUp}


def test_an_empty_installation_begins_with_the_company():
    assert next_step(standings(Facts())) is SetUp.COMPANY
    assert progress(standings(Facts())) == (1, 11)  # the scenarios work as shipped


def test_once_everything_is_done_nothing_waits():
    assert next_step(standings(EVERYTHING)) is None
    assert progress(standings(EVERYTHING)) == (11, 11)


def test_a_step_left_out_waits_no_more_and_a_fact_wins_over_it():
    assert standing(SetUp.LETTERHEAD, Facts(), left={SetUp.LETTERHEAD}) is Standing.LEFT
    assert standing(SetUp.LETTERHEAD, Facts(has_logo=True), left={SetUp.LETTERHEAD}) is Standing.DONE


def test_one_customer_without_an_address_keeps_the_contacts_waiting():
    assert standing(SetUp.CONTACTS, Facts(customers=3, unreachable=1)) is Standing.TO_DO


def test_solo_mode_needs_no_colleague():
    assert standing(SetUp.PEOPLE, Facts(people=1, works_alone=True)) is Standing.DONE


@pytest.mark.parametrize("step", sorted(NEEDED))
def test_what_nothing_works_without_is_not_left_out(step):
    with pytest.raises(StepNeeded):
        check_may_leave(step)


def test_every_step_has_its_words_and_says_what_going_on_without_it_means():
    assert set(NAMES) == set(WHY) == set(SetUp)
    assert set(WITHOUT) == set(SetUp) - NEEDED
    assert set(STANDINGS) == set(Standing)


# On screen


@pytest.fixture
def browser(db) -> Client:
    user_id = people.create_user(SYSTEM, email="anne@exemple.fr", name="Anne")
    for role in (Role.ADMIN, Role.CFO, Role.CREDIT_MANAGER):
        people.set_membership(SYSTEM, user_id, role=role, from_on=date(2020, 1, 1))
    client = Client()
    client.force_login(User.objects.get(id=user_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def lambert() -> int:
    return creditors.create_creditor(SYSTEM, creditors.NewCreditor(name="Maison Lambert", siren="552100554"))


def test_an_empty_installation_leads_to_the_assistant_and_the_assistant_to_the_company(browser):
    assert "Commencer la mise en route" in browser.get(url("onboarding_hint")).content.decode()
    given = {"name": "Maison Lambert", "siren": "552100554", "terms_code": "NET30", "next": url("onboarding")}
    page = browser.post(reverse("creditors:new"), given, follow=True).content.decode()
    assert "Maison Lambert" in page
    assert 'aria-current="step"' in page
    assert "Continuer la mise en route" in browser.get(url("onboarding_hint")).content.decode()


@pytest.mark.parametrize("step", list(SetUp))
def test_each_step_has_its_page(browser, step):
    assert browser.get(f"{url('onboarding_creditor', lambert())}?step={step.value}").status_code == 200


def test_a_step_is_left_out_then_taken_up_again(browser):
    creditor_id = lambert()
    browser.post(url("step_leave", creditor_id, "letterhead"))
    assert journey(SYSTEM, creditor_id).standings[SetUp.LETTERHEAD] is Standing.LEFT
    browser.post(url("step_leave", creditor_id, "letterhead"), {"again": "yes"})
    assert journey(SYSTEM, creditor_id).standings[SetUp.LETTERHEAD] is Standing.TO_DO
    assert browser.post(url("step_leave", creditor_id, "import")).status_code == 409
    assert browser.post(url("step_leave", creditor_id, "dance")).status_code == 404


def test_what_is_saved_in_the_assistant_comes_back_to_it(browser):
    creditor_id = lambert()
    given = {
        "name": "Maison Lambert",
        "street": "1 rue des Essais",
        "postcode": "69002",
        "city": "Lyon",
        "next": url("onboarding_creditor", creditor_id),
    }
    saved = browser.post(reverse("creditors:creditor_save", args=[creditor_id, "identity"]), given)
    assert saved.headers["Location"] == url("onboarding_creditor", creditor_id)
    assert journey(SYSTEM, creditor_id).waiting is SetUp.LETTERHEAD


def test_with_several_companies_each_has_its_way(browser):
    lambert()
    creditors.create_creditor(SYSTEM, creditors.NewCreditor(name="Autre maison", siren="443061841"))
    page = browser.get(url("onboarding")).content.decode()
    assert "Maison Lambert" in page
    assert "Autre maison" in page


@pytest.mark.django_db
def test_a_step_is_left_by_those_who_edit_the_settings():
    creditor_id = lambert()
    leave_step(SYSTEM, creditor_id, SetUp.LETTERHEAD)
    collector = people.create_user(SYSTEM, email="nadia@exemple.fr", name="Nadia")
    people.set_membership(SYSTEM, collector, role=Role.COLLECTOR, from_on=date(2020, 1, 1))
    client = Client()
    client.force_login(User.objects.get(id=collector), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(url("onboarding")).status_code == 403
    assert client.get(url("onboarding_hint")).content == b""
