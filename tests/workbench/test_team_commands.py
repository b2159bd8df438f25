"""`encaisse team` and `encaisse hand-over`: a manager's gestures without a screen."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from encaisse.customers.models import Customer
from encaisse.kit.actor import Role
from encaisse.kit.refusals import NotFound
from encaisse.people.models import Absence
from encaisse.workbench.models import Capacity, Target
from encaisse.workbench.rules.team import CapacityOutOfReach

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 17)


def told(command: str, *options: str) -> dict:
    out = StringIO()
    call_command(command, *options, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_calls_a_day_and_the_month_are_set_and_shown(world):
    world.late("C1", "Garage Dupont", "1000")
    world.run()
    [nadia] = told("team", "--user", "nadia@lambert.example", "--calls", "25", "--target", "120000")["members"]
    assert (nadia["name"], nadia["calls_a_day"], nadia["to_call"], nadia["target"][0]["target"]) == ("Nadia", 25, 1, "120000.000")
    assert Capacity.objects.get().from_on == ON
    assert (Target.objects.get().month, Target.objects.get().amount) == (date(2026, 11, 1), Decimal(120000))


def test_figures_of_nobody_are_refused(world):
    with pytest.raises(CommandError, match="--user"):
        told("team", "--calls", "25")
    with pytest.raises(NotFound):
        told("team", "--calls", "25", "--user", "nobody@lambert.example")
    with pytest.raises(CapacityOutOfReach):
        told("team", "--calls", "-1", "--user", "nadia@lambert.example")


def test_a_departure_spreads_the_customers_over_colleagues(world):
    for no in range(4):
        world.late(f"C{no}", f"Client {no}", "1000")
    world.run()
    marc, lea = world.hire("marc", Role.COLLECTOR), world.hire("lea", Role.COLLECTOR)
    asked = ("nadia@lambert.example", "--to", "marc@lambert.example", "--to", "lea@lambert.example")
    seen = told("hand_over", *asked, "--dry-run")
    assert (seen["done"], seen["customers"], Customer.objects.filter(collector_id=world.collector).count()) == (False, 4, 4)
    moved = told("hand_over", *asked)
    assert (moved["done"], [share["customers"] for share in moved["shares"]]) == (True, [2, 2])
    assert [Customer.objects.filter(collector_id=pk).count() for pk in (marc, lea, world.collector)] == [2, 2, 0]


def test_a_leave_with_one_colleague_is_an_absence_with_a_stand_in(world):
    world.late("C1", "Garage Dupont", "1000")
    marc = world.hire("marc", Role.COLLECTOR)
    told("hand_over", "nadia@lambert.example", "--to", "marc@lambert.example", "--until", "2026-11-30")
    absence = Absence.objects.get()
    assert (absence.to_on, absence.stand_in_id, Customer.objects.get().collector_id) == (date(2026, 11, 30), marc, world.collector)


def test_one_customer_goes_alone(world):
    world.late("C1", "Garage Dupont", "1000")
    world.late("C2", "Cave des Monts", "500")
    marc = world.hire("marc", Role.COLLECTOR)
    told("hand_over", "nadia@lambert.example", "--to", "marc@lambert.example", "--customer", "C2")
    assert list(Customer.objects.filter(collector_id=marc).values_list("code", flat=True)) == ["C2"]
