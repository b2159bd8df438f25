"""Two people with the same batch: each is told what became of it, and nothing leaves twice."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from encaisse.audit.models import Entry
from encaisse.dunning.models import PlannedAction
from encaisse.kit.actor import Role

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 17)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def drafts(world) -> list[int]:
    made = []
    for no in range(3):
        draft = {
            "creditor_id": world.creditor, "customer_id": world.late(f"C{no}", f"Client {no}", "1000"), "decided_on": ON,
            "planned_since": ON, "version_id": 1, "position": 1, "level": 2, "mode": "to_approve", "net_amount": Decimal(1000),
            "sender_role": "COLLECTOR", "step_key": "r2", "channel": "email", "state": "to_approve", "reason": {"code": "step_due"},
        }  # fmt: skip
        made.append(PlannedAction.objects.create(**draft).pk)
    return made


def approve(browser, ids: list[int]):
    return browser.post(reverse("dunning:approve"), {"ids": ids}, **HTMX)


def test_the_second_person_is_told_who_approved_the_batch(world, drafts):
    claire = world.browser(world.hire("claire", Role.CREDIT_MANAGER))
    assert approve(claire, drafts).status_code == 200
    again = approve(world.browser(), drafts)
    assert again.status_code == 422
    assert "Claire" in again.content.decode()
    assert Entry.objects.filter(did="action.approved").count() == 3
    assert list(PlannedAction.objects.filter(pk__in=drafts).values_list("state", flat=True)) == ["approved"] * 3


def test_what_a_colleague_dealt_with_is_left_and_the_rest_approved(world, drafts):
    claire = world.browser(world.hire("claire", Role.CREDIT_MANAGER))
    approve(claire, drafts[:1])
    claire.post(reverse("dunning:withdraw"), {"ids": drafts[1:2], "why": "Déjà réglé"}, **HTMX)
    response = approve(world.browser(), drafts)
    assert (
        response.status_code,
        "2 avaient été traités par un collègue" in response.headers["HX-Trigger"].encode().decode("unicode_escape"),
    ) == (200, True)
    assert [PlannedAction.objects.get(pk=pk).state for pk in drafts] == ["approved", "withdrawn", "approved"]
    assert Entry.objects.filter(did="action.approved").count() == 2
