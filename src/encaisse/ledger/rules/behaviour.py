"""How a customer pays: month by month, what was invoiced and received, how late, and how many invoices missed their due date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

MONTHS = 12
NOTHING = Decimal(0)


class Issued(NamedTuple):
    """A document of one currency, as behaviour reads it; amounts are signed as the ledger signs them."""

    kind: str
    issued_on: date
    amount: Decimal
    is_returned: bool = False


class Due(NamedTuple):
    """A due line of an invoice."""

    item_id: int
    document_id: int
    due_date: date
    amount: Decimal


class Settled(NamedTuple):
    """A part of a due line settled by a credit: the day that counts is the credit's own, not that of the allocation."""

    item_id: int
    kind: str
    paid_on: date
    due_date: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MonthOfBehaviour:
    month: date
    invoiced_amount: Decimal
    received_amount: Decimal
    settled_amount: Decimal
    amount_days: Decimal
    late_count: int

    @property
    def days_late(self) -> int | None:
        """Return the average days after the due date, weighted by amounts; negative: before it."""
        return average_days([self])


def first_month(on: date, *, months: int = MONTHS) -> date:
    """Return the first day of a window of whole months that ends with the day's own."""
    years, month = divmod(on.year * 12 + on.month - months, 12)
    return date(years, month + 1, 1)


def months_until(on: date, *, months: int = MONTHS) -> list[date]:
    first = first_month(on, months=months)
    return [date(year, month + 1, 1) for year, month in (divmod(first.year * 12 + first.month - 1 + no, 12) for no in range(months))]


def behaviour(issued: Iterable[Issued], due: Iterable[Due], settled: Sequence[Settled], *, on: date) -> list[MonthOfBehaviour]:
    """Reckon the behaviour of one customer in one currency; the same figures come from `payment_behaviour.sql`."""
    documents, lines = list(issued), list(due)
    return [month_of(documents, lines, settled, month=month, on=on) for month in months_until(on)]


def month_of(documents: Iterable[Issued], lines: Iterable[Due], settled: Sequence[Settled], *, month: date, on: date) -> MonthOfBehaviour:
    invoices = [each.amount for each in documents if each.kind == "invoice" and is_in(each.issued_on, month, on)]
    receipts = [-each.amount for each in documents if is_receipt(each) and is_in(each.issued_on, month, on)]
    paid = [each for each in settled if each.kind == "payment" and is_in(each.paid_on, month, on)]
    due = [line for line in lines if line.due_date < on and is_in(line.due_date, month, on)]
    return MonthOfBehaviour(
        month=month,
        invoiced_amount=sum(invoices, NOTHING),
        received_amount=sum(receipts, NOTHING),
        settled_amount=sum((each.amount for each in paid), NOTHING),
        amount_days=sum((each.amount * (each.paid_on - each.due_date).days for each in paid), NOTHING),
        late_count=len({line.document_id for line in due if is_missed(line, settled)}),
    )


def is_in(day: date, month: date, on: date) -> bool:
    return (day.year, day.month) == (month.year, month.month) and day <= on


def is_receipt(document: Issued) -> bool:
    return document.kind == "payment" and document.amount < 0 and not document.is_returned


def is_missed(line: Due, settled: Iterable[Settled]) -> bool:
    """Tell whether something of a due line was still open at the end of its due date."""
    paid = sum((each.amount for each in settled if each.item_id == line.item_id and each.paid_on <= line.due_date), NOTHING)
    return line.amount > paid


def average_days(months: Iterable[MonthOfBehaviour]) -> int | None:
    """Return the average days after the due date over some months, weighted by amounts; None without any payment."""
    found = list(months)
    settled = sum((each.settled_amount for each in found), NOTHING)
    if settled <= 0:
        return None
    return int((sum((each.amount_days for each in found), NOTHING) / settled).quantize(Decimal(1), ROUND_HALF_UP))
