"""Late interest by half-year, the recovery fee, judgments; consumers owe neither."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encaisse.kit.money import money
from encaisse.ledger.rules import (
    BuyerKind,
    HalfYearRates,
    Imputation,
    LateRate,
    Payment,
    RateBasis,
    RateBelowFloor,
    RateMissing,
    check_contract_rate,
    floor_rate,
    judgment_interest,
    late_charges,
    late_interest,
    public_points,
    rate_on,
    rates_by_half_year,
    shipped_rates,
)
from shared import shared

RATES = shipped_rates()
DEFAULT = LateRate()


@pytest.fixture(scope="module")
def vectors():
    return json.loads(shared("domain/test_vectors.json").read_text(encoding="utf-8"))


def rate_of(vector):
    if vector["mode"] == "FIXED_AT_START":
        return LateRate(RateBasis.PUBLIC)
    return LateRate(RateBasis.FLOOR) if "floor" in vector["name"] else DEFAULT


@pytest.mark.parametrize("place", range(6), ids=lambda place: f"P{place + 1}")
def test_late_interest_is_that_of_the_reference(vectors, place):
    vector = vectors["penalties"][place]
    payments = [Payment(date.fromisoformat(day), Decimal(amount)) for day, amount in vector["payments"]]
    reckoned = late_interest(
        Decimal(vector["principal_ttc"]),
        currency="EUR",
        due_date=date.fromisoformat(vector["due_date"]),
        payments=payments,
        until=payments[-1].value_date,
        rate=rate_of(vector),
        rates=RATES,
        imputation=Imputation[vector["imputation"]],
    )
    assert reckoned.interest == Decimal(vector["penalty"])
    assert reckoned.principal_left == Decimal(vector["remaining_principal_after_events"])
    assert [(period.percent, period.base, period.days, f"{period.interest:.4f}") for period in reckoned.periods] == [
        (Decimal(segment["rate_pct"]), Decimal(segment["base"]), segment["days"], segment["interest_unrounded"])
        for segment in vector["segments"]
    ]


def test_the_reference_has_six_vectors(vectors):
    assert len(vectors["penalties"]) == 6


def test_a_judgment_bears_five_points_more_after_two_months(vectors):
    vector = vectors["legal_interest_majoration"]
    reckoned = judgment_interest(
        Decimal(vector["principal"]), currency="EUR", enforceable_on=date(2026, 1, 10), until=date(2026, 4, 10), rates=RATES
    )
    assert reckoned.interest == Decimal(vector["interest"])
    assert [(period.days, period.percent) for period in reckoned.periods] == [
        (vector["days_normal"], Decimal("2.62")),
        (vector["days_increased"], Decimal("7.62")),
    ]


def test_the_shipped_rates_are_those_of_the_reference():
    reference = json.loads(shared("domain/rates_history.json").read_text(encoding="utf-8"))["rows"]
    known = {
        row["from"]: [row["legal_rate_individual_pct"], row["legal_rate_professional_pct"], row["ecb_mro_on_first_day_pct"]]
        for row in reference
    }
    ours = {
        start.isoformat(): [None if rate is None else str(rate) for rate in (row.legal_individual, row.legal_professional, row.ecb)]
        for start, row in RATES.items()
    }
    assert ours == known
    for row in reference:
        if row["b2b_default_penalty_pct"]:
            day = date.fromisoformat(row["to"])
            assert rate_on(day, DEFAULT, RATES) == Decimal(row["b2b_default_penalty_pct"])
            assert floor_rate(day, RATES) == Decimal(row["b2b_minimum_penalty_pct"])
            points = public_points(day if day < date(2013, 1, 1) else None)
            assert rate_on(day, LateRate(RateBasis.PUBLIC, public_points=points), RATES) == Decimal(row["public_buyer_penalty_pct"])


def interest(until, **facts):
    given_facts = {"due_date": date(2026, 3, 31), "payments": [], "rate": DEFAULT, "rates": RATES, "currency": "EUR"} | facts
    return late_interest(Decimal(12000), until=until, **given_facts)


def test_nothing_is_owed_on_the_due_date_and_one_day_the_day_after():
    assert interest(date(2026, 3, 31)).interest == 0
    assert interest(date(2026, 4, 1)).interest == Decimal("3.99")


def test_a_rate_that_is_not_known_is_never_guessed():
    with pytest.raises(RateMissing, match="2026-07-01"):
        interest(date(2026, 7, 1))
    with pytest.raises(RateMissing, match="never extrapolated"):
        interest(date(2035, 1, 1), due_date=date(2034, 12, 1))


def test_a_contract_rate_needs_no_history():
    assert interest(date(2026, 7, 10), rate=LateRate(RateBasis.CONTRACT, Decimal(10))).interest == Decimal("332.05")


def test_a_frozen_rate_needs_only_the_first_half_year():
    frozen = interest(date(2026, 7, 10), rate=LateRate(RateBasis.PUBLIC))
    assert {period.percent for period in frozen.periods} == {Decimal("10.15")}


def test_a_clause_below_three_times_the_legal_rate_is_refused():
    check_contract_rate(Decimal("7.86"), on=date(2026, 3, 1), rates=RATES)
    with pytest.raises(RateBelowFloor, match=r"Write at least 7\.86 %"):
        check_contract_rate(Decimal(5), on=date(2026, 3, 1), rates=RATES)


def test_the_floor_never_raises_the_default_rate():
    assert floor_rate(date(2024, 3, 1), RATES) == Decimal("15.21")
    assert rate_on(date(2024, 3, 1), DEFAULT, RATES) == Decimal("14.50")


def test_a_payment_in_advance_lowers_the_base_from_the_due_date():
    early = [Payment(date(2026, 3, 1), Decimal(6000))]
    assert interest(date(2026, 5, 15), payments=early).interest == Decimal("89.88")


def test_a_payment_after_the_day_of_reckoning_is_not_known_yet():
    assert interest(date(2026, 5, 15), payments=[Payment(date(2026, 6, 1), Decimal(12000))]).principal_left == 12000


def test_interest_unpaid_by_a_small_payment_does_not_bear_interest():
    payments = [Payment(date(2026, 5, 15), Decimal(100))]
    reckoned = interest(date(2026, 6, 15), payments=payments, imputation=Imputation.INTEREST_FIRST)
    assert {period.base for period in reckoned.periods} == {Decimal(12000)}
    assert reckoned.principal_left == 12000


def charges(buyer=BuyerKind.BUSINESS, *, payments=(), until=date(2026, 5, 15), **facts):
    return late_charges(
        money(12000), due_date=date(2026, 3, 31), payments=payments, until=until, buyer=buyer, rate=DEFAULT, rates=RATES, **facts
    )


def test_a_professional_owes_interest_and_one_fee_for_a_due_line():
    halves = [Payment(date(2026, 4, 15), Decimal(6000)), Payment(date(2026, 5, 15), Decimal(6000))]
    late = charges(payments=[Payment(date(2026, 5, 15), Decimal(12000))])
    assert (late.interest, late.recovery_fee) == (money("179.75"), money(40))
    assert charges(payments=halves).recovery_fee == money(40)


def test_a_line_paid_on_time_owes_nothing():
    on_time = charges(payments=[Payment(date(2026, 3, 31), Decimal(12000))])
    assert (on_time.interest, on_time.recovery_fee) == (money(0), money(0))


def test_a_consumer_owes_neither_interest_nor_fee():
    consumer = charges(BuyerKind.CONSUMER)
    assert (consumer.interest, consumer.recovery_fee, consumer.reason) == (money(0), money(0), "consumer")


def test_a_buyer_barred_from_paying_owes_no_fee():
    assert charges(payment_prohibited=True).reason == "payment_prohibited"


def test_a_public_buyer_owes_eight_points_and_the_fee():
    public = charges(BuyerKind.PUBLIC)
    assert (public.interest, public.recovery_fee) == (money("150.16"), money(40))


EVERY_DAY = rates_by_half_year(
    HalfYearRates(date(year, month, 1), Decimal(7), Decimal(year % 5), Decimal(month) / 4) for year in range(2015, 2031) for month in (1, 7)
)


@given(
    cents=st.integers(1, 10**9),
    due=st.dates(date(2016, 1, 1), date(2024, 1, 1)),
    first=st.integers(0, 700),
    more=st.integers(0, 700),
)
def test_interest_is_additive_over_split_periods_before_rounding(cents, due, first, more):
    def exact(start, end):
        facts = {"currency": "EUR", "payments": [], "rate": DEFAULT, "rates": EVERY_DAY}
        return sum(period.interest for period in late_interest(principal, due_date=start, until=end, **facts).periods)

    principal = Decimal(cents).scaleb(-2)
    middle, end = due + timedelta(days=first), due + timedelta(days=first + more)
    assert abs(exact(due, middle) + exact(middle, end) - exact(due, end)) < Decimal("1e-12")


@given(
    cents=st.integers(100, 10**8),
    paid=st.lists(st.tuples(st.integers(-30, 500), st.integers(1, 10**7)), max_size=5),
    imputation=st.sampled_from(Imputation),
)
def test_days_are_counted_once_and_interest_first_never_costs_less(cents, paid, imputation):
    due, until = date(2020, 1, 15), date(2021, 6, 1)
    payments = [Payment(due + timedelta(days=days), Decimal(amount).scaleb(-2)) for days, amount in paid]
    facts = {"currency": "EUR", "due_date": due, "payments": payments, "until": until, "rate": DEFAULT, "rates": EVERY_DAY}
    reckoned = late_interest(Decimal(cents).scaleb(-2), imputation=imputation, **facts)
    assert sum(period.days for period in reckoned.periods) <= (until - due).days
    assert all(earlier.until <= later.after for earlier, later in zip(reckoned.periods, reckoned.periods[1:], strict=False))
    assert all(0 < period.base <= Decimal(cents).scaleb(-2) for period in reckoned.periods)
    assert reckoned.interest >= 0
