"""The manager's team: loads, capacities, targets, and customers that change hands."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from encaisse.audit.models import Entry
from encaisse.customers import actions as customers
from encaisse.customers.models import Assignment, Customer
from encaisse.db.clock import stopped
from encaisse.dunning.models import PlannedAction
from encaisse.kit.actor import Role, system_actor
from encaisse.kit.refusals import NotAllowed
from encaisse.people import actions as people
from encaisse.people import queries as people_queries
from encaisse.people.models import Absence
from encaisse.workbench import actions
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries.handover import handover
from encaisse.workbench.queries.team import team
from encaisse.workbench.rules.handover import GivenToOneself, NobodyReceives, NothingToHandOver, ReceiverAway
from encaisse.workbench.rules.team import NegativeTarget, NotACollector

pytestmark = pytest.mark.django_db
ON, FRIDAY, NEXT_MONDAY = date(2026, 11, 17), date(2026, 11, 20), date(2026, 11, 23)
SYSTEM = system_actor()
HTMX = {"HTTP_HX_REQUEST": "true"}


def text(response) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def manager(world) -> int:
    return world.hire("claire", Role.CREDIT_MANAGER)


@pytest.fixture
def marc(world) -> int:
    return world.hire("marc", Role.COLLECTOR)


@pytest.fixture
def four(world) -> list[int]:
    made = [world.late(f"C{no}", f"Client {no}", str(500 - 100 * no)) for no in range(1, 5)]
    world.run()
    return made


def collectors(ids: list[int]) -> list[int | None]:
    return [Customer.objects.get(pk=pk).collector_id for pk in ids]


def test_the_manager_sees_what_waits_what_was_done_and_what_rolls_over(world, manager, marc, four):
    claire = world.actor(manager)
    actions.set_capacity(claire, world.collector, 2, on=ON)
    world.browser().post(reverse("workbench:call_note", args=[four[0]]), {"result": "voicemail"}, **HTMX)
    people.record_absence(SYSTEM, marc, from_on=ON, to_on=FRIDAY, stand_in_id=world.collector)
    by_name = {member.person.name: member for member in team(claire, on=ON)}
    nadia = by_name["Nadia"].load
    assert (nadia.capacity, nadia.done, nadia.planned, nadia.rolled_over, nadia.oldest_on) == (2, 1, 1, 3, ON)
    assert (by_name["Marc"].load.waiting, by_name["Marc"].absent.to_on, by_name["Marc"].absent.stand_in) == (0, FRIDAY, "Nadia")
    page = text(world.browser(manager).get(reverse("workbench:team")))
    for words in ("Nadia", "absent jusqu", "remplaçant"):
        assert words in page


def test_rule_02_what_nobody_touched_is_counted_against_the_team_and_shown_to_the_manager(world, manager, four):
    tried = PlannedAction.objects.get(customer_id=four[0]).pk
    world.browser().post(reverse("workbench:call_note", args=[four[0]]), {"result": "voicemail", "action": tried}, **HTMX)
    later = date(2026, 11, 25)
    with stopped(later):
        world.run(later)
        left = {member.person.name: member.not_done for member in team(world.actor(manager), on=later)}
        assert left["Nadia"] == 3, "the call that was tried is nobody's fault"
        page = text(world.browser(manager).get(reverse("workbench:team")))
        assert 'data-label="Laissés">3<' in page
        assert not any(member.not_done for member in team(world.actor(manager), on=date(2026, 12, 1)))


def test_the_team_takes_as_many_queries_for_two_collectors_as_for_six(world, manager, marc, four, django_assert_max_num_queries):
    browser, counts = world.browser(manager), []
    for names in ((), ("paul", "lea", "zoe", "tom")):
        for name in names:
            world.late(f"X-{name}", name, "100", collector_id=world.hire(name, Role.COLLECTOR))
        world.run()
        with django_assert_max_num_queries(30) as context:
            browser.get(reverse("workbench:team"))
        counts.append(len(context))
    assert counts[0] == counts[1]


def test_a_manager_keeps_capacities_and_targets_on_one_page_and_only_what_changed_is_written(world, manager, marc, four):
    browser = world.browser(manager)
    figures = {
        f"capacity_{world.collector}": "12",
        f"target_{world.collector}": "10 000,50",
        f"capacity_{marc}": "30",
        f"target_{marc}": "",
    }
    assert browser.post(reverse("workbench:team_set"), figures).headers["Location"] == reverse("workbench:team")
    [nadia] = [member for member in team(world.actor(manager), on=ON) if member.person.id == world.collector]
    assert (nadia.load.capacity, nadia.goals[0].target) == (12, Decimal("10000.50"))
    assert list(Entry.objects.filter(did__startswith="team.").order_by("pk").values_list("did", "subject_id")) == [
        ("team.capacity_set", world.collector), ("team.target_set", world.collector),
    ]  # fmt: skip
    refused = browser.post(reverse("workbench:team_set"), {f"capacity_{world.collector}": "900"}, **HTMX)
    assert refused.status_code == 422


def test_only_who_leads_the_team_sets_figures_and_only_for_collectors(world, manager, marc):
    with pytest.raises(NotAllowed):
        actions.set_capacity(world.actor(marc), marc, 5, on=ON)
    with pytest.raises(NotACollector):
        actions.set_target(world.actor(manager), world.hire("paul", Role.SALESPERSON), Decimal(10), month=ON, on=ON)
    with pytest.raises(NegativeTarget):
        actions.set_target(world.actor(manager), marc, Decimal(-1), month=ON, on=ON)
    assert world.browser(marc).get(reverse("workbench:team")).status_code == 403


# Customers change hands


def test_a_departure_spreads_the_customers_by_load_for_good(world, manager, marc, four):
    lea = world.hire("lea", Role.COLLECTOR)
    world.late("L1", "Client de Léa", "50", collector_id=lea)
    world.run()
    actions.hand_over(world.actor(manager), giver_id=world.collector, receiver_ids=[marc, lea], on=ON)
    assert collectors(four) == [marc, lea, marc, lea] or collectors(four) == [marc, marc, lea, marc]
    assert [call.code for call in agenda.day_calls(world.actor(world.collector), on=ON).all] == []


def test_all_customers_to_one_colleague_until_a_day_is_an_absence_with_a_stand_in(world, manager, marc, four):
    actions.hand_over(world.actor(manager), giver_id=world.collector, receiver_ids=[marc], on=ON, until_on=FRIDAY)
    assert Absence.objects.values_list("user_id", "stand_in_id", "from_on", "to_on").get() == (world.collector, marc, ON, FRIDAY)
    assert collectors(four) == [world.collector] * 4
    assert [call.code for call in agenda.day_calls(world.actor(marc), on=ON).all] == ["C1", "C2", "C3", "C4"]


def test_chosen_customers_lent_until_a_day_come_back_the_day_after(world, manager, marc, four):
    actions.hand_over(world.actor(manager), giver_id=world.collector, receiver_ids=[marc], customer_ids=four[:2], on=ON, until_on=FRIDAY)
    assert collectors(four) == [marc, marc, world.collector, world.collector]
    with stopped(FRIDAY):
        assert customers.follow_assignments(SYSTEM, on=FRIDAY) == 0
    with stopped(NEXT_MONDAY):
        assert customers.follow_assignments(SYSTEM, on=NEXT_MONDAY) == 2
        assert customers.follow_assignments(SYSTEM, on=NEXT_MONDAY) == 0
    assert collectors(four) == [world.collector] * 4


def test_a_customer_lent_and_then_given_for_good_stays(world, manager, marc, four):
    lea, claire = world.hire("lea", Role.COLLECTOR), world.actor(manager)
    actions.hand_over(claire, giver_id=world.collector, receiver_ids=[marc], customer_ids=four[:1], on=ON, until_on=FRIDAY)
    customers.assign(claire, four[:1], duty="collector", value_id=lea, on=ON)
    assert customers.follow_assignments(SYSTEM, on=NEXT_MONDAY) == 0
    assert collectors(four[:1]) == [lea]
    assert list(Assignment.objects.filter(customer_id=four[0], to_on=None).values_list("value_id", flat=True)) == [lea]


def test_a_hand_over_that_cannot_be_is_refused_with_what_to_do(world, manager, marc, four):
    claire = world.actor(manager)
    asked = {"giver_id": world.collector, "on": ON, "until_on": None, "customer_ids": None}
    with pytest.raises(NobodyReceives):
        handover(claire, **asked, receiver_ids=[])
    with pytest.raises(GivenToOneself):
        handover(claire, **asked, receiver_ids=[world.collector])
    with pytest.raises(NothingToHandOver):
        handover(claire, **(asked | {"giver_id": marc}), receiver_ids=[world.collector])
    people.record_absence(SYSTEM, marc, from_on=ON, to_on=FRIDAY)
    with pytest.raises(ReceiverAway, match="Marc"):
        handover(claire, **asked, receiver_ids=[marc])
    with pytest.raises(NotAllowed):
        handover(world.actor(marc), **asked, receiver_ids=[manager])


def test_what_moves_is_shown_before_it_does(world, manager, marc, four):
    browser, address = world.browser(manager), reverse("workbench:handover", args=[world.collector])
    assert "Client 1" in text(browser.get(address))
    page = text(browser.post(address, {"receivers": [marc], "whose": "all", "preview": "1"}))
    assert ("1 000,00 €" in page, "0 → 4" in page, collectors(four)) == (True, True, [world.collector] * 4)
    assert "au moins un collègue" in text(browser.post(address, {"whose": "all", "preview": "1"}))
    done = browser.post(address, {"receivers": [marc], "whose": "chosen", "ids": four[:1], "confirm": "1"})
    assert (done.headers["Location"], collectors(four)) == (reverse("workbench:team"), [marc, *[world.collector] * 3])
    assert Entry.objects.get(did="team.handed_over").change["customers"] == 1


def test_a_leader_of_a_team_says_that_a_colleague_is_away(world, manager, marc):
    people.record_absence(people_queries.actor_of(manager, on=ON), marc, from_on=ON, to_on=FRIDAY)
    with pytest.raises(NotAllowed):
        people.record_absence(people_queries.actor_of(marc, on=ON), world.collector, from_on=ON, to_on=FRIDAY)
