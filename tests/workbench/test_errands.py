"""A task stands in the list of whom it is for; the collector sees on the customer's file where it waits and until when."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from dunning.payers import SALES, scenario
from encaisse.customers.models import Customer
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries
from encaisse.dunning.models import Signal
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.dunning.rules.errands import awaited_on, roles_answered
from encaisse.kit.actor import Role, system_actor
from encaisse.people import actions as people

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
ON = date(2026, 11, 17)
HTMX = {"HTTP_HX_REQUEST": "true"}
COLLECTOR, ACCOUNTANT, MANAGER = Role.COLLECTOR, Role.ACCOUNTANT, Role.CREDIT_MANAGER


@pytest.mark.parametrize(
    ("held", "staffed", "stands", "elsewhere"),
    [
        ({COLLECTOR}, {COLLECTOR, ACCOUNTANT}, COLLECTOR, ACCOUNTANT),
        ({ACCOUNTANT}, {COLLECTOR, ACCOUNTANT}, ACCOUNTANT, COLLECTOR),
        ({COLLECTOR}, {COLLECTOR}, ACCOUNTANT, None),
        ({MANAGER}, {MANAGER, ACCOUNTANT}, COLLECTOR, ACCOUNTANT),
        ({Role.CFO}, {Role.CFO}, COLLECTOR, None),
    ],
    ids=[
        "a collector's own", "an accountant's own", "what nobody does falls to the collector", "a manager follows customers too",
        "somebody does it all",
    ],
)  # fmt: skip
def test_whose_list_a_task_stands_in(held, staffed, stands, elsewhere):
    answered = roles_answered(frozenset(held), frozenset(staffed))
    assert stands in answered
    assert elsewhere not in answered


def test_a_task_is_awaited_within_working_days():
    assert awaited_on(TaskKind.FIND_PAYMENT, date(2026, 11, 20)) == date(2026, 11, 24)
    assert awaited_on(TaskKind.ALLOCATE_CREDITS, date(2026, 11, 6)) == date(2026, 11, 16)  # 11/11 is a holiday


@pytest.fixture
def asked(world) -> int:
    """A customer says they paid: accounting is asked to find the payment."""
    late = world.late("C1", "Garage Dupont", "1000")
    dunning.raise_signal(world.actor(world.collector), late, TaskKind.FIND_PAYMENT, on=ON, comment="Viré le 12/11")
    return late


def day_of(world, user_id: int | None = None) -> str:
    return world.browser(user_id).get(reverse("workbench:day"), **HTMX).content.decode()


def test_accounting_finds_its_task_and_the_collector_does_not(world, asked):
    accountant = world.hire("paul", Role.ACCOUNTANT)
    assert "Viré le 12/11" in day_of(world, accountant)
    assert "Viré le 12/11" not in day_of(world)


def test_the_file_says_where_it_waits_and_until_when(world, asked):
    world.hire("paul", Role.ACCOUNTANT)
    page = world.browser().get(reverse("workbench:customer", args=[asked])).content.decode()
    assert "attend chez\u00a0: Comptable" in page
    assert "19/11/2026" in page


def test_without_an_accountant_the_collector_does_it(world, asked):
    assert "Viré le 12/11" in day_of(world)


def test_the_team_page_counts_what_waits_with_each_department_and_opens_it(world, asked):
    manager = world.hire("claire", Role.CREDIT_MANAGER)
    world.hire("paul", Role.ACCOUNTANT)
    team = world.browser(manager).get(reverse("workbench:team")).content.decode()
    address = reverse("workbench:errands", args=["ACCOUNTANT"])
    assert address in team
    assert "Viré le 12/11" in world.browser(manager).get(address).content.decode()
    assert world.browser().get(address).status_code == 403
    assert world.browser(manager).get(reverse("workbench:errands", args=["NOBODY"])).status_code == 404
    out = StringIO()
    call_command("team", "--json", stdout=out)
    assert [(each["for"], each["count"]) for each in json.loads(out.getvalue())["tasks"]] == [("ACCOUNTANT", 1)]


def test_a_customer_nothing_reaches_any_more_comes_before_the_largest_amount(world):
    for no, (kind, amount) in enumerate([(TaskKind.OLD_BALANCE, "9000"), (TaskKind.MESSAGE_BOUNCED, "0"), (TaskKind.OLD_BALANCE, "100")]):
        dunning.raise_signal(SYSTEM, world.late(f"C{no}", f"Client {no}", "1000"), kind, on=ON, amount=Decimal(amount))
    assert [each.name for each in queries.signals(SYSTEM)] == ["Client 1", "Client 0", "Client 2"]


def test_more_tasks_than_a_page_holds_are_counted_and_loaded(world):
    late = world.late("C1", "Garage Dupont", "1000")
    Signal.objects.bulk_create(
        Signal(creditor_id=world.creditor, customer_id=late, kind=f"odd_{no}", raised_on=ON, for_role="COLLECTOR") for no in range(450)
    )
    browser, address = world.browser(), reverse("workbench:day")
    first = browser.get(address, **HTMX).content.decode()
    assert (first.count('data-row-id="signal-'), "430 autres tâches" in first) == (20, True)
    whole = browser.get(f"{address}?all=1", **HTMX).content.decode()
    assert (whole.count('data-row-id="signal-'), "250 autres tâches" in whole, "lines=400" in whole) == (200, True, True)
    assert browser.get(f"{address}?all=1&lines=600", **HTMX).content.decode().count('data-row-id="signal-') == 450


def test_a_page_of_tasks_takes_a_fixed_number_of_reads(world, asked, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        assert queries.errands(world.actor(world.collector), on=ON)[1] == 1


@pytest.fixture
def sold(world) -> tuple[int, int]:
    """The scenario asks sales to intervene with a customer that Mehdi sells to: his user and the customer."""
    sales_first = scenario(replace(SALES, offset_days=5))
    first = dunning.publish_scenario(SYSTEM, creditor_id=world.creditor, scenario=sales_first, name_en="S", from_on=date(2026, 1, 1))
    dunning.follow(SYSTEM, creditor_id=world.creditor, segment="SME", scenario_id=first)
    mehdi = world.hire("mehdi", Role.SALESPERSON)
    customer = world.late("C1", "Garage Dupont", "1000", salesperson_id=mehdi)
    world.run()
    return mehdi, customer


def tasks(world, user_id: int, **asked: object) -> int:
    return queries.tasks_to_do(world.actor(user_id), **asked)[1]


def test_a_task_for_sales_stands_with_the_salesperson_alone(world, sold):
    mehdi, customer = sold
    manager = world.hire("thomas", Role.CREDIT_MANAGER)
    assert [tasks(world, each) for each in (mehdi, world.collector, manager)] == [1, 0, 0]
    assert tasks(world, manager, collector_id=world.collector) == 0
    assert queries.tasks_to_do(SYSTEM)[1] == 1
    assert "Garage Dupont" in day_of(world, mehdi)
    assert "Garage Dupont" not in day_of(world)
    file = world.browser().get(reverse("workbench:customer", args=[customer])).content.decode()
    assert "Tâche commerciale" in file


def test_a_task_for_sales_of_a_customer_nobody_sells_to_falls_to_the_collector(world, sold):
    Customer.objects.update(salesperson_id=None)
    assert tasks(world, world.collector) == 1


def test_a_task_for_sales_stands_with_whoever_stands_in_for_the_salesperson(world, sold):
    mehdi, _ = sold
    sophie = world.hire("sophie", Role.SALESPERSON)
    assert tasks(world, sophie) == 0
    people.record_absence(SYSTEM, mehdi, from_on=ON, to_on=ON, stand_in_id=sophie)
    assert tasks(world, sophie) == 1
