"""A person pins, moves and unpins the lines of their day: kept, with and without JavaScript, whatever a run does."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from encaisse.audit.models import Entry
from encaisse.db.clock import stopped
from encaisse.kit.actor import Role
from encaisse.kit.refusals import NotAllowed, NotFound
from encaisse.workbench import actions
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.rules.agenda import Move

pytestmark = pytest.mark.django_db
ON, TOMORROW = date(2026, 11, 17), date(2026, 11, 18)
HTMX = {"HTTP_HX_REQUEST": "true"}
ORDER = "/day/order/"


@pytest.fixture
def four(world) -> list[int]:
    made = [world.late(f"C{no}", f"Client {no}", str(500 - 100 * no)) for no in range(1, 5)]
    world.run()
    return made


def order(world, on: date = ON, user_id: int | None = None) -> list[str]:
    return [call.code for call in agenda.day_calls(world.actor(user_id or world.collector), on=on).all]


def shown(page: str) -> list[str]:
    return re.findall(r">(Client \d)</a>", page)


def test_a_pinned_customer_comes_first_and_goes_back_to_its_rank_once_unpinned(world, four):
    browser = world.browser()
    assert shown(browser.post(ORDER, {"pin": four[2]}, **HTMX).content.decode()) == ["Client 3", "Client 1", "Client 2", "Client 4"]
    assert shown(browser.post(ORDER, {"unpin": four[2]}, **HTMX).content.decode()) == ["Client 1", "Client 2", "Client 3", "Client 4"]
    assert [entry.did for entry in Entry.objects.filter(did__startswith="agenda.").order_by("pk")] == ["agenda.pinned", "agenda.unpinned"]


def test_pinning_twice_changes_nothing(world, four):
    for _ in range(2):
        world.browser().post(ORDER, {"pin": four[2]}, **HTMX)
    assert order(world) == ["C3", "C1", "C2", "C4"]
    assert Entry.objects.filter(did="agenda.pinned").count() == 1


def test_lines_move_without_javascript_too(world, four):
    response = world.browser().post(ORDER, {"up": four[1]})
    assert (response.status_code, response.headers["Location"]) == (302, reverse("workbench:day"))
    assert order(world) == ["C2", "C1", "C3", "C4"]


def test_a_line_dropped_on_another_takes_its_place(world, four):
    world.browser().post(ORDER, {"moved": four[3], "before": four[1]}, **HTMX)
    assert order(world) == ["C1", "C4", "C2", "C3"]


def test_the_order_survives_a_run_and_a_newcomer_keeps_its_rank(world, four):
    browser = world.browser()
    browser.post(ORDER, {"pin": four[3]}, **HTMX)
    browser.post(ORDER, {"up": four[1]}, **HTMX)
    world.late("C5", "Client 5", "450")
    world.run()
    assert order(world) == ["C4", "C2", "C1", "C5", "C3"]


def test_a_move_is_for_the_day_and_a_pin_until_it_is_worked(world, four):
    browser = world.browser()
    browser.post(ORDER, {"pin": four[3]}, **HTMX)
    browser.post(ORDER, {"up": four[1]}, **HTMX)
    with stopped(TOMORROW):
        assert order(world, TOMORROW) == ["C4", "C1", "C2", "C3"]


def test_pins_are_moved_among_themselves(world, four):
    browser = world.browser()
    for pk in (four[3], four[2]):
        browser.post(ORDER, {"pin": pk}, **HTMX)
    browser.post(ORDER, {"up": four[2]}, **HTMX)
    assert order(world) == ["C3", "C4", "C1", "C2"]


def test_a_call_ends_the_pin(world, four):
    browser = world.browser()
    browser.post(ORDER, {"pin": four[3]}, **HTMX)
    with stopped(datetime(2026, 11, 17, 15, tzinfo=ZoneInfo("Europe/Paris"))):
        browser.post(reverse("workbench:call_note", args=[four[3]]), {"result": "voicemail"}, **HTMX)
    assert order(world) == ["C1", "C2", "C3", "C4"]


def test_a_customer_pinned_without_a_planned_call_is_there_and_says_so(world, four):
    quiet = world.customer("Q1", "Client 9")
    page = world.browser().post(ORDER, {"pin": quiet}, **HTMX).content.decode()
    assert shown(page)[0] == "Client 9"
    assert "aucun appel n’est prévu" in page


def test_a_manager_orders_the_day_of_a_collector_and_only_that_one(world, four):
    manager = world.hire("claire", Role.CREDIT_MANAGER)
    response = world.browser(manager).post(ORDER, {"pin": four[3], "collector": world.collector})
    assert response.headers["Location"] == f"/?collector={world.collector}"
    assert (order(world)[0], order(world, user_id=manager)[0]) == ("C4", "C1")


def test_nobody_orders_the_day_of_a_colleague_or_a_customer_out_of_sight(world, four):
    marc = world.hire("marc", Role.COLLECTOR)
    with pytest.raises(NotAllowed):
        actions.pin(world.actor(marc), four[0], owner_id=world.collector, on=ON)
    with pytest.raises(NotFound):
        actions.pin(world.actor(marc), four[0], owner_id=marc, on=ON)
    with pytest.raises(NotAllowed):
        actions.pin(world.actor(world.hire("alba", Role.AUDITOR)), four[0], owner_id=marc, on=ON)


def test_a_line_that_went_away_is_not_moved(world, four):
    with pytest.raises(NotFound):
        actions.move_call(world.actor(world.collector), world.customer("Q1", "Client 9"), Move.UP, owner_id=world.collector, on=ON)


def test_a_collector_has_the_calls_their_manager_gave_them(world, four):
    manager = world.actor(world.hire("claire", Role.CREDIT_MANAGER))
    actions.set_capacity(manager, world.collector, 3, on=date(2026, 11, 1))
    actions.set_capacity(manager, world.collector, 2, on=ON)
    day = agenda.day(world.actor(world.collector), on=ON)
    assert ([call.code for call in day.work.all], day.work.rolled_over, day.capacity) == (["C1", "C2"], 2, 2)
    assert Entry.objects.filter(did="team.capacity_set").count() == 2
