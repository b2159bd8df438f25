"""A payment plan from the customer file: proposed on the ticked invoices, accepted by whoever may, followed by the run, withdrawn."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from encaisse.commitments import queries as commitments
from encaisse.commitments.models import Plan
from encaisse.dunning.models import Decision
from encaisse.kit.actor import Role, system_actor

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def late(world) -> int:
    return world.late("C1", "Garage Dupont", "1000")


@pytest.fixture
def manager(world) -> Client:
    return world.browser(world.hire("claire", Role.CREDIT_MANAGER))


def proposed(browser: Client, pk: int) -> Plan:
    told = {"count": 3, "first_on": "2026-11-30"}
    assert browser.post(reverse("workbench:plan", args=[pk]), told).status_code == 302
    return Plan.objects.get(customer_id=pk)


def commitments_panel(browser: Client, pk: int) -> str:
    return browser.get(reverse("workbench:commitments", args=[pk]), **HTMX).content.decode()


def test_a_plan_is_proposed_accepted_and_holds_what_it_covers(world, late, manager):
    plan = proposed(manager, late)
    [seen] = commitments.plans_of(SYSTEM, late)
    assert [(each.due_date, each.amount) for each in seen.instalments] == [
        (date(2026, 11, 30), Decimal("333.33")), (date(2026, 12, 30), Decimal("333.33")), (date(2027, 1, 30), Decimal("333.34")),
    ]  # fmt: skip
    world.run()
    assert Decision.objects.get(pk=late).verdict == "act"
    assert reverse("workbench:plan_accept", args=[late, plan.pk]) in commitments_panel(manager, late)
    manager.post(reverse("workbench:plan_accept", args=[late, plan.pk]), {"by": "Mme Martin", "how": "e-mail"})
    plan.refresh_from_db()
    assert (plan.state, plan.acceptance) == ("accepted", {"by": "Mme Martin", "how": "e-mail"})
    world.run()
    assert Decision.objects.get(pk=late).code == "items_held"


def test_a_plan_withdrawn_lets_its_invoices_be_asked_again_and_is_ended_once(world, late, manager):
    plan = proposed(manager, late)
    manager.post(reverse("workbench:plan_accept", args=[late, plan.pk]), {"by": "Mme Martin", "how": "e-mail"})
    address = reverse("workbench:plan_withdraw", args=[late, plan.pk])
    assert address in commitments_panel(manager, late)
    manager.post(address)
    plan.refresh_from_db()
    assert plan.state == "withdrawn"
    world.run()
    assert Decision.objects.get(pk=late).verdict == "act"
    assert "déjà clos" in manager.post(address, follow=True).content.decode()
    again = manager.post(reverse("workbench:plan_accept", args=[late, plan.pk]), {"by": "Mme Martin", "how": "e-mail"})
    assert "déjà été accepté ou clos" in again.content.decode()


def test_a_plan_of_nothing_is_refused_on_its_form(world, manager):
    pk = world.customer("C2", "Neuf")
    answer = manager.post(reverse("workbench:plan", args=[pk]), {"count": 3, "first_on": "2026-11-30"})
    assert "encore ouvertes" in answer.content.decode()
    assert not Plan.objects.exists()


def test_who_may_not_accept_a_plan_is_offered_nothing_and_refused(world, late, manager):
    plan = proposed(manager, late)
    reader = world.browser(world.hire("ines", Role.AUDITOR))
    assert reverse("workbench:plan_accept", args=[late, plan.pk]) not in commitments_panel(reader, late)
    assert reader.post(reverse("workbench:plan_accept", args=[late, plan.pk]), {"by": "x", "how": "y"}).status_code == 403
    assert reader.post(reverse("workbench:plan", args=[late]), {"count": 3, "first_on": "2026-11-30"}).status_code == 403
