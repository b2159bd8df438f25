"""Payment terms: due dates of every shipped term, both readings of the end of month, legal maxima."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encaisse.kit.dates import end_of_month, procedural_deadline, working_days
from encaisse.kit.terms import (
    Base,
    BusinessDayRule,
    DueLine,
    EndOfMonth,
    Part,
    PaymentTerms,
    SaleDates,
    TermsDoNotSumTo100,
    TermVerdict,
    UnknownTerms,
    check_term,
    due_date,
    due_lines,
    known_terms,
    legal_maxima,
    legal_maximum,
    payment_terms,
)
from shared import shared

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))


def part_of(params):
    eom = EndOfMonth(params.get("eom", "NONE"))
    return Part(days=params.get("days", 0), months=params.get("months", 0), end_of_month=eom, day_of_month=params.get("day_of_month"))


@pytest.mark.parametrize("vector", VECTORS["due_dates"], ids=lambda vector: f"{vector['base_date']} {vector['label']}")
def test_due_dates_are_those_of_the_reference(vector):
    part, base = part_of(vector["params"]), date.fromisoformat(vector["base_date"])
    assert due_date(part, base).isoformat() == vector["due_date"]
    assert due_date(part, base, rule=BusinessDayRule.FOLLOWING).isoformat() == vector["following_business_day"]


@pytest.mark.parametrize("vector", VECTORS["procedural_deadlines"], ids=lambda vector: vector["name"])
def test_procedural_deadlines_roll_over_to_a_working_day(vector):
    event = date.fromisoformat(vector["start"])
    reached = procedural_deadline(event, days=vector.get("days", 0), months=vector.get("months", 0))
    assert reached.isoformat() == vector["effective_cpc_642"]


@pytest.mark.parametrize("name", ["due_dates", "procedural_deadlines", "term_check"])
def test_our_vectors_are_those_of_the_reference(name):
    reference = json.loads(shared("domain/test_vectors.json").read_text(encoding="utf-8"))
    assert VECTORS[name] == reference[name]


def test_every_term_of_the_reference_is_shipped():
    reference = json.loads(shared("domain/payment_terms.json").read_text(encoding="utf-8"))
    assert list(known_terms()) == [terms["code"] for terms in reference["terms"]]
    assert [code for code in legal_maxima() if code != "PERISHABLE_PERIODIC"] == [row["code"] for row in reference["legal_maxima"]]


def test_there_are_nineteen_terms_in_both_languages():
    assert len(known_terms()) == 19
    assert payment_terms("NET30_FDM").name("fr") == "30 jours fin de mois"
    assert payment_terms("NET30_FDM").name("en") == "30 days end of month"
    assert payment_terms("NET30_FDM").name("de") == "30 days end of month"


def test_both_readings_of_45_days_end_of_month_are_stored():
    invoiced = date(2026, 11, 22)
    after, before = payment_terms("NET45_FDM_A").parts[0], payment_terms("NET45_FDM_B").parts[0]
    assert (due_date(after, invoiced), due_date(before, invoiced)) == (date(2027, 1, 31), date(2027, 1, 14))


def test_unknown_terms_are_refused():
    with pytest.raises(UnknownTerms, match="NET30_FDM"):
        payment_terms("NET31")


def test_a_deposit_is_due_at_the_order_and_the_balance_thirty_days_after_the_invoice():
    dates = SaleDates(date(2026, 11, 22), ordered_on=date(2026, 10, 1))
    assert due_lines(payment_terms("DEPOSIT30_70"), dates, amount=Decimal("1000.01"), currency="EUR") == (
        DueLine(1, date(2026, 10, 1), Decimal("300.00")),
        DueLine(2, date(2026, 12, 22), Decimal("700.01")),
    )


def test_an_unknown_base_date_is_estimated_from_the_invoice():
    (line,) = due_lines(payment_terms("NET30_RECEIPT"), SaleDates(date(2026, 11, 22)), amount=Decimal(100), currency="EUR")
    assert line == DueLine(1, date(2026, 12, 22), Decimal(100), is_estimated=True)


def test_parts_must_sum_to_one_hundred_percent():
    with pytest.raises(TermsDoNotSumTo100, match="sum to 90 %"):
        PaymentTerms("BAD", {"en": "Bad"}, (Part(percent=Decimal(30)), Part(percent=Decimal(60))))


def test_a_closed_day_moves_only_when_the_contract_says_so():
    sunday = date(2026, 11, 22)
    assert due_date(Part(), sunday) == sunday
    assert due_date(Part(), sunday, rule=BusinessDayRule.FOLLOWING) == date(2026, 11, 23)
    assert due_date(Part(days=7), sunday, rule=BusinessDayRule.PRECEDING) == date(2026, 11, 27)
    assert due_date(Part(), sunday, rule=BusinessDayRule.PRECEDING) == sunday


def verdict(due, invoiced=date(2026, 11, 22), **facts):
    return check_term(due, SaleDates(invoiced), **facts).verdict


def test_sixty_days_end_of_month_the_tenth_exceeds_the_maximum():
    vector = VECTORS["term_check"]
    invoiced = date.fromisoformat(vector["invoice_date"])
    due = due_date(Part(days=60, end_of_month=EndOfMonth.AFTER, day_of_month=10), invoiced)
    check = check_term(due, SaleDates(invoiced), reading=EndOfMonth.AFTER)
    assert due.isoformat() == vector["due_date"]
    assert (check.days, check.verdict) == (vector["days"], TermVerdict[vector["expected"]])
    assert (check.cap, check.end_of_month_cap) == tuple(date.fromisoformat(vector[cap]) for cap in ("cap_60_days", "cap_45_eom_reading_a"))


@pytest.mark.parametrize(
    ("due", "facts", "expected"),
    [
        pytest.param("2027-01-21", {}, "OK", id="sixty days are allowed"),
        pytest.param("2027-01-22", {"reading": EndOfMonth.NONE}, "EXCEEDS_MAX", id="sixty-one days are not"),
        pytest.param("2027-01-31", {"reading": EndOfMonth.AFTER}, "NEEDS_EXPRESS_CLAUSE", id="45 days end of month needs a clause"),
        pytest.param("2027-01-31", {"reading": EndOfMonth.AFTER, "express_clause": True}, "OK", id="and is allowed with one"),
        pytest.param("2027-01-31", {}, "NEEDS_EXPRESS_CLAUSE", id="without a stored reading the later of both is allowed"),
        pytest.param("2027-01-31", {"reading": EndOfMonth.BEFORE}, "EXCEEDS_MAX", id="the other reading ends on 14 January"),
        pytest.param("2027-01-21", {"periodic": True}, "EXCEEDS_MAX", id="a periodic invoice has 45 days"),
        pytest.param("2027-01-06", {"periodic": True}, "OK", id="45 days of a periodic invoice"),
        pytest.param("2026-12-23", {"sector": "TRANSPORT"}, "EXCEEDS_MAX", id="carriage has 30 days"),
        pytest.param("2026-12-23", {"sector": "PUBLIC_STATE_LOCAL"}, "PUBLIC_MAX", id="the State has 30 days"),
        pytest.param("2027-01-11", {"sector": "PUBLIC_HEALTH"}, "OK", id="public hospitals have 50 days"),
        pytest.param("2026-12-30", {"sector": "ALCOHOL"}, "OK", id="spirits: 30 days after the end of the month"),
        pytest.param("2026-12-31", {"sector": "ALCOHOL"}, "EXCEEDS_MAX", id="spirits: not one day more"),
        pytest.param("2026-12-30", {"sector": "PERISHABLE", "periodic": True}, "OK", id="perishables: from the end of the ten days"),
        pytest.param("2027-02-05", {"sector": "TOYS"}, "OK", id="toys: 75 days in autumn"),
        pytest.param("2027-02-06", {"sector": "TOYS"}, "EXCEEDS_MAX", id="toys: not 95 days in autumn"),
        pytest.param("2027-03-31", {"sector": "AGRI_MACHINERY"}, "OK", id="farm machinery: 110 days end of month"),
    ],
)
def test_the_law_on_a_due_date(due, facts, expected):
    assert verdict(date.fromisoformat(due), **facts) is TermVerdict[expected]


def test_the_ten_day_periods_end_on_the_10th_the_20th_and_the_last_day():
    for delivered, cap in [((2026, 11, 3), (2026, 12, 10)), ((2026, 11, 11), (2026, 12, 20)), ((2026, 11, 21), (2026, 12, 30))]:
        dates = SaleDates(date(*delivered), delivered_on=date(*delivered))
        assert check_term(date(*cap), dates, sector="PERISHABLE", periodic=True).cap == date(*cap)


def test_a_public_buyer_counts_from_the_performance_when_it_is_later():
    dates = SaleDates(date(2026, 11, 1), received_on=date(2026, 11, 2), delivered_on=date(2026, 11, 15))
    assert check_term(date(2026, 12, 15), dates, sector="PUBLIC_STATE_LOCAL").verdict is TermVerdict.OK


def test_maxima_that_were_not_read_in_a_source_say_so():
    assert legal_maximum("GENERAL").verified
    assert not legal_maximum("LEATHER").verified


PARTS = st.builds(
    Part,
    days=st.integers(0, 120),
    months=st.integers(0, 4),
    end_of_month=st.sampled_from(EndOfMonth),
    day_of_month=st.none() | st.integers(1, 31),
    base=st.sampled_from(Base),
)
DAYS = st.dates(date(2000, 1, 1), date(2050, 12, 31))


@given(part=PARTS, base=DAYS, rule=st.sampled_from(BusinessDayRule))
def test_a_due_date_is_never_before_its_base_date(part, base, rule):
    due = due_date(part, base, rule=rule)
    assert due >= base
    if rule is BusinessDayRule.FOLLOWING:
        assert working_days().is_open(due)


@given(part=PARTS, base=DAYS, later=st.integers(1, 90))
def test_a_later_invoice_is_never_due_earlier(part, base, later):
    assert due_date(part, base) <= due_date(part, base + timedelta(days=later))


@given(part=PARTS.filter(lambda part: part.end_of_month is EndOfMonth.AFTER and not part.day_of_month), base=DAYS)
def test_end_of_month_is_an_end_of_month(part, base):
    due = due_date(part, base)
    assert due == end_of_month(due)


@given(
    cents=st.integers(-(10**9), 10**9),
    currency=st.sampled_from([("EUR", 2), ("JPY", 0), ("TND", 3)]),
    percents=st.sampled_from([[30, 70], [33, 33, 34], [10, 20, 70], [100], ["33.33", "33.33", "33.34"]]),
)
def test_the_due_lines_of_an_invoice_sum_to_its_amount(cents, currency, percents):
    name, places = currency
    amount = Decimal(cents).scaleb(-places)
    terms = PaymentTerms("SPLIT", {"en": "Split"}, tuple(Part(percent=Decimal(percent)) for percent in percents))
    lines = due_lines(terms, SaleDates(date(2026, 11, 22)), amount=amount, currency=name)
    assert sum(line.amount for line in lines) == amount
    assert [line.part_no for line in lines] == list(range(1, len(percents) + 1))
