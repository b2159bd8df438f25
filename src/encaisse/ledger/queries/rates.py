"""The rates of late interest: the history shipped, and what administrators entered since."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from encaisse.kit.actor import Actor
from encaisse.ledger.models import HalfYear
from encaisse.ledger.rules.rates import HalfYearRates, Rates, laid_over, shipped_rates


@dataclass(frozen=True, slots=True)
class EnteredRates:
    id: int
    starts_on: date
    legal_individual: Decimal | None
    legal_professional: Decimal | None
    ecb: Decimal | None
    source: str
    entered_by_name: str
    recorded_at: datetime


def rates(actor: Actor) -> Rates:
    """Return every rate known: published figures are nobody's secret."""
    entered = (
        HalfYearRates(row.starts_on, *map(plain, (row.legal_individual, row.legal_professional, row.ecb)))
        for row in reversed(entered_rates(actor))
    )
    return laid_over(shipped_rates(), entered)


def plain(percent: Decimal | None) -> Decimal | None:
    """Write a rate as it was published: 2.15, not 2.150."""
    return None if percent is None else Decimal(f"{percent.normalize():f}")


def entered_rates(actor: Actor) -> list[EnteredRates]:  # noqa: ARG001 - as above
    """Return what was entered, the newest first."""
    return [EnteredRates(**row) for row in HalfYear.objects.order_by("-recorded_at", "-id").values(*EnteredRates.__dataclass_fields__)]
