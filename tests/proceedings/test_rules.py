"""Deadlines of proceedings, their roll-over to a working day, and the law of the day of the event."""

import json
from datetime import date, timedelta

import pytest

from encaisse.kit.dates import working_days
from encaisse.proceedings.rules import DELAYS, Deadline, deadline_alert, last_day, raw_date, target_date
from shared import shared

# In the order of the reference.
NAMES = [
    Deadline.SERVE_ORDER,
    Deadline.SERVE_ORDER,
    Deadline.OPPOSITION,
    Deadline.NO_OPPOSITION_NOTICE,
    Deadline.CLAIM_FILING,
    Deadline.CLAIM_FILING_ABROAD,
    Deadline.RELIEF_FROM_FORECLOSURE,
    Deadline.RECLAIM_OF_GOODS,
    Deadline.NOTIFY_ATTACHMENT,
    Deadline.CONTEST_ATTACHMENT,
    Deadline.APPEAL,
    Deadline.APPEAL_OF_INTERIM_ORDER,
]


@pytest.fixture(scope="module")
def vectors():
    return json.loads(shared("domain/test_vectors.json").read_text(encoding="utf-8"))["procedural_deadlines"]


@pytest.mark.parametrize("place", range(len(NAMES)), ids=lambda place: NAMES[place].value)
def test_deadlines_are_those_of_the_reference(vectors, place):
    vector, event = vectors[place], date.fromisoformat(vectors[place]["start"])
    assert raw_date(NAMES[place], event).isoformat() == vector["raw"]
    assert last_day(NAMES[place], event).isoformat() == vector["effective_cpc_642"]


def test_every_deadline_of_the_reference_is_tested(vectors):
    assert len(vectors) == len(NAMES)


def test_every_deadline_has_a_delay():
    assert set(DELAYS) == set(Deadline)


def test_an_order_made_before_september_2026_is_served_within_six_months():
    assert raw_date(Deadline.SERVE_ORDER, date(2026, 8, 31)) == date(2027, 2, 28)
    assert raw_date(Deadline.SERVE_ORDER, date(2026, 9, 1)) == date(2026, 12, 1)


def test_a_deadline_rolls_over_on_the_holidays_of_its_region():
    strasbourg = working_days("FR-ALSACE-MOSELLE")
    assert last_day(Deadline.NOTIFY_ATTACHMENT, date(2025, 12, 18), calendar=strasbourg) == date(2025, 12, 29)
    assert last_day(Deadline.NOTIFY_ATTACHMENT, date(2025, 12, 18)) == date(2025, 12, 26)


def test_our_plan_leaves_a_week_and_never_counts_on_the_roll_over():
    assert target_date(Deadline.SERVE_ORDER, date(2026, 8, 20)) == date(2027, 2, 13)
    assert target_date(Deadline.NOTIFY_ATTACHMENT, date(2026, 11, 20)) == date(2026, 11, 21)


@pytest.mark.parametrize(("left", "alert"), [(31, None), (30, 30), (15, 15), (8, 15), (7, 7), (2, 2), (0, 2), (-1, None)])
def test_someone_is_told_thirty_fifteen_seven_and_two_days_before(left, alert):
    assert deadline_alert(date(2026, 12, 15), date(2026, 12, 15) - timedelta(days=left)) == alert
