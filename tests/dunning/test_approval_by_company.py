"""Whoever approves for several companies sees whose drafts they read, narrows to one, and approves that one alone."""

from decimal import Decimal

import pytest
from django.urls import reverse

from dunning.pages import HTMX, ON, SYSTEM, Company
from encaisse.db.clock import stopped
from encaisse.dunning import queries
from encaisse.dunning.models import PlannedAction
from encaisse.kit.actor import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def companies():
    lambert, services = Company(), Company(name="Verdier Services", siren="732829320")
    with stopped(ON):
        lambert.late("L1", "Garage Dupont", "1000")
        lambert.late("L2", "Garage Martin", "500")
        services.late("S1", "Hôtel du Lac", "300")
        lambert.run()
        services.run()
        yield lambert, services


def test_the_drafts_of_one_company_are_told_from_the_others(companies):
    _lambert, services = companies
    both, total = queries.drafts(SYSTEM)
    mine, count = queries.drafts(SYSTEM, creditor=services.creditor)
    assert ([row.action.net_amount for row in both], total) == ([Decimal(1000), Decimal(500), Decimal(300)], 3)
    assert ([row.action.name for row in mine], count) == (["Hôtel du Lac"], 1)


def test_the_page_names_each_company_and_narrows_to_one(companies):
    lambert, services = companies
    browser = lambert.browser(Role.CREDIT_MANAGER)
    page = browser.get(reverse("dunning:approval")).content.decode()
    assert "Verdier Services · " in page
    narrowed = browser.get(reverse("dunning:approval"), {"creditor": services.creditor}).content.decode()
    assert ("Hôtel du Lac" in narrowed, "Garage Dupont" in narrowed) == (True, False)


def test_approving_the_whole_list_stays_within_the_company_shown(companies):
    lambert, services = companies
    address = f"{reverse('dunning:approve')}?creditor={services.creditor}"
    lambert.browser(Role.CREDIT_MANAGER).post(address, {"everything": "1"}, **HTMX)
    states = dict(PlannedAction.objects.values_list("creditor_id", "state"))
    assert states == {services.creditor: "approved", lambert.creditor: "to_approve"}


def test_one_company_alone_is_not_named(companies):
    lambert, services = companies
    PlannedAction.objects.filter(creditor_id=services.creditor).delete()
    page = lambert.browser(Role.CREDIT_MANAGER).get(reverse("dunning:approval")).content.decode()
    assert "Maison Lambert · " not in page


def test_the_list_keeps_its_filters_when_the_draft_beside_it_is_approved(companies):
    lambert, services = companies
    draft = PlannedAction.objects.get(creditor_id=services.creditor)
    seen_at = f"http://testserver{reverse('dunning:approval')}?creditor={lambert.creditor}&open={draft.pk}"
    answer = lambert.browser(Role.CREDIT_MANAGER).post(reverse("dunning:approve"), {"ids": draft.pk}, **HTMX, HTTP_HX_CURRENT_URL=seen_at)
    page = answer.content.decode()
    listed = page[: page.index('id="draft"')]
    assert (answer.status_code, "Garage Dupont" in listed, f"?creditor={lambert.creditor}" in listed) == (200, True, True)
    assert PlannedAction.objects.get(pk=draft.pk).state == "approved"
