"""The figures of receivables, and the commission on cash, on the field's own worked examples."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encaisse.insight.rules import (
    MonthOfSales,
    average_days_delinquent,
    best_possible_dso,
    channel_recovery_rate,
    collection_effectiveness,
    commission,
    cost_per_euro,
    dispute_cycle_time,
    doubtful_allowance,
    dso,
    dso_count_back,
    expected_credit_loss,
    kept_amount_rate,
    kept_rate,
    multiplier_of,
    overdue_rate,
    recoverable_vat,
    roll_rate,
    shown,
    weighted_days_late,
)
from shared import shared

DAYS = {"2026-08": 31, "2026-09": 30, "2026-10": 31, "2026-11": 30}


@pytest.fixture(scope="module")
def vectors():
    return json.loads(shared("domain/test_vectors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def figures(vectors):
    return vectors["metrics"]


@pytest.fixture(scope="module")
def facts(figures):
    return {name: Decimal(value) for name, value in figures["inputs"].items() if isinstance(value, int)}


@pytest.fixture(scope="module")
def months(figures):
    sales = figures["inputs"]["credit_sales_ttc"]
    return [MonthOfSales(month, Decimal(sales[month]), DAYS[month]) for month in sorted(sales, reverse=True)]


def quarter(months):
    return sum(month.sales for month in months[:3]), sum(month.days for month in months[:3])


def test_the_dso_family_of_a_quarter(figures, facts, months):
    sales, days = quarter(months)
    assert days == 91
    assert shown(dso(facts["ar_total_ttc"], sales, days)) == Decimal(figures["dso_simple_91d"])
    assert shown(best_possible_dso(facts["ar_not_due"], sales, days)) == Decimal(figures["bpdso"])
    assert shown(average_days_delinquent(facts["ar_overdue"], sales, days)) == Decimal(figures["add"])


def test_dso_by_exhaustion_goes_backwards(figures, facts, months):
    reached = dso_count_back(facts["ar_total_ttc"], months)
    assert shown(reached.days) == Decimal(figures["dso_countback"])
    assert [(month, shown(days, 4)) for month, days in reached.trace] == [
        (month, shown(Decimal(days), 4)) for month, days in figures["dso_countback_trace"]
    ]


def test_the_second_example_of_exhaustion(figures):
    vector = figures["dso_countback_second_vector"]
    months = [MonthOfSales(month, Decimal(sales), days) for month, sales, days in vector["sales_latest_first"]]
    assert shown(dso_count_back(Decimal(vector["ar"]), months).days) == Decimal(vector["expected"])


def test_receivables_that_sales_do_not_explain_have_no_exhaustion():
    assert dso_count_back(Decimal(100), [MonthOfSales("2026-11", Decimal(40), 30)]).days is None
    assert dso_count_back(Decimal(0), []).days == 0


def test_a_month_of_credit_notes_counts_its_days_and_adds_to_what_is_left():
    months = [MonthOfSales("11", Decimal(-10), 30), MonthOfSales("10", Decimal(220), 31)]
    assert dso_count_back(Decimal(100), months).days == 30 + Decimal(110) / 220 * 31


def test_the_share_of_what_could_be_collected(figures, facts, months):
    index = collection_effectiveness(facts["opening_ar_2026_11_01"], months[0].sales, facts["ar_total_ttc"], facts["ar_not_due"])
    assert shown(index) == Decimal(figures["cei_pct"])
    assert shown(overdue_rate(facts["ar_overdue"], facts["ar_total_ttc"])) == Decimal(figures["overdue_rate_pct"])


def test_lateness_is_weighted_by_amount(figures):
    vector = figures["wavg_days_late"]
    paid = [(Decimal(amount), days) for amount, days in vector["invoices"]]
    assert shown(weighted_days_late(paid)) == Decimal(vector["signed"])
    assert shown(weighted_days_late(paid, floored=True)) == Decimal(vector["floored_at_0"])
    assert weighted_days_late([]) is None


def test_promises_are_kept_by_count_and_by_amount(figures):
    vector = figures["promises"]
    assert shown(kept_rate(vector["kept"], vector["partial"], vector["broken"])) == Decimal(vector["kept_rate_count_pct"])
    assert shown(kept_amount_rate(Decimal(vector["received_on_time"]), Decimal(vector["promised_amount"]))) == Decimal(
        vector["kept_rate_amount_pct"]
    )
    assert kept_rate(0, 0, 0) is None


@pytest.mark.parametrize("channel", ["email", "sms", "phone", "letter"])
def test_each_channel_recovers_its_share(figures, channel):
    vector = figures["recovery_by_channel"][channel]
    rate = channel_recovery_rate(Decimal(vector["amount_collected_in_window"]), Decimal(vector["amount_targeted"]))
    assert shown(rate) == Decimal(vector["rate_pct"])


def test_other_figures(figures):
    roll, cost, disputes = figures["roll_rate"], figures["cost_per_euro"], figures["disputes"]
    assert shown(roll_rate(Decimal(roll["bucket_31_60_2026_11_30"]), Decimal(roll["bucket_1_30_2026_10_31"]))) == Decimal(roll["roll_pct"])
    assert cost_per_euro(Decimal(cost["cost"]), Decimal(cost["collected"])) == Decimal(cost["cost_per_euro"])
    cycle = dispute_cycle_time(disputes["cycle_days"])
    assert (cycle.mean, cycle.median) == (Decimal(disputes["mean"]), Decimal(disputes["median"]))
    assert dispute_cycle_time([]) is None
    assert cost_per_euro(Decimal(1), Decimal(0)) is None


def test_allowances(figures):
    rows = figures["ifrs9_matrix"]["rows"]
    losses = expected_credit_loss(
        {row["bucket"]: Decimal(row["gross"]) for row in rows}, {row["bucket"]: Decimal(row["loss_rate_pct"]) for row in rows}
    )
    assert losses == {row["bucket"]: Decimal(row["ecl"]) for row in rows}
    assert sum(losses.values()) == Decimal(figures["ifrs9_matrix"]["total_ecl"])
    doubtful = figures["doubtful_fr_gaap"]
    vat = Decimal(doubtful["vat_rate"])
    assert (
        doubtful_allowance(Decimal(doubtful["ttc"]), vat_percent=vat, risk_percent=Decimal(doubtful["risk_pct"])) == doubtful["allowance"]
    )
    assert recoverable_vat(Decimal(doubtful["ttc"]), vat) == doubtful["ttc"] - doubtful["ht"]


def test_commission_is_earned_on_cash_received(vectors):
    vector = vectors["commission"]["cash_basis"]
    earned = commission(
        Decimal(vector["cash_received_ttc"]),
        invoice_net=Decimal(vector["invoice_ht"]),
        invoice_gross=Decimal(vector["invoice_ttc"]),
        currency="EUR",
        percent=Decimal(vector["rate_pct"]),
        days_late=vector["days_late"],
    )
    assert earned.net_cash == Decimal(vector["cash_ht"])
    assert earned.multiplier == Decimal(vector["multiplier"])
    assert earned.amount == Decimal(vector["commission"])


@pytest.mark.parametrize(("days", "multiplier"), [(-9, "1"), (0, "1"), (1, "0.9"), (30, "0.9"), (60, "0.7"), (90, "0.5"), (91, "0")])
def test_a_commission_shrinks_with_lateness(days, multiplier):
    assert multiplier_of(days) == Decimal(multiplier)


def earned(cash, days_late):
    return commission(
        Decimal(cash), invoice_net=Decimal(10000), invoice_gross=Decimal(12000), currency="EUR", percent=Decimal(3), days_late=days_late
    )


def test_beyond_ninety_days_a_commission_is_deferred_not_lost():
    assert (earned(6000, 91).amount, earned(6000, 91).is_deferred) == (0, True)
    assert not earned(6000, 90).is_deferred


@given(cents=st.integers(1, 10**9), days=st.integers(-30, 200))
def test_a_returned_payment_takes_the_whole_commission_back(cents, days):
    cash = Decimal(cents).scaleb(-2)
    assert earned(cash, days).amount == -earned(-cash, days).amount


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(28, 31)), min_size=1, max_size=24), st.integers(0, 10**6))
def test_exhaustion_counts_no_more_days_than_the_months_have(sales, receivables):
    months = [MonthOfSales(str(place), Decimal(amount), days) for place, (amount, days) in enumerate(sales)]
    reached = dso_count_back(Decimal(receivables), months)
    if reached.days is None:
        assert receivables > sum(amount for amount, _ in sales)
    else:
        assert 0 <= reached.days <= sum(days for _, days in sales)
