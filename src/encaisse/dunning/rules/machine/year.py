"""A payer's facts over a year, each with the day it was known: what the time machine lives through, and never invents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from encaisse.dunning.rules.contact_caps import Cap
from encaisse.dunning.rules.einvoices import EInvoiceState
from encaisse.dunning.rules.scenario import Channel
from encaisse.dunning.rules.values import EVERY_CHANNEL, ClosedPeriod, PartOfItem

ZERO = Decimal(0)
DAY = timedelta(days=1)


class Move(NamedTuple):
    """An allocation that touches an item: how much less is open of it from a day on (a reversal is negative), and the other side."""

    known_on: date
    amount: Decimal
    other_id: int


class Start(NamedTuple):
    """What had been done for an item before the first day."""

    step_key: str = ""
    level: int | None = None
    ended_on: date | None = None
    how: str = ""
    delivered: bool = False
    presented_on: date | None = None
    notice_delay_days: int = 8
    fixed_start: int | None = None
    scenario_id: int | None = None  # of the last step, when known


class ItemFacts(NamedTuple):
    """One due line, or one credit, as the ledger learnt of it. `due_dates`: (known from, due date), the first one first."""

    id: int
    customer_id: int
    reference: str
    due_dates: tuple[tuple[date, date], ...]
    amount: Decimal
    currency: str
    known_on: date
    issued_on: date
    born_on: date
    is_payment: bool = False
    names_items: tuple[int, ...] = ()
    doubt: str = ""
    qualified_as: str = ""
    customer_kind: str = ""
    moves: tuple[Move, ...] = ()
    codes: tuple[EInvoiceState, ...] = ()
    returned_on: date | None = None
    start: Start = Start()
    document_id: int = 0

    def due_on(self, on: date) -> date:
        return next((due for known, due in reversed(self.due_dates) if known <= on), self.due_dates[0][1])

    def open_on(self, on: date) -> Decimal:
        """Return what was open of it at the end of a day, as it was known that day."""
        moved = sum((move.amount for move in self.moves if move.known_on <= on), ZERO)
        return self.amount - moved if self.amount > 0 else self.amount + moved

    def settled_on(self) -> date | None:
        """Return the day from which nothing was ever open of it again."""
        if not self.moves or self.open_on(date.max) != 0:
            return None
        return max(move.known_on for move in self.moves)


class PromiseFacts(NamedTuple):
    id: int
    amount: Decimal
    currency: str
    promised_on: date
    promised_for: date
    known_on: date
    gone_on: date | None
    parts: tuple[PartOfItem, ...] = ()


class DisputeFacts(NamedTuple):
    item_id: int
    amount: Decimal
    opened_on: date
    answered_on: date | None
    closed_on: date | None


class HoldFacts(NamedTuple):
    item_id: int | None
    reason: str
    from_on: date
    until_on: date
    set_by: str
    lifted_on: date | None


class JudgmentFacts(NamedTuple):
    """The insolvency of the payer's company, or of one it pays for: what was born before stops from the day it was known."""

    customer_id: int
    judgment_on: date
    known_on: date
    gone_on: date | None = None


class PlanFacts(NamedTuple):
    id: int
    accepted_on: date
    broken_on: date | None
    parts: tuple[PartOfItem, ...]
    instalments: tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerYear:
    """Everything known about a payer between two days. Addresses, habits and quiet periods are those of today: their past is not kept."""

    payer_id: int
    creditor_id: int = 0
    currency: str = "EUR"
    is_consumer: bool = False
    items: tuple[ItemFacts, ...] = ()
    promises: tuple[PromiseFacts, ...] = ()
    disputes: tuple[DisputeFacts, ...] = ()
    holds: tuple[HoldFacts, ...] = ()
    plans: tuple[PlanFacts, ...] = ()
    judgments: tuple[JudgmentFacts, ...] = ()
    debtors: Mapping[int, int] = field(default_factory=dict)
    """By customer paid for: the account that names its legal entity."""
    replies: tuple[date, ...] = ()
    closures: tuple[ClosedPeriod, ...] = ()
    quiet_periods: tuple[ClosedPeriod, ...] = ()
    usual_payment_day: int | None = None
    caps: tuple[Cap, ...] = ()
    reachable: frozenset[Channel] = EVERY_CHANNEL

    def days_of_facts(self) -> list[date]:
        """Return the days on which something became known, in order, each once: between them, only `until` makes a day to look at."""
        return sorted(set(self.every_day()))

    def every_day(self) -> Iterator[date]:
        for item in self.items:
            yield item.known_on
            yield from (move.known_on for move in item.moves)
            yield from (state.on for state in item.codes)
            yield from (known for known, _ in item.due_dates[1:])
            if item.returned_on:
                yield item.returned_on
        for promise in self.promises:
            yield from (day for day in (promise.known_on, promise.gone_on) if day)
        for dispute in self.disputes:
            yield from (day for day in (dispute.opened_on, dispute.answered_on, dispute.closed_on) if day)
        for hold in self.holds:
            yield from (day for day in (hold.from_on, hold.until_on + DAY, hold.lifted_on) if day)
        for plan in self.plans:
            yield from (day for day in (plan.accepted_on, plan.broken_on) if day)
        for judgment in self.judgments:
            yield from (day for day in (judgment.known_on, judgment.gone_on) if day)
        yield from self.replies
