"""Exposure, limits, and the deadlines and cover of credit insurance."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

NOTHING = Decimal(0)
# Days before a deadline of the policy at which someone is told.
ALERT_DAYS = (15, 7, 2)


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is at stake with a customer: debits positive; credit notes, unallocated money and deposits negative."""

    open_invoices: Decimal = NOTHING
    credit_notes: Decimal = NOTHING
    unallocated_payments: Decimal = NOTHING
    bills_not_matured: Decimal = NOTHING
    delivered_not_invoiced: Decimal = NOTHING
    open_orders: Decimal = NOTHING
    deposits: Decimal = NOTHING

    def total(self, *, order_weight: Decimal = Decimal(1)) -> Decimal:
        """Return the exposure; open orders count for a share of their amount, set by the creditor."""
        receivables = self.open_invoices + self.credit_notes + self.unallocated_payments + self.bills_not_matured
        return receivables + self.delivered_not_invoiced + self.open_orders * order_weight + self.deposits


def excess(exposure: Decimal, limit: Decimal) -> Decimal:
    """Return by how much an exposure exceeds the limit; nothing when it does not."""
    return max(exposure - limit, NOTHING)


def excess_with_order(exposure: Decimal, order: Decimal, limit: Decimal) -> Decimal:
    return excess(exposure + order, limit)


@dataclass(frozen=True, slots=True)
class Cover:
    covered: Decimal
    rate_percent: Decimal | None


def insurance_cover(insurable_exposure: Decimal, *, approved_limit: Decimal, quota_percent: Decimal) -> Cover:
    """Return what the insurer would pay back, and its share of the insurable exposure."""
    covered = min(insurable_exposure, approved_limit) * quota_percent / 100
    return Cover(covered, covered / insurable_exposure * 100 if insurable_exposure else None)


@dataclass(frozen=True, slots=True)
class Policy:
    """The delays of a credit insurance policy, in days: longest credit from the invoice, then to notify, then to ask intervention."""

    max_credit_days: int
    notification_days: int
    intervention_days: int


@dataclass(frozen=True, slots=True)
class InsuranceDeadlines:
    max_credit_end: date
    notification_limit: date
    intervention_limit: date


def insurance_deadlines(policy: Policy, invoiced_on: date, *, notified_on: date | None = None) -> InsuranceDeadlines:
    """Return the last days of a policy for an invoice; the intervention runs from the notification, or from its last day."""
    credit_end = invoiced_on + timedelta(days=policy.max_credit_days)
    notification_limit = credit_end + timedelta(days=policy.notification_days)
    intervention_limit = (notified_on or notification_limit) + timedelta(days=policy.intervention_days)
    return InsuranceDeadlines(credit_end, notification_limit, intervention_limit)


def deadline_alert(deadline: date, on: date) -> int | None:
    """Return the nearest alert (2, 7 or 15 days before) that a day has reached; None before, and once the deadline has passed."""
    left = (deadline - on).days
    return next((days for days in reversed(ALERT_DAYS) if 0 <= left <= days), None)
