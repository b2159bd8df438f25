"""Promises to pay and payment plans: the verdict is read from the money received, and only on data fresh enough to tell.

Product rule 10 (promise) and rule 12 (plan).
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from encaisse.kit.dates import WorkingDays
from encaisse.kit.money import rounded
from encaisse.kit.refusals import Refusal, gettext_noop

# A transfer sent on the promised day is seen in the accounts up to three working days later (rule 10).
GRACE_WORKING_DAYS = 3
MOST_INSTALMENTS = 36
# Less than a fifth of what was promised is a token: the promise is broken all the same.
KEPT_IN_PART = Decimal("0.2")


class PromiseState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    PARTIAL = "partial"
    BROKEN = "broken"
    TO_CHECK = "to_check"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Promise:
    amount: Decimal
    promised_on: date
    promised_for: date
    withdrawn_on: date | None = None
    is_replaced: bool = False


class PromiseInThePast(Refusal):
    sentence = gettext_noop("A promise is for today or later: %(promised_for)s is past. Record the payment instead, or another day.")


class PromiseTooLarge(Refusal):
    sentence = gettext_noop("%(asked)s cannot be promised: only %(open)s is overdue or open here. Promise %(open)s at most.")


class NothingPromised(Refusal):
    sentence = gettext_noop("A promise needs a positive amount. Enter what the customer said they will pay.")


class SeveralCurrencies(Refusal):
    sentence = gettext_noop("These invoices are in several currencies, which are never added. Note one engagement for each currency.")


class NothingPlanned(Refusal):
    sentence = gettext_noop("A plan needs invoices with something open. Tick those it covers.")


class PlanNotProposed(Refusal):
    sentence = gettext_noop("This plan was accepted or ended already. Propose another one.")


class PlanOver(Refusal):
    sentence = gettext_noop("This plan has ended already: there is nothing left to end.")


class PlanDoesNotAddUp(Refusal):
    sentence = gettext_noop(
        "The instalments add up to %(instalments)s but the items of the plan to %(items)s. Change the last instalment by %(difference)s."
    )


def grace_end(promised_for: date, calendar: WorkingDays) -> date:
    """Return the last day on which the promised amount is still held."""
    return calendar.add(promised_for, GRACE_WORKING_DAYS)


def promise_state(promise: Promise, *, paid: Decimal, facts_true_until: date, calendar: WorkingDays, on: date) -> PromiseState:
    """Return the verdict of a promise on a day.

    `paid` is the money received from the payer since the promise, less money that names other items. A promise is only judged
    broken or partial on facts dated at least the end of its grace; until then it is « à vérifier ».
    """
    if promise.withdrawn_on is not None and promise.withdrawn_on <= on:
        return PromiseState.WITHDRAWN
    if promise.is_replaced:
        return PromiseState.REPLACED
    if paid >= promise.amount:
        return PromiseState.KEPT
    end = grace_end(promise.promised_for, calendar)
    if on <= end:
        return PromiseState.OPEN
    if facts_true_until < end:
        return PromiseState.TO_CHECK
    return PromiseState.PARTIAL if paid >= KEPT_IN_PART * promise.amount else PromiseState.BROKEN


def check_one_currency(currencies: Iterable[str]) -> None:
    if len(set(currencies)) > 1:
        raise SeveralCurrencies


def check_promise(amount: Decimal, *, open_amount: Decimal, promised_for: date, on: date) -> None:
    if amount <= 0:
        raise NothingPromised
    if promised_for < on:
        raise PromiseInThePast(promised_for=promised_for)
    if amount > open_amount:
        raise PromiseTooLarge(asked=amount, open=open_amount)


@dataclass(frozen=True, slots=True)
class ItemShare:
    item_id: int
    amount: Decimal


def share_over_items(amount: Decimal, items: Sequence[ItemShare]) -> tuple[ItemShare, ...]:
    """Spread a promised amount over items in the order given (the oldest first), each up to what it still owes."""
    shares: list[ItemShare] = []
    left = amount
    for item in items:
        part = min(left, item.amount)
        if part > 0:
            shares.append(ItemShare(item.item_id, part))
            left -= part
    return tuple(shares)


@dataclass(frozen=True, slots=True)
class Instalment:
    position: int
    due_date: date
    amount: Decimal


def equal_instalments(total: Decimal, *, currency: str, days: Sequence[date]) -> tuple[Instalment, ...]:
    """Split a total into equal instalments, the last one taking the cents that do not divide."""
    part = rounded(total / len(days), currency)
    amounts = [part] * (len(days) - 1)
    return tuple(
        Instalment(position, day, amount)
        for position, (day, amount) in enumerate(zip(days, [*amounts, total - sum(amounts, Decimal())], strict=True), start=1)
    )


def monthly(first_on: date, count: int) -> list[date]:
    """Return the days of instalments a month apart; a month too short for the day gives its last one."""
    months = (divmod(first_on.year * 12 + first_on.month - 1 + shift, 12) for shift in range(count))
    return [date(year, month + 1, min(first_on.day, monthrange(year, month + 1)[1])) for year, month in months]


def monthly_instalments(amounts: Iterable[Decimal], *, currency: str, first_on: date, count: int) -> tuple[Instalment, ...]:
    """Split what is open of some items into equal instalments a month apart."""
    return equal_instalments(sum(amounts, Decimal()), currency=currency, days=monthly(first_on, count))


def check_plan(instalments: Sequence[Instalment], *, items_amount: Decimal) -> None:
    total = sum((instalment.amount for instalment in instalments), Decimal())
    if total != items_amount:
        raise PlanDoesNotAddUp(instalments=total, items=items_amount, difference=items_amount - total)


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """Where a plan stands: what should have come in by now, what did, and the first instalment missed beyond its grace."""

    expected: Decimal
    paid: Decimal
    missed: Instalment | None
    next_instalment: Instalment | None

    @property
    def is_respected(self) -> bool:
        return self.missed is None


def plan_standing(
    instalments: Sequence[Instalment], *, paid: Decimal, facts_true_until: date, calendar: WorkingDays, on: date
) -> PlanStanding:
    """Judge a plan: an instalment is missed when its grace is over, on facts that reach that day, and the money is not there."""
    ordered = sorted(instalments, key=lambda instalment: instalment.due_date)
    due, missed = Decimal(), None
    for instalment in ordered:
        end = grace_end(instalment.due_date, calendar)
        if end >= on or facts_true_until < end:
            break
        due += instalment.amount
        if missed is None and paid < due:
            missed = instalment
    ahead = next((instalment for instalment in ordered if instalment.due_date >= on), None)
    return PlanStanding(expected=due, paid=paid, missed=missed, next_instalment=ahead)
