"""A new company chooses among the shipped scenarios before its first run, not after it."""

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from dunning.pages import SCENARIO, SYSTEM, Company
from encaisse.audit.models import Entry
from encaisse.creditors import actions as creditors
from encaisse.dunning import queries
from encaisse.dunning.jobs import follow_shipped
from encaisse.dunning.models import SegmentScenario
from encaisse.kit.actor import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    company = Company(live=False)
    SegmentScenario.objects.all().delete()  # as a company just made
    return company


SHIPPED = {"", "SME", "PUBLIC", "CONSUMER"}


def test_a_company_just_made_is_given_the_shipped_scenarios_by_a_job_of_its_making(company: Company) -> None:
    made = creditors.create_creditor(SYSTEM, creditors.NewCreditor(name="Lambert Services", siren="404833048", is_demonstration=True))
    assert {"creditor_id": made} in ProcrastinateJob.objects.filter(task_name="dunning.follow_shipped").values_list("args", flat=True)
    follow_shipped(creditor_id=made)
    assert set(queries.segments_of(SYSTEM, made)) >= SHIPPED


def test_a_company_that_chose_keeps_what_it_chose(company: Company) -> None:
    company.follow(SCENARIO, "One mail")
    before = queries.segments_of(SYSTEM, company.creditor)
    follow_shipped(creditor_id=company.creditor)
    assert queries.segments_of(SYSTEM, company.creditor) == before


def test_the_page_writes_nothing_and_offers_the_shipped_scenarios(company: Company) -> None:
    browser = company.browser(Role.CREDIT_MANAGER)
    assert "Prendre les scénarios fournis" in browser.get(reverse("dunning:scenarios")).content.decode()
    assert queries.segments_of(SYSTEM, company.creditor) == {}
    page = browser.post(reverse("dunning:take_shipped", args=[company.creditor]), HTTP_HX_REQUEST="true").content.decode()
    assert "Prendre les scénarios fournis" not in page
    assert set(queries.segments_of(SYSTEM, company.creditor)) >= SHIPPED
    assert Entry.objects.filter(did="scenario.shipped").exists()


def test_whoever_may_only_look_changes_nothing(company: Company) -> None:
    browser = company.browser(Role.AUDITOR)
    assert "Prendre les scénarios fournis" not in browser.get(reverse("dunning:scenarios")).content.decode()
    assert browser.post(reverse("dunning:take_shipped", args=[company.creditor])).status_code == 403
    assert queries.segments_of(SYSTEM, company.creditor) == {}
