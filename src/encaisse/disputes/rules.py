"""What a dispute is: a reason, the department that can solve it, its deadline in working days, the amount it holds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

from encaisse.kit.data import shipped
from encaisse.kit.dates import WorkingDays
from encaisse.kit.refusals import Refusal, gettext_noop


class Department(StrEnum):
    SALES = "sales"
    ORDER_ADMIN = "order_admin"
    LOGISTICS = "logistics"
    QUALITY = "quality"
    AFTER_SALES = "after_sales"
    ACCOUNTING = "accounting"
    COLLECTIONS = "collections"
    CREDIT_MANAGEMENT = "credit_management"
    FINANCE = "finance"
    GENERAL_MANAGEMENT = "general_management"
    LEGAL = "legal"


class Outcome(StrEnum):
    CREDITED = "credited"  # the customer was right: a credit note settles it
    CORRECTED = "corrected"  # a corrected invoice replaces the disputed one
    UNFOUNDED = "unfounded"  # the customer was wrong: the amount is due again
    GESTURE = "gesture"  # a commercial gesture


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an invoice is not paid, who can solve it, within how many working days, and what it does to dunning."""

    code: str
    fr: str
    en: str
    category: str
    department: Department
    next_action_fr: str
    next_action_en: str
    working_days: int
    effect: str
    is_dispute: bool

    def name(self, language: str) -> str:
        return self.fr if language == "fr" else self.en


class UnknownReason(Refusal):
    sentence = gettext_noop("“%(reason)s” is not a known reason for a late payment. Choose one of the list.")


class DisputedAmountTooLarge(Refusal):
    sentence = gettext_noop(
        "%(asked)s cannot be disputed on %(reference)s: only %(open)s is open and not disputed yet. Dispute %(open)s at most."
    )


class DisputeClosed(Refusal):
    sentence = gettext_noop("This dispute was closed on %(closed_on)s. Open a new one if the customer contests again.")


class NothingDisputed(Refusal):
    sentence = gettext_noop("A dispute names at least one item and a positive amount. Choose the items the customer contests.")


@cache
def reasons() -> dict[str, Reason]:
    rows = shipped("encaisse.disputes", "reasons")
    return {row["code"]: Reason(**{**row, "department": Department(row["department"])}) for row in rows}


def reason(code: str) -> Reason:
    if code not in reasons():
        raise UnknownReason(reason=code)
    return reasons()[code]


def check_disputed_amount(asked: Decimal, *, reference: str, free_amount: Decimal) -> None:
    """Refuse to dispute nothing, or more than is open and not disputed yet."""
    if asked <= 0:
        raise NothingDisputed
    if asked > free_amount:
        raise DisputedAmountTooLarge(asked=asked, reference=reference, open=free_amount)


def answer_due_on(code: str, *, opened_on: date, calendar: WorkingDays) -> date:
    """Return the day by which the department must have answered; a reason of zero days is answered the same working day."""
    return calendar.add(opened_on, reason(code).working_days)


def check_open(closed_on: date | None) -> None:
    if closed_on is not None:
        raise DisputeClosed(closed_on=closed_on)
