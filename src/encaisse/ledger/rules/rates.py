"""The rates of late interest: history by half-year, default, contractual floor, public buyers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from encaisse.kit.data import shipped
from encaisse.kit.dates import half_year_start, next_half_year
from encaisse.kit.refusals import Refusal, gettext_noop

# Article L441-10 II: what is due when the terms of sale are silent, and the least a clause may say.
DEFAULT_POINTS = Decimal(10)
FLOOR_FACTOR = 3
# Decree 2013-269: eight points for public contracts concluded since 16 March 2013; seven before (decree 2008-408).
PUBLIC_POINTS = Decimal(8)
EARLIER_PUBLIC_POINTS = Decimal(7)
EIGHT_POINTS_SINCE = date(2013, 3, 16)


class RateMissing(Refusal):
    sentence = gettext_noop(
        "Late interest cannot be reckoned: the rates of the half-year starting on %(half_year)s are not known. "
        "Enter them in the rates of late interest; they are never extrapolated."
    )


class RateBelowFloor(Refusal):
    sentence = gettext_noop(
        "A late interest clause of %(asked)s %% is below the legal floor of %(floor)s %% (three times the legal rate). "
        "Write at least %(floor)s %%."
    )


class NotAHalfYear(Refusal):
    sentence = gettext_noop("Rates run from 1 January or 1 July: %(day)s begins no half-year. Give %(half_year)s.")


class RateUnlikely(Refusal):
    sentence = gettext_noop("%(percent)s %% a year is no likely rate (0 to %(most)s %%). Write it in percent, such as 2.15.")


class NoRateGiven(Refusal):
    sentence = gettext_noop(
        "No rate is given for the half-year of %(half_year)s. Give at least the ECB rate or a legal rate, with its source."
    )


class NoSourceGiven(Refusal):
    sentence = gettext_noop("A rate cites its source: the decree of the legal rate, or the page of the central bank. Write it.")


class RateBasis(StrEnum):
    """DEFAULT: ECB + 10 points; FLOOR: 3 × legal rate; CONTRACT: a fixed percentage; PUBLIC: ECB + 8, frozen; LEGAL: the legal rate."""

    DEFAULT = "DEFAULT"
    FLOOR = "FLOOR"
    CONTRACT = "CONTRACT"
    PUBLIC = "PUBLIC"
    LEGAL = "LEGAL"


@dataclass(frozen=True, slots=True)
class LateRate:
    """Which rate a creditor charges; `percent` only for CONTRACT."""

    basis: RateBasis = RateBasis.DEFAULT
    percent: Decimal | None = None
    public_points: Decimal = PUBLIC_POINTS

    @property
    def is_frozen(self) -> bool:
        """Public buyers owe the rate of the half-year in which interest started, until they pay."""
        return self.basis is RateBasis.PUBLIC


@dataclass(frozen=True, slots=True)
class HalfYearRates:
    """Rates in percent per year; None is not known, and never guessed."""

    starts_on: date
    legal_individual: Decimal | None
    legal_professional: Decimal | None
    ecb: Decimal | None


Rates = Mapping[date, HalfYearRates]


def rates_by_half_year(rows: Iterable[HalfYearRates]) -> Rates:
    return {row.starts_on: row for row in rows}


@cache
def shipped_rates() -> Rates:
    """Return the history shipped with the product; an administrator's rows are laid over it."""
    return rates_by_half_year(half_year_of(row) for row in shipped("encaisse.ledger", "rates"))


# The highest legal or central rate since 1975 was 15.25 %: above this, a figure is a slip of the pen.
MOST_LIKELY = Decimal(20)


def check_rates(row: HalfYearRates, *, source: str) -> None:
    """Refuse rates that begin on no half-year, are unlikely, empty, or cite no source."""
    if row.starts_on != half_year_start(row.starts_on):
        raise NotAHalfYear(day=row.starts_on, half_year=half_year_start(row.starts_on))
    given = [percent for percent in (row.legal_individual, row.legal_professional, row.ecb) if percent is not None]
    if not given:
        raise NoRateGiven(half_year=row.starts_on)
    if wrong := next((percent for percent in given if not 0 <= percent <= MOST_LIKELY), None):
        raise RateUnlikely(percent=wrong, most=MOST_LIKELY)
    if not source.strip():
        raise NoSourceGiven


def laid_over(shipped: Rates, entered: Iterable[HalfYearRates]) -> Rates:
    """Return the shipped history with what was entered since: figure by figure, the last one entered counts."""
    rates = dict(shipped)
    for row in entered:
        before = rates.get(row.starts_on, HalfYearRates(row.starts_on, None, None, None))
        rates[row.starts_on] = HalfYearRates(
            row.starts_on,
            before.legal_individual if row.legal_individual is None else row.legal_individual,
            before.legal_professional if row.legal_professional is None else row.legal_professional,
            before.ecb if row.ecb is None else row.ecb,
        )
    return rates


def missing_half_years(rates: Rates, *, on: date) -> list[date]:
    """Return the half-years up to a day whose rates are not all known: late charges of these days wait for them."""
    first, last = min(rates, default=on), half_year_start(on)
    starts, start = [], first
    while start <= last:
        row = rates.get(start)
        if row is None or None in (row.legal_individual, row.legal_professional, row.ecb):
            starts.append(start)
        start = next_half_year(start)
    return starts


def half_year_of(row: Mapping[str, Any]) -> HalfYearRates:
    percents = (Decimal(row[name]) if row[name] else None for name in ("legal_individual", "legal_professional", "ecb"))
    return HalfYearRates(date.fromisoformat(row["from"]), *percents)


def known_rate(day: date, name: str, rates: Rates) -> Decimal:
    start = half_year_start(day)
    percent: Decimal | None = getattr(rates.get(start), name, None)
    if percent is None:
        raise RateMissing(half_year=start)
    return percent


def ecb_rate(day: date, rates: Rates) -> Decimal:
    """Return the main refinancing rate in force on the first day of the half-year, the one the law refers to."""
    return known_rate(day, "ecb", rates)


def legal_rate(day: date, rates: Rates, *, individual: bool = False) -> Decimal:
    """Return the legal rate: `individual` only for a creditor who is a person acting outside any trade."""
    return known_rate(day, "legal_individual" if individual else "legal_professional", rates)


def floor_rate(day: date, rates: Rates) -> Decimal:
    return FLOOR_FACTOR * legal_rate(day, rates)


def rate_on(day: date, rate: LateRate, rates: Rates) -> Decimal:
    """Return the percentage per year of one day of lateness."""
    if rate.basis is RateBasis.CONTRACT:
        return rate.percent or Decimal(0)
    if rate.basis is RateBasis.FLOOR:
        return floor_rate(day, rates)
    if rate.basis is RateBasis.LEGAL:
        return legal_rate(day, rates)
    points = rate.public_points if rate.basis is RateBasis.PUBLIC else DEFAULT_POINTS
    return ecb_rate(day, rates) + points


def public_points(contracted_on: date | None) -> Decimal:
    return EARLIER_PUBLIC_POINTS if contracted_on and contracted_on < EIGHT_POINTS_SINCE else PUBLIC_POINTS


def check_contract_rate(percent: Decimal, *, on: date, rates: Rates) -> None:
    """Refuse a clause below the floor. The floor limits the clause only: it never raises the default rate."""
    floor = floor_rate(on, rates)
    if percent < floor:
        raise RateBelowFloor(asked=percent, floor=floor)
