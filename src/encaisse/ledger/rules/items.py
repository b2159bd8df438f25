"""Open items: what is still due on each due date, and what may be allocated to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from encaisse.kit.refusals import Refusal, gettext_noop


class AllocationTooLarge(Refusal):
    sentence = gettext_noop(
        "%(asked)s %(currency)s cannot be allocated to %(item)s: only %(open)s %(currency)s is still open. "
        "Allocate %(open)s %(currency)s and leave the rest on the payment."
    )


class PaymentTooSmall(Refusal):
    sentence = gettext_noop(
        "%(asked)s %(currency)s cannot be taken from %(item)s: only %(open)s %(currency)s is not yet allocated. "
        "Allocate %(open)s %(currency)s, or undo an earlier allocation of this payment first."
    )


class AllocationOfNothing(Refusal):
    sentence = gettext_noop("An allocation is of a positive amount, not of %(asked)s %(currency)s. To undo one, reverse it.")


class AllocationOfWrongSides(Refusal):
    sentence = gettext_noop("%(credit)s cannot pay %(debit)s: a payment or credit note pays an invoice. Swap them, or choose another.")


class AllocationOfTwoCurrencies(Refusal):
    sentence = gettext_noop("%(credit)s is in %(paid)s and %(debit)s in %(owed)s: convert the payment into %(owed)s first.")


class AlreadyReversed(Refusal):
    sentence = gettext_noop("This allocation was already undone. Allocate the payment again instead.")


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One due date of a document. Debits are positive, credits negative, and so is what is open of them."""

    id: int
    reference: str
    due_date: date
    currency: str
    amount: Decimal
    open_amount: Decimal

    @property
    def is_credit(self) -> bool:
        return self.amount < 0


@dataclass(frozen=True, slots=True)
class Allocation:
    """A credit pays a debit; the undo of an allocation is a row of its own, with a negative amount."""

    debit_id: int
    credit_id: int
    amount: Decimal
    allocated_on: date
    recorded_at: datetime


def days_overdue(due_date: date, on: date) -> int:
    """Return the days of lateness: none on the due date itself."""
    return max((on - due_date).days, 0)


def check_allocation(debit: OpenItem, credit: OpenItem, asked: Decimal) -> None:
    """Refuse an allocation that is not of one currency, of a credit to a debit, and within what is open on both sides."""
    if asked <= 0:
        raise AllocationOfNothing(asked=asked, currency=debit.currency)
    if debit.is_credit or not credit.is_credit:
        raise AllocationOfWrongSides(credit=credit.reference, debit=debit.reference)
    if debit.currency != credit.currency:
        raise AllocationOfTwoCurrencies(credit=credit.reference, paid=credit.currency, debit=debit.reference, owed=debit.currency)
    if asked > debit.open_amount:
        raise AllocationTooLarge(asked=asked, item=debit.reference, open=debit.open_amount, currency=debit.currency)
    if asked > -credit.open_amount:
        raise PaymentTooSmall(asked=asked, item=credit.reference, open=-credit.open_amount, currency=credit.currency)


def check_reversal(*, already_reversed: bool) -> None:
    if already_reversed:
        raise AlreadyReversed


def open_amount_at(
    item_id: int, amount: Decimal, allocations: Iterable[Allocation], *, on: date, known_at: datetime | None = None
) -> Decimal:
    """Return what was open of an item at the end of a day, as known at an instant (as known now, when none is given).

    The first clock is when it was true in the world (`allocated_on`), the second when it was learnt (`recorded_at`).
    """
    seen = [row for row in allocations if row.allocated_on <= on and (known_at is None or row.recorded_at <= known_at)]
    paid = sum((row.amount for row in seen if row.debit_id == item_id), Decimal(0))
    used = sum((row.amount for row in seen if row.credit_id == item_id), Decimal(0))
    return amount - paid + used
