"""The judgment that opens an insolvency: noted, refused, shown on the file, taken back."""

from datetime import date

import pytest
from django.urls import reverse

from encaisse.audit.models import Entry
from encaisse.creditors import actions as creditors
from encaisse.db.clock import stopped
from encaisse.kit.actor import Role
from encaisse.proceedings import actions, queries
from encaisse.proceedings.rules import AlreadyInsolvent, InsolvencyKind, JudgmentToCome, PublishedBeforeJudgment, WithdrawnWithoutWords
from workbench.conftest import ON, SYSTEM, World

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = {"kind": "receivership", "judgment_on": "2026-10-05", "published_on": "2026-10-14", "court": "TC Lyon, Me Durand"}


@pytest.fixture
def late(world: World) -> int:
    return world.late("C1", "Garage Dupont", "500")


def note(customer_id: int, judgment: date, published: date | None = None) -> int:
    return actions.note_insolvency(
        SYSTEM, customer_id, kind=InsolvencyKind.LIQUIDATION, judgment_on=judgment, published_on=published, on=ON
    )


def test_it_is_noted_shown_with_its_deadline_and_taken_back_on_the_file(world, late):
    browser = world.browser(world.hire("luc", Role.LEGAL))
    assert browser.post(reverse("workbench:insolvency_note", args=[late]), TOLD).status_code == 302
    page = browser.get(reverse("workbench:customer", args=[late])).content.decode()
    assert "Redressement judiciaire" in page
    assert "TC Lyon, Me Durand" in page
    assert "Créance à déclarer avant le" in page
    noted = queries.insolvency(SYSTEM, late)
    assert noted is not None
    assert noted.claim_by == date(2026, 12, 14)
    browser.post(reverse("workbench:insolvency_withdraw", args=[late]), {"why": "homonyme"})
    assert queries.insolvency(SYSTEM, late) is None
    last = Entry.objects.filter(customer_id=late).order_by("-pk").values_list("did", flat=True)[:2]
    assert list(last) == ["insolvency.withdrawn", "insolvency.noted"]


@pytest.mark.parametrize(
    ("place", "by"),
    [
        ({"country": "FR", "postcode": "69001"}, date(2026, 12, 14)),
        ({"country": "FR", "postcode": "97400"}, date(2027, 2, 15)),
        ({"country": "BE", "postcode": "1000"}, date(2027, 2, 15)),
    ],
)
def test_a_creditor_outside_metropolitan_france_has_two_months_more(world, late, place, by):
    creditors.update_creditor(SYSTEM, world.creditor, **place)
    note(late, date(2026, 10, 5), date(2026, 10, 14))
    noted = queries.insolvency(SYSTEM, late)
    assert noted is not None
    assert noted.claim_by == by


def test_a_refusal_is_said_on_the_form(world, late):
    browser = world.browser(world.hire("luc", Role.LEGAL))
    answer = browser.post(reverse("workbench:insolvency_note", args=[late]), TOLD | {"judgment_on": "2027-10-05"})
    assert answer.status_code == 422


def test_a_collector_reads_it_and_does_not_note_it(world, late):
    note(late, date(2026, 10, 5))
    browser = world.browser(world.collector)
    assert "Liquidation judiciaire" in browser.get(reverse("workbench:customer", args=[late])).content.decode()
    assert browser.post(reverse("workbench:insolvency_note", args=[late]), TOLD).status_code == 403


@pytest.mark.parametrize(
    ("judgment", "published", "refusal"),
    [
        (date(2027, 10, 5), None, JudgmentToCome),
        (date(2026, 10, 5), date(2026, 10, 4), PublishedBeforeJudgment),
    ],
)
def test_what_cannot_be_is_refused(late, judgment, published, refusal):
    with pytest.raises(refusal):
        note(late, judgment, published)


def test_a_company_is_insolvent_once_at_a_time(late):
    noted = note(late, date(2026, 10, 5))
    with pytest.raises(AlreadyInsolvent):
        note(late, date(2026, 10, 6))
    with pytest.raises(WithdrawnWithoutWords):
        actions.withdraw_insolvency(SYSTEM, noted, why=" ")
    with stopped(ON):
        actions.withdraw_insolvency(SYSTEM, noted, why="clôturée")
    assert note(late, date(2026, 10, 6)) != noted
