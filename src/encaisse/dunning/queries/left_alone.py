"""What is not dunned, by reason, owner or age; that it ties with the overdue; the accounts and the holds behind its lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encaisse.db import run_sql
from encaisse.dunning.queries.decisions import chosen_parameters, not_dunned_totals, scope_within
from encaisse.dunning.rules.left_alone import Axis, Chosen
from encaisse.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class NotDunnedGroup:
    """A reason, a collector (0: nobody) or an age, in a currency: how many payers, and what they owe."""

    key: str
    name: str
    payers: int
    overdue_amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class NotDunnedTie:
    """All that is overdue in a currency, the part that reminders speak to, the part left alone: nothing must be missing."""

    currency: str
    overdue_amount: Decimal
    spoken_amount: Decimal
    left_amount: Decimal

    @property
    def missing_amount(self) -> Decimal:
        return self.overdue_amount - self.spoken_amount - self.left_amount


@dataclass(frozen=True, slots=True)
class OverdueAccount:
    payer_id: int
    payer_code: str
    payer_name: str
    code: str
    name: str
    oldest_due_date: date | None
    overdue_amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class HoldBeside:
    """A hold that a person set, as the line of its payer shows it."""

    payer_id: int
    id: int
    customer_id: int
    item_id: int | None
    reason: str
    until_on: date
    set_by_name: str


def not_dunned_groups(actor: Actor, *, on: date, axis: Axis = Axis.REASON, chosen: Chosen | None = None) -> list[NotDunnedGroup]:
    """Return the groups of an axis, side by side: what is chosen on that axis closes none of the others."""
    opened = (chosen or Chosen()).without(axis)
    asked = chosen_parameters(opened) | scope_within(actor, opened.creditor)
    return [NotDunnedGroup(*row) for row in run_sql("dunning.not_dunned_groups", on=on, axis=axis.value, **asked)]


def not_dunned_tie(actor: Actor) -> list[NotDunnedTie]:
    """Hold what is left alone against the overdue of the same payers, currency by currency."""
    left: dict[str, Decimal] = {}
    for total in not_dunned_totals(actor):
        left[total.currency] = left.get(total.currency, Decimal(0)) + total.overdue_amount
    rows = run_sql("dunning.not_dunned_tie", **scope_within(actor))
    return [NotDunnedTie(row.currency, row.overdue_amount, row.spoken_amount, left.get(row.currency, Decimal(0))) for row in rows]


def overdue_accounts(actor: Actor, customer_ids: Iterable[int]) -> list[OverdueAccount]:
    """Return what is overdue of the payers given, customer by customer that they pay for, as the ledger tells it."""
    rows = run_sql("dunning.not_dunned_accounts", payer_ids=list(customer_ids), **scope_within(actor))
    return [OverdueAccount(*row) for row in rows]


def holds_beside(actor: Actor, customer_ids: Iterable[int], *, on: date) -> dict[int, list[HoldBeside]]:
    """Return the holds in force that people set on each payer, those it pays for, or their items: the first to end first."""
    found: dict[int, list[HoldBeside]] = {}
    for row in run_sql("dunning.holds_beside", payer_ids=list(customer_ids), on=on, **scope_within(actor)):
        found.setdefault(row.payer_id, []).append(HoldBeside(*row))
    return found
