"""The rules of insight: figures of receivables and commission on cash. Pure."""

from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from encaisse.insight.rules.commission import BANDS, Band, Commission, commission, multiplier_of, net_cash
    from encaisse.insight.rules.figures import (
        CountBack,
        CycleTime,
        MonthOfSales,
        average_days_delinquent,
        best_possible_dso,
        channel_recovery_rate,
        collection_effectiveness,
        cost_per_euro,
        dispute_cycle_time,
        doubtful_allowance,
        dso,
        dso_count_back,
        expected_credit_loss,
        kept_amount_rate,
        kept_rate,
        net_of_vat,
        overdue_rate,
        percentage,
        recoverable_vat,
        roll_rate,
        shown,
        weighted_days_late,
    )
else:
    wake_on_demand(__name__)

__all__ = [
    "BANDS",
    "Band",
    "Commission",
    "CountBack",
    "CycleTime",
    "MonthOfSales",
    "average_days_delinquent",
    "best_possible_dso",
    "channel_recovery_rate",
    "collection_effectiveness",
    "commission",
    "cost_per_euro",
    "dispute_cycle_time",
    "doubtful_allowance",
    "dso",
    "dso_count_back",
    "expected_credit_loss",
    "kept_amount_rate",
    "kept_rate",
    "multiplier_of",
    "net_cash",
    "net_of_vat",
    "overdue_rate",
    "percentage",
    "recoverable_vat",
    "roll_rate",
    "shown",
    "weighted_days_late",
]
