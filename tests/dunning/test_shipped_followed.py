"""A new company chooses among the shipped scenarios before its first run, not after it."""

import pytest
from django.urls import reverse

from dunning.pages import SYSTEM, Company
from encaisse.dunning import queries
from encaisse.dunning.models import SegmentScenario
from encaisse.kit.actor import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    company = Company(live=False)
    SegmentScenario.objects.all().delete()  # as a company just made
    return company


def test_the_scenarios_of_a_company_just_made_are_there_to_be_chosen(company: Company) -> None:
    page = company.browser(Role.CREDIT_MANAGER).get(reverse("dunning:scenarios")).content.decode()
    assert "Aucun scénario encore" not in page
    assert set(queries.segments_of(SYSTEM, company.creditor)) >= {"", "SME", "PUBLIC", "CONSUMER"}


def test_whoever_may_only_look_changes_nothing(company: Company) -> None:
    company.browser(Role.AUDITOR).get(reverse("dunning:scenarios"))
    assert queries.segments_of(SYSTEM, company.creditor) == {}
