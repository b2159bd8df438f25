"""At the end of the list: what was done today, and what comes next; and what somebody without customers reads."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from encaisse.commitments.models import Promise
from encaisse.dunning.models import Decision, PlannedAction
from encaisse.kit.actor import Role
from encaisse.workbench import actions
from encaisse.workbench.queries import day as agenda

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 17)
HTMX = {"HTTP_HX_REQUEST": "true"}


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", page).replace("\u202f", " ").replace("\u00a0", " ").split())


def test_the_end_of_the_list_says_what_was_done_and_what_comes_next(world):
    garage = world.late("C1", "Garage Dupont", "1000")
    epis = world.late("C2", "Boulangerie Épis", "400")
    world.run()
    nadia = world.browser()
    assert agenda.day(world.actor(world.collector), on=ON).finished is None
    planned = dict(PlannedAction.objects.values_list("customer_id", "pk"))
    told = {"action": planned[garage], "result": "reached", "promised_for": "2026-11-20", "promised_amount": "1000", "given_by": "Anne"}
    assert nadia.post(reverse("workbench:call_note", args=[garage]), told, **HTMX).status_code == 200
    later = {"action": planned[epis], "result": "call_back", "call_back_at": "2026-11-18T10:30"}
    assert nadia.post(reverse("workbench:call_note", args=[epis]), later, **HTMX).status_code == 200
    page = words(nadia.get("/").content.decode())
    assert "Tout est fait pour aujourd’hui." in page
    assert "2 appels, dont 1 joint · 1 promesse" in page
    assert "1 règlement promis pour le 20 nov. 2026 : 1 000,00 €" in page
    assert "10:30" in page
    assert "Boulangerie Épis" in page
    assert Promise.objects.get().amount == Decimal(1000)


def test_a_quiet_day_says_so_and_when_customers_come_up_again(world):
    quiet = world.customer("C1", "Garage Dupont")
    Decision.objects.create(customer_id=quiet, creditor_id=world.creditor, decided_on=ON, verdict="wait", until_on=date(2026, 11, 19))
    page = words(world.browser().get("/").content.decode())
    assert "Rien ne vous attend aujourd’hui." in page
    assert "1 client revient le 19 nov. 2026" in page


def test_calls_beyond_the_capacity_are_what_comes_next(world):
    world.late("C1", "Garage Dupont", "1000")
    world.run()
    manager = world.actor(world.hire("claire", Role.CREDIT_MANAGER))
    actions.set_capacity(manager, world.collector, 0, on=ON)
    assert "1 appel reporté à demain" in words(world.browser().get("/").content.decode())


def test_a_collector_without_customers_asks_their_manager_and_whoever_imports_is_shown_where(world):
    marc = world.hire("marc", Role.COLLECTOR)
    world.customer("C1", "Garage Dupont")
    assert "Aucun client ne vous est encore confié." in words(world.browser(marc).get("/").content.decode())


def test_whoever_may_import_is_led_to_the_imports(world):
    claire = world.hire("claire", Role.ADMIN, Role.CREDIT_MANAGER)
    page = world.browser(claire).get("/").content.decode()
    assert "Importez vos factures ouvertes" in page
