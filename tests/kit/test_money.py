"""Money is exact: coins by currency, one rounding, no mixed currencies, parts that sum to the whole."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encaisse.kit.money import (
    MixedCurrencies,
    Money,
    TooPrecise,
    UnknownCurrency,
    by_currency,
    decimals,
    money,
    rounded,
    shared_out,
    smallest_coin,
    total,
)

CURRENCIES = st.sampled_from(["EUR", "JPY", "TND", "KWD", "XPF", "USD"])


@pytest.mark.parametrize(
    ("currency", "places"), [("JPY", 0), ("XOF", 0), ("XPF", 0), ("EUR", 2), ("CHF", 2), ("TND", 3), ("KWD", 3), ("BHD", 3)]
)
def test_each_currency_has_its_smallest_coin(currency, places):
    assert decimals(currency) == places
    assert smallest_coin(currency) == Decimal(1).scaleb(-places)


@pytest.mark.parametrize(
    ("amount", "currency", "coins"),
    [
        ("0.005", "EUR", "0.01"),
        ("0.0049", "EUR", "0.00"),
        ("-0.005", "EUR", "-0.01"),
        ("2.675", "EUR", "2.68"),
        ("0.5", "JPY", "1"),
        ("1.0005", "TND", "1.001"),
    ],
)
def test_halves_are_rounded_away_from_zero(amount, currency, coins):
    assert rounded(Decimal(amount), currency) == Decimal(coins)


def test_two_currencies_are_never_added():
    with pytest.raises(MixedCurrencies, match="EUR and USD"):
        money(1) + money(1, "USD")
    with pytest.raises(MixedCurrencies):
        money(1) - money(1, "USD")
    with pytest.raises(MixedCurrencies):
        assert money(1) < money(1, "USD")


def test_currencies_are_subtotals():
    amounts = [money(10), money(5, "USD"), money("2.50")]
    assert by_currency(amounts) == {"EUR": money("12.50"), "USD": money(5, "USD")}


def test_a_currency_is_a_code_of_the_standard():
    with pytest.raises(UnknownCurrency, match="EURO"):
        money(1, "EURO")


def test_a_fraction_of_a_coin_is_refused_with_the_figure_to_give_instead():
    with pytest.raises(TooPrecise, match=r"Round it first, to 1\.24"):
        money("1.235")


def test_money_reckons():
    assert money(10) - money("0.10") == money("9.90")
    assert -money(1) == money(-1)
    assert abs(money(-1)) == money(1)
    assert total([money(1), money(2)], "EUR") == money(3)
    assert money("33.33").percent(10) == Money(Decimal("3.33"), "EUR")
    assert not money(0)
    assert money(1) < money(2) <= money(2)


@given(
    cents=st.integers(-(10**12), 10**12),
    currency=CURRENCIES,
    shares=st.lists(st.integers(1, 100), min_size=1, max_size=12),
)
def test_parts_always_sum_to_the_whole(cents, currency, shares):
    amount = cents * smallest_coin(currency)
    whole = sum(shares)
    parts = shared_out(amount, currency, [Decimal(share) for share in shares])
    assert sum(parts) == amount
    for part, share in zip(parts, shares, strict=True):
        assert part == rounded(part, currency)
        assert abs(part - amount * share / whole) <= smallest_coin(currency)


@given(amount=st.decimals(-(10**9), 10**9, allow_nan=False, places=6), currency=CURRENCIES)
def test_rounding_is_within_half_a_coin_and_rounds_once(amount, currency):
    coins = rounded(amount, currency)
    assert abs(coins - amount) * 2 <= smallest_coin(currency)
    assert rounded(coins, currency) == coins
