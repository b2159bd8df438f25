"""What a dispute is: a reason, the department that can solve it, its deadline in working days, the amount it holds."""

from collections.abc import Iterable
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
    CORRECTED = "corrected"  # the error was ours: a corrected invoice replaces the disputed one, and may be due later
    CORRECTED_FOR_THEM = "corrected_for_them"  # the error was the customer's: the corrected invoice keeps its first due date
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


class BeforeItOpened(Refusal):
    sentence = gettext_noop("A dispute opened on %(opened_on)s is answered and closed on that day or later. Correct the day.")


class NothingDisputed(Refusal):
    sentence = gettext_noop("A dispute names at least one item and a positive amount. Choose the items the customer contests.")


class SeveralCurrencies(Refusal):
    sentence = gettext_noop("These invoices are in several currencies, which are never added. Open one dispute for each currency.")


class KeepsItsDueDate(Refusal):
    sentence = gettext_noop(
        "A corrected invoice gets a new due date only when the error was ours. Choose that outcome, or leave the new due date empty."
    )


class NotCorrected(Refusal):
    sentence = gettext_noop("Only a dispute that ends with a corrected invoice names the invoice that replaces it. Leave it empty.")


@dataclass(frozen=True, slots=True)
class Correction:
    """What corrects a disputed invoice: the invoice that replaces it (none: the same one), and the day that was agreed, if any."""

    replacement_id: int | None = None
    due_on: date | None = None


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


def check_one_currency(currencies: Iterable[str]) -> None:
    if len(set(currencies)) > 1:
        raise SeveralCurrencies


def answer_due_on(code: str, *, opened_on: date, calendar: WorkingDays) -> date:
    """Return the day by which the department must have answered; a reason of zero days is answered the same working day."""
    return calendar.add(opened_on, reason(code).working_days)


def check_open(closed_on: date | None) -> None:
    if closed_on is not None:
        raise DisputeClosed(closed_on=closed_on)


def check_day(on: date, *, opened_on: date) -> None:
    """Refuse to answer or close a dispute before it was opened."""
    if on < opened_on:
        raise BeforeItOpened(opened_on=opened_on)


def check_correction(outcome: Outcome, correction: Correction) -> None:
    """Refuse a new due date unless the error was ours, and a replacement unless something was corrected."""
    if correction.due_on is not None and outcome is not Outcome.CORRECTED:
        raise KeepsItsDueDate
    if correction.replacement_id is not None and outcome not in {Outcome.CORRECTED, Outcome.CORRECTED_FOR_THEM}:
        raise NotCorrected


def corrected_due_date(outcome: Outcome, *, first_due_on: date, own_due_on: date, agreed_on: date | None = None) -> date:
    """Return when a corrected invoice is due: a new day only when the error was ours (rule 11), else the day the first one was due."""
    if outcome is Outcome.CORRECTED:
        return agreed_on or own_due_on
    if outcome is Outcome.CORRECTED_FOR_THEM:
        return min(first_due_on, own_due_on)
    return own_due_on
