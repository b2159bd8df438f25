"""Exposure, excess over the limit, cover and deadlines of credit insurance."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from encaisse.credit.rules import (
    Exposure,
    Policy,
    deadline_alert,
    excess,
    excess_with_order,
    insurance_cover,
    insurance_deadlines,
)
from shared import shared

GLOBAL_POLICY = Policy(max_credit_days=120, notification_days=30, intervention_days=60)


@pytest.fixture(scope="module")
def vectors():
    return json.loads(shared("domain/test_vectors.json").read_text(encoding="utf-8"))


def test_exposure_holds_all_that_is_at_stake(vectors):
    vector = vectors["metrics"]["exposure"]
    parts = {name: Decimal(vector[name]) for name in Exposure.__dataclass_fields__}
    exposure = Exposure(**parts).total()
    limit = Decimal(vector["limit_insurer"] + vector["limit_internal_topup"])
    assert exposure == vector["total"]
    assert excess(exposure, limit) == vector["excess"]


def test_open_orders_weigh_what_the_creditor_decides():
    assert Exposure(open_invoices=Decimal(100), open_orders=Decimal(50)).total(order_weight=Decimal("0.5")) == 125


def test_a_new_order_is_tested_with_the_exposure():
    assert excess_with_order(Decimal(90), Decimal(10), Decimal(100)) == 0
    assert excess_with_order(Decimal(90), Decimal(11), Decimal(100)) == 1


def test_insurance_covers_its_quota_of_the_approved_limit(vectors):
    vector = vectors["metrics"]["insurance"]
    cover = insurance_cover(
        Decimal(vector["insurable_exposure"]),
        approved_limit=Decimal(vector["approved_limit"]),
        quota_percent=Decimal(vector["quota_pct"]),
    )
    assert cover.covered == Decimal(vector["covered"])
    assert round(cover.rate_percent, 2) == Decimal(vector["coverage_rate_pct"])
    assert insurance_cover(Decimal(0), approved_limit=Decimal(1), quota_percent=Decimal(90)).rate_percent is None


def test_the_deadlines_of_a_policy_are_those_of_the_reference(vectors):
    vector = vectors["insurance_deadlines"]
    deadlines = insurance_deadlines(GLOBAL_POLICY, date.fromisoformat(vector["invoice_date"]))
    assert deadlines.max_credit_end.isoformat() == vector["max_credit_end"]
    assert deadlines.notification_limit.isoformat() == vector["notification_limit"]
    assert deadlines.intervention_limit.isoformat() == vector["intervention_limit_if_notified_on_last_day"]


def test_intervention_runs_from_the_notification():
    deadlines = insurance_deadlines(GLOBAL_POLICY, date(2026, 3, 1), notified_on=date(2026, 7, 1))
    assert deadlines.intervention_limit == date(2026, 8, 30)


@pytest.mark.parametrize(("left", "alert"), [(16, None), (15, 15), (7, 7), (3, 7), (2, 2), (0, 2), (-1, None)])
def test_someone_is_told_fifteen_seven_and_two_days_before(left, alert):
    assert deadline_alert(date(2026, 7, 29), date(2026, 7, 29) - timedelta(days=left)) == alert
