"""Commission on cash: a salesperson earns on money received, less when it comes late."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from encaisse.kit.money import rounded


@dataclass(frozen=True, slots=True)
class Band:
    """What remains of a commission up to a lateness in days; `up_to_days` None is the last band."""

    up_to_days: int | None
    multiplier: Decimal


BANDS = (
    Band(0, Decimal("1.00")),
    Band(30, Decimal("0.90")),
    Band(60, Decimal("0.70")),
    Band(90, Decimal("0.50")),
    Band(None, Decimal("0.00")),
)


@dataclass(frozen=True, slots=True)
class Commission:
    """The commission of one payment on one invoice.

    Beyond the last band nothing is earned now, but nothing is lost: a clause that forfeits a commission after a delay is void, so
    the commission is deferred until someone decides.
    """

    net_cash: Decimal
    multiplier: Decimal
    amount: Decimal
    is_deferred: bool


def multiplier_of(days_late: int, bands: Sequence[Band] = BANDS) -> Decimal:
    return next(band.multiplier for band in bands if band.up_to_days is None or days_late <= band.up_to_days)


def net_cash(cash: Decimal, *, invoice_net: Decimal, invoice_gross: Decimal, currency: str) -> Decimal:
    """Return the part of a payment that is not tax, in the proportion of the invoice."""
    return rounded(cash * invoice_net / invoice_gross, currency)


def commission(
    cash: Decimal,
    *,
    invoice_net: Decimal,
    invoice_gross: Decimal,
    currency: str,
    percent: Decimal,
    days_late: int,
    bands: Sequence[Band] = BANDS,
) -> Commission:
    """Return the commission of a payment, on its value date; a returned payment gives a negative `cash` and takes it back."""
    base = net_cash(cash, invoice_net=invoice_net, invoice_gross=invoice_gross, currency=currency)
    multiplier = multiplier_of(days_late, bands)
    return Commission(base, multiplier, rounded(base * percent / 100 * multiplier, currency), is_deferred=not multiplier)
