"""Late interest and the recovery fee: exact, by half-year, rounded once per due line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from encaisse.kit.dates import add_months_clamped, next_half_year
from encaisse.kit.money import Money, rounded
from encaisse.ledger.rules.rates import LateRate, RateBasis, Rates, legal_rate, rate_on

DAYS_OF_YEAR = 365
# Article D441-5: for each due line paid late, whatever the lateness and the amount.
RECOVERY_FEE = Money(Decimal(40), "EUR")
# Article L313-3 of the monetary code: five points more, two months after the decision is enforceable.
JUDGMENT_POINTS = Decimal(5)
MONTHS_BEFORE_MAJORATION = 2


class Imputation(StrEnum):
    """What a part payment pays first: the principal (trade practice) or the interest (article 1343-1 of the civil code)."""

    PRINCIPAL_FIRST = "PRINCIPAL_FIRST"
    INTEREST_FIRST = "INTEREST_FIRST"


class BuyerKind(StrEnum):
    BUSINESS = "business"
    CONSUMER = "consumer"
    PUBLIC = "public_body"


@dataclass(frozen=True, slots=True)
class Payment:
    value_date: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Period:
    """Interest of some days of lateness on one base at one rate: from the day after `after` to `until`, included; not rounded."""

    after: date
    until: date
    base: Decimal
    percent: Decimal

    @property
    def days(self) -> int:
        return (self.until - self.after).days

    @property
    def interest(self) -> Decimal:
        return self.base * self.percent * self.days / (100 * DAYS_OF_YEAR)


@dataclass(frozen=True, slots=True)
class LateInterest:
    periods: tuple[Period, ...]
    interest: Decimal
    principal_left: Decimal


@dataclass(frozen=True, slots=True)
class LateCharges:
    """What one due line owes for its lateness, the interest in its own currency and the fee in euros; or why nothing."""

    interest: Money
    recovery_fee: Money
    reason: str = ""


def half_year_ends(after: date, until: date) -> Iterator[date]:
    """Yield the last days of half-years strictly between two days: the rate changes the day after."""
    end = next_half_year(after + timedelta(days=1)) - timedelta(days=1)
    while end < until:
        yield end
        end = next_half_year(end + timedelta(days=1)) - timedelta(days=1)


def periods_between(after: date, until: date, base: Decimal, *, rate: LateRate, rates: Rates, started_on: date) -> list[Period]:
    """Cut the days from `after` (not counted) to `until` (counted) at the half-years; a frozen rate is that of the first day."""
    if until <= after or base <= 0:
        return []
    bounds = [after, *half_year_ends(after, until), until]
    return [Period(start, end, base, rate_on(started_on if rate.is_frozen else end, rate, rates)) for start, end in pairwise(bounds)]


def late_interest(
    principal: Decimal,
    *,
    currency: str,
    due_date: date,
    payments: Iterable[Payment],
    until: date,
    rate: LateRate,
    rates: Rates,
    imputation: Imputation = Imputation.PRINCIPAL_FIRST,
) -> LateInterest:
    """Return the interest of a due line up to a day, included, on what was open each day (article L441-10 II).

    Principal first, the whole is rounded once; interest first, each payment event is rounded, since the payment settles it.
    """
    events = sorted((payment for payment in payments if payment.value_date <= until), key=lambda payment: payment.value_date)
    interest_first = imputation is Imputation.INTEREST_FIRST
    left, unpaid_interest, charged = principal, Decimal(0), Decimal(0)
    periods: list[Period] = []
    after, started_on = due_date, due_date + timedelta(days=1)
    for event in [*events, Payment(until, Decimal(0))]:
        new = periods_between(after, event.value_date, left, rate=rate, rates=rates, started_on=started_on)
        periods += new
        after = max(after, event.value_date)
        if interest_first:
            accrued = rounded(sum_of(new), currency)
            charged += accrued
            unpaid_interest += accrued
        to_interest = min(unpaid_interest, event.amount)
        unpaid_interest -= to_interest
        left -= event.amount - to_interest
    return LateInterest(tuple(periods), charged if interest_first else rounded(sum_of(periods), currency), left)


def sum_of(periods: Sequence[Period]) -> Decimal:
    return sum((period.interest for period in periods), Decimal(0))


def late_charges(
    principal: Money,
    *,
    due_date: date,
    payments: Sequence[Payment],
    until: date,
    buyer: BuyerKind,
    rate: LateRate,
    rates: Rates,
    imputation: Imputation = Imputation.PRINCIPAL_FIRST,
    payment_prohibited: bool = False,
) -> LateCharges:
    """Return the late interest and the fee of one due line. A consumer owes neither; nor an insolvent buyer barred from paying."""
    if reason := why_no_late_charges(buyer, payment_prohibited=payment_prohibited):
        return LateCharges(Money(Decimal(0), principal.currency), Money(Decimal(0), "EUR"), reason)
    charged_rate = LateRate(RateBasis.PUBLIC, public_points=rate.public_points) if buyer is BuyerKind.PUBLIC else rate
    reckoned = late_interest(
        principal.amount,
        currency=principal.currency,
        due_date=due_date,
        payments=payments,
        until=until,
        rate=charged_rate,
        rates=rates,
        imputation=imputation,
    )
    was_late = any(due_date < payment.value_date <= until for payment in payments) or bool(reckoned.periods)
    fee = RECOVERY_FEE if was_late else Money(Decimal(0), "EUR")
    return LateCharges(Money(reckoned.interest, principal.currency), fee)


def why_no_late_charges(buyer: BuyerKind, *, payment_prohibited: bool) -> str:
    if buyer is BuyerKind.CONSUMER:
        return "consumer"
    return "payment_prohibited" if payment_prohibited else ""


def judgment_interest(
    principal: Decimal, *, currency: str, enforceable_on: date, until: date, rates: Rates, individual: bool = False
) -> LateInterest:
    """Return the legal interest on a judgment: five points more from two months after it became enforceable."""
    majored_after = add_months_clamped(enforceable_on, MONTHS_BEFORE_MAJORATION)
    bounds = sorted({enforceable_on, until, *half_year_ends(enforceable_on, until), *([majored_after] if majored_after < until else [])})
    periods = tuple(
        Period(after, end, principal, legal_rate(end, rates, individual=individual) + (JUDGMENT_POINTS if after >= majored_after else 0))
        for after, end in pairwise(bounds)
    )
    return LateInterest(periods, rounded(sum_of(periods), currency), principal)
