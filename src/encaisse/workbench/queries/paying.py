"""How a customer pays: twelve months of figures, and the usual payment day, proposed until a person says so (rule 14)."""

from dataclasses import dataclass
from datetime import date, timedelta

from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile, HabitRow
from encaisse.dunning.rules.habits import ENOUGH, LAST_PAYMENTS, habit_is_dropped, proposed_payment_day
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger import queries as ledger
from encaisse.ledger.rules.behaviour import MonthOfBehaviour, average_days, first_month

YEAR = timedelta(days=365)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Paying:
    """The months, the average lateness, the usual day: kept, or seen in the payments and waiting for a person."""

    currency: str
    months: tuple[MonthOfBehaviour, ...]
    average: int | None
    late_count: int
    habit: HabitRow | None
    seen_day: int | None
    is_missed: bool
    """Two payments in a row, since a person confirmed the usual day, missed it: nothing waits for it any more."""

    @property
    def has_facts(self) -> bool:
        return any(month.invoiced_amount or month.received_amount or month.late_count for month in self.months)


def paying(actor: Actor, customer: CustomerFile, *, currency: str, on: date) -> Paying:
    """Return how a customer has paid over twelve months."""
    actor.must(Permission.INVOICE_VIEW)
    months = tuple(ledger.payment_behaviour(actor, customer.id, currency=currency, on=on))
    known = customers.habits(actor, customer.id)
    habit = next((each for each in known if each.kind == "payment_day" and each.dropped_on is None), None)
    paid_on = payment_days(actor, customer, since=first_month(on) - YEAR, on=on)[-LAST_PAYMENTS:]
    since = payment_days(actor, customer, since=habit.confirmed_on + DAY, on=on) if habit and habit.confirmed_on else []
    seen = None if habit else proposed_payment_day(paid_on)
    refused = {each.value for each in known if each.dropped_on and paid_on and each.dropped_on >= paid_on[-1]}
    return Paying(
        currency=currency, months=months, average=average_days(months), late_count=sum(month.late_count for month in months), habit=habit,
        seen_day=seen if seen not in refused else None, is_missed=habit is not None and habit_is_dropped(since, habit.value),
    )  # fmt: skip


def payment_days(actor: Actor, customer: CustomerFile, *, since: date, on: date) -> list[date]:
    """Return the days on which an account paid, each once, the oldest first; whoever may not see payments sees no habit in them."""
    if actor.may(Permission.PAYMENT_VIEW) is None:
        return []
    received = ledger.money_received(actor, {customer.id, *customers.paid_by(actor, customer.id)}, since=since, until=on)
    return sorted({each.received_on for each in received})


ENOUGH_OF = (ENOUGH, LAST_PAYMENTS)
