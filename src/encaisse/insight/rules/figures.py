"""The figures of receivables: DSO family, lateness, promises, disputes, channels, roll rates, allowances.

Amounts include tax unless a name says `net`. Credit notes reduce both the receivables and the month of sales; doubtful items are
left out; credit sales only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

NOTHING = Decimal(0)
# Receivables that 24 months of sales do not explain have no meaningful count-back.
MONTHS_COUNTED_BACK = 24


def shown(figure: Decimal, places: int = 2) -> Decimal:
    """Round a ratio or a number of days for reading; amounts are rounded by `kit.money`."""
    return figure.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percentage(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return a percentage; None when there is nothing to compare with."""
    return part / whole * 100 if whole else None


@dataclass(frozen=True, slots=True)
class MonthOfSales:
    """Credit sales of one month, and its days: those elapsed, for the month under way."""

    month: str
    sales: Decimal
    days: int


@dataclass(frozen=True, slots=True)
class CountBack:
    """DSO by exhaustion, month by month, the latest first; `days` is None when the sales known do not exhaust the receivables."""

    days: Decimal | None
    trace: tuple[tuple[str, Decimal], ...]


def dso(receivables: Decimal, sales: Decimal, days: int) -> Decimal | None:
    """Return how many days of sales are still owed."""
    return receivables / sales * days if sales > 0 else None


def best_possible_dso(not_due: Decimal, sales: Decimal, days: int) -> Decimal | None:
    """Return the DSO there would be if nobody were late."""
    return dso(not_due, sales, days)


def average_days_delinquent(overdue: Decimal, sales: Decimal, days: int) -> Decimal | None:
    """Return the part of the DSO that lateness alone costs: DSO less the best possible one."""
    return dso(overdue, sales, days)


def dso_count_back(receivables: Decimal, months: Sequence[MonthOfSales]) -> CountBack:
    """Exhaust the receivables with the latest months of sales, going backwards; the last month counts pro rata."""
    left, counted, trace = receivables, NOTHING, []
    for month in months[:MONTHS_COUNTED_BACK]:
        if left <= 0:
            break
        days = Decimal(month.days) if left >= month.sales else left / month.sales * month.days
        trace.append((month.month, days))
        counted += days
        left -= month.sales
    return CountBack(counted if left <= 0 else None, tuple(trace))


def collection_effectiveness(opening: Decimal, sales: Decimal, closing: Decimal, closing_not_due: Decimal) -> Decimal | None:
    """Return the share of what could be collected in a period that was (collection effectiveness index, in percent)."""
    return percentage(opening + sales - closing, opening + sales - closing_not_due)


def overdue_rate(overdue: Decimal, receivables: Decimal) -> Decimal | None:
    return percentage(overdue, receivables)


def weighted_days_late(paid: Iterable[tuple[Decimal, int]], *, floored: bool = False) -> Decimal | None:
    """Return the average lateness of paid invoices weighted by amount; `floored` counts a payment in advance as on time."""
    facts = [(amount, max(days, 0) if floored else days) for amount, days in paid]
    whole = sum((amount for amount, _ in facts), NOTHING)
    return sum((amount * days for amount, days in facts), NOTHING) / whole if whole else None


def kept_rate(kept: int, partial: int, broken: int) -> Decimal | None:
    """Return the percentage of promises kept, among those that have a verdict."""
    return percentage(Decimal(kept), Decimal(kept + partial + broken))


def kept_amount_rate(received_on_time: Decimal, promised: Decimal) -> Decimal | None:
    return percentage(received_on_time, promised)


@dataclass(frozen=True, slots=True)
class CycleTime:
    """Calendar days from the opening to the settlement of disputes; those still open are told apart."""

    mean: Decimal
    median: Decimal


def dispute_cycle_time(days: Sequence[int]) -> CycleTime | None:
    if not days:
        return None
    return CycleTime(Decimal(sum(days)) / len(days), Decimal(median([Decimal(count) for count in days])))


def channel_recovery_rate(collected_in_window: Decimal, targeted: Decimal) -> Decimal | None:
    """Return what came in within the window after the last action of a channel, in percent of what it targeted."""
    return percentage(collected_in_window, targeted)


def cost_per_euro(cost: Decimal, collected: Decimal) -> Decimal | None:
    return cost / collected if collected else None


def roll_rate(older_age_now: Decimal, younger_age_before: Decimal) -> Decimal | None:
    """Return how much of an age slid into the next one from a month end to the following one, in percent."""
    return percentage(older_age_now, younger_age_before)


def expected_credit_loss(balances: Mapping[str, Decimal], loss_rates: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return the allowance of each age (IFRS 9, simplified matrix): balance × loss rate in percent."""
    return {age: balance * loss_rates[age] / 100 for age, balance in balances.items()}


def doubtful_allowance(gross: Decimal, *, vat_percent: Decimal, risk_percent: Decimal) -> Decimal:
    """Return the allowance for a doubtful receivable, reckoned without tax since the tax will be recovered."""
    return net_of_vat(gross, vat_percent) * risk_percent / 100


def recoverable_vat(gross: Decimal, vat_percent: Decimal) -> Decimal:
    """Return the tax recovered on a debt lost for good (article 272-1 of the tax code)."""
    return gross - net_of_vat(gross, vat_percent)


def net_of_vat(gross: Decimal, vat_percent: Decimal) -> Decimal:
    return gross * 100 / (100 + vat_percent)
