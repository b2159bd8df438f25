"""Limitation: from which day, until which day, what interrupts it, when someone is told."""

import json
from datetime import date

import pytest

from encaisse.ledger.rules import (
    Interruption,
    Suspension,
    is_past_limitation,
    limitation_alert,
    limitation_date,
    limitation_rules,
    limitation_start,
)
from shared import shared

RULES = limitation_rules()
B2B = RULES["B2B"]
START = date(2021, 11, 20)


@pytest.mark.parametrize(
    ("place", "code", "performed_on", "due_date"),
    [
        (0, "B2B", date(2021, 11, 20), date(2022, 1, 31)),
        (1, "B2C", date(2024, 12, 1), date(2024, 12, 31)),
        (2, "TRANSPORT", date(2025, 12, 10), date(2026, 1, 10)),
        (3, "PUBLIC_DEBTOR", date(2022, 5, 10), date(2022, 6, 10)),
    ],
)
def test_limitation_is_that_of_the_reference(place, code, performed_on, due_date):
    vector = json.loads(shared("domain/test_vectors.json").read_text(encoding="utf-8"))["prescription"][place]
    expected = next(value for name, value in vector.items() if name != "case")
    start = limitation_start(RULES[code], invoiced_on=due_date, due_date=due_date, performed_on=performed_on)
    assert limitation_date(RULES[code], start).isoformat() == expected


def test_every_rule_of_the_reference_is_shipped():
    reference = json.loads(shared("domain/limitation_rules.json").read_text(encoding="utf-8"))["rules"]
    assert {code: rule.months for code, rule in RULES.items()} == {row["code"]: row.get("months") or 12 * row["years"] for row in reference}


def test_without_a_performance_date_the_invoice_date_is_the_prudent_start():
    assert limitation_start(B2B, invoiced_on=START, due_date=date(2022, 1, 31)) == START


def test_a_cheque_runs_from_the_end_of_its_presentation():
    start = limitation_start(RULES["CHEQUE_DRAWER"], invoiced_on=date(2026, 1, 2), due_date=date(2026, 1, 2))
    assert limitation_date(RULES["CHEQUE_DRAWER"], start) == date(2026, 7, 10)


@pytest.mark.parametrize(
    ("interruptions", "suspensions", "expires"),
    [
        pytest.param([], [], date(2026, 11, 20), id="five years between professionals"),
        pytest.param([Interruption(date(2024, 3, 1))], [], date(2029, 3, 1), id="an acknowledgement starts it anew"),
        pytest.param([Interruption(date(2027, 3, 1))], [], date(2026, 11, 20), id="an acknowledgement too late revives nothing"),
        pytest.param([Interruption(date(2024, 3, 1), lasts=True)], [], None, id="a pending claim keeps it from running"),
        pytest.param(
            [Interruption(date(2024, 3, 1), lasts=True, ended_on=date(2025, 6, 30))], [], date(2030, 6, 30), id="until the claim ends"
        ),
        pytest.param([], [Suspension(date(2024, 1, 1), None)], None, id="a mediation keeps it from running"),
        pytest.param([], [Suspension(date(2024, 1, 1), date(2024, 1, 31))], date(2026, 12, 20), id="and its days are given back"),
        pytest.param([], [Suspension(date(2026, 11, 10), date(2026, 11, 15))], date(2027, 5, 15), id="six months at least remain"),
    ],
)
def test_what_interrupts_or_suspends_limitation(interruptions, suspensions, expires):
    assert limitation_date(B2B, START, interruptions=interruptions, suspensions=suspensions) == expires


def test_a_public_body_acknowledging_starts_again_the_next_year():
    expires = limitation_date(RULES["PUBLIC_DEBTOR"], date(2023, 1, 1), interruptions=[Interruption(date(2024, 5, 2))])
    assert expires == date(2028, 12, 31)


def test_a_claim_is_past_limitation_the_day_after_the_last():
    assert [is_past_limitation(date(2026, 11, 20), date(2026, 11, day)) for day in (20, 21)] == [False, True]
    assert not is_past_limitation(None, date(2100, 1, 1))


@pytest.mark.parametrize(
    ("on", "alert"),
    [
        (date(2025, 11, 19), None),
        (date(2025, 11, 20), 12),
        (date(2026, 5, 20), 6),
        (date(2026, 8, 20), 3),
        (date(2026, 10, 20), 1),
        (date(2026, 11, 20), 1),
        (date(2026, 11, 21), None),
    ],
)
def test_someone_is_told_twelve_six_three_and_one_month_before(on, alert):
    assert limitation_alert(date(2026, 11, 20), on) == alert
