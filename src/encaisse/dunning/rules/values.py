"""What the daily decision reads and what it answers: plain values, no database, no clock.

Scenario and steps are in `scenario.py`, the answers (`Act`, `Hold`, `Wait`) in `decisions.py`; this file is what a payer looks like.
Rows come straight from SQL: the values built once per item are named tuples (`ItemState._make(row)`).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol

from encaisse.dunning.rules.contact_caps import Cap
from encaisse.dunning.rules.scenario import Channel, Level, Scenario

ZERO = Decimal(0)


class Calendar(Protocol):
    """The working days of both sides. `add(day, n)` is the n-th open day strictly after `day` (before it when n is negative)."""

    def is_open(self, day: date) -> bool: ...
    def next_open(self, day: date) -> date: ...
    def add(self, day: date, count: int) -> date: ...
    def between(self, start: date, end: date) -> int: ...


class StepEnd(StrEnum):
    """How a step ended for an item."""

    DONE = "done"
    REPLACED = "replaced"
    NOT_APPLICABLE = "not_applicable"
    NOT_DONE = "not_done"
    ALREADY_REACHED = "already_reached"


class ItemHold(StrEnum):
    """Why a part of one item is not asked."""

    DISPUTE = "dispute"
    PROMISE = "promise"
    PROMISE_TO_CHECK = "promise_to_check"
    PLAN = "plan"
    MANUAL = "manual"
    PAUSE = "pause"
    EINVOICE_STATE = "einvoice_state"
    """Its payment was announced on the platform."""
    EINVOICE_DISPUTED = "einvoice_disputed"
    EINVOICE_REFUSED = "einvoice_refused"
    EINVOICE_SUSPENDED = "einvoice_suspended"
    EINVOICE_NOT_ARRIVED = "einvoice_not_arrived"
    EINVOICE_CANCELLED = "einvoice_cancelled"
    EINVOICE_FACTORED = "einvoice_factored"
    LEGAL_STOP = "legal_stop"
    INSOLVENCY = "insolvency"
    TO_QUALIFY = "to_qualify"
    STALE_FACTS = "stale_facts"
    CREDITED = "credited"


class ToQualify(StrEnum):
    """Why an item is left under « À qualifier » until a person decides."""

    NO_DOCUMENT = "no_document"
    COLLECTIVE_CUSTOMER = "collective_customer"
    AFFILIATE = "affiliate"
    EMPLOYEE = "employee"
    BILL_NOT_MATURED = "bill_not_matured"
    DOUBTFUL = "doubtful"
    TO_BE_INVOICED = "to_be_invoiced"
    FACTORED = "factored"
    PAST_LIMITATION = "past_limitation"
    GO_LIVE = "go_live"


class HeldPart(NamedTuple):
    """A part of an item held by a fact other than a dispute, a promise or a plan. `until` is its last day, None = until a fact."""

    reason: ItemHold
    amount: Decimal | None = None
    until: date | None = None


class ItemState(NamedTuple):
    """One due line (or one credit) that is not settled, with what dunning remembers of it.

    Debits are positive, credits and unallocated payments negative (`due_date` is then the day the credit became available).
    `last_position` is the position, in the scenario version in force, of the last step ended (any way); `last_level` is the highest level
    of the steps done, replaced or already reached; `last_ended_on` is when the step at `last_position` ended, `last_how` how
    (« not done » stays so through steps that did not apply).
    `frozen_days` counts ended holds of the whole item, overlaps once; `frozen_since` is set while one runs.
    """

    id: int
    reference: str
    due_date: date
    amount: Decimal
    open_amount: Decimal
    currency: str = "EUR"
    disputed_amount: Decimal = ZERO
    last_position: int | None = None
    last_level: int | None = None
    last_ended_on: date | None = None
    last_how: StepEnd | None = None
    round: int = 0
    frozen_days: int = 0
    frozen_since: date | None = None
    answered_on: date | None = None
    """When the answer to a dispute (or the end of a hold) was sent: the item resumes 2 working days later at the earliest."""
    delivered_reminder: bool = False
    presented_on: date | None = None
    """When its formal notice was presented (« avisé et non réclamé » counts as presented)."""
    notice_delay_days: int = 8
    names_items: tuple[int, ...] = ()
    """A credit note about one invoice: the due lines of that invoice, which it nets, and nothing else."""
    to_qualify: ToQualify | None = None
    held: tuple[HeldPart, ...] = ()
    born_on: date | None = None
    """Performed or issued: what insolvency compares with the judgment (the due date when unknown)."""
    einvoice_code: int | None = None
    debtor_id: int | None = None
    """The legal debtor when it is not the payer: formal notices are addressed to it."""
    factor_id: int | None = None
    """A factor whose mandate allows dunning: its name and IBAN are printed."""
    fixed_start: int | None = None
    """Go-live: the first position at which the item may start (None = the scenario's own rule)."""
    override: Scenario | None = None
    """The item's own scenario, when it is not the payer's: positions are then those of this one."""
    judgment_on: date | None = None
    """Opening of an insolvency procedure of its own debtor, whoever pays for it."""


class ContactEvent(NamedTuple):
    """One contact or attempt at an address or with the person, all creditors, agents and channels together (service messages left out)."""

    on: date
    channel: Channel
    reached: bool = True


class Away(NamedTuple):
    """A contact who said they are away; `is_replaced`: another healthy contact can be written to meanwhile."""

    name: str
    noted_on: date
    back_on: date
    is_replaced: bool = False


class PartOfItem(NamedTuple):
    item_id: int
    amount: Decimal


class PaymentReceived(NamedTuple):
    """Money received from the payer. `named`: how much of it is allocated to which items."""

    on: date
    amount: Decimal
    currency: str = "EUR"
    named: tuple[PartOfItem, ...] = ()
    unallocated_amount: Decimal = ZERO
    recorded_at: datetime | None = None


class Allocated(NamedTuple):
    """What was taken, on a day, off a debit and off a credit, and since when each of them stood; negative when it was undone."""

    on: date
    amount: Decimal
    currency: str
    debit_due_on: date
    credit_on: date


class PromiseState(NamedTuple):
    """A promise neither withdrawn nor replaced. Without `parts`, it covers the oldest items first."""

    id: int
    amount: Decimal
    promised_on: date
    promised_for: date
    currency: str = "EUR"
    parts: tuple[PartOfItem, ...] = ()
    call_planned_on: date | None = None
    """When the call about its breach was planned."""
    breach_told_on: date | None = None
    """When the breach was told to the customer (reached by phone, or written notice sent): the step resumes."""
    recorded_at: datetime | None = None


class InstalmentState(NamedTuple):
    due_date: date
    amount: Decimal
    paid_amount: Decimal = ZERO


class PlanState(NamedTuple):
    """An accepted payment plan, its instalments in order of date."""

    id: int
    parts: tuple[PartOfItem, ...]
    instalments: tuple[InstalmentState, ...]
    call_done_on: date | None = None
    """When the missed instalment was told by phone (or its call ended untouched)."""
    notice_presented_on: date | None = None
    notice_sent_on: date | None = None
    notice_delay_days: int = 8
    accelerated_on: date | None = None
    accepted_on: date | None = None


class ClosedPeriod(NamedTuple):
    """First and last closed day."""

    from_on: date
    to_on: date


class AccountHold(NamedTuple):
    """A hold a person put on the whole account: always a reason and an end."""

    reason: str
    from_on: date
    until_on: date
    set_by: str = ""


NO_DAYS: tuple[ClosedPeriod, ...] = ()
EVERY_CHANNEL = frozenset(Channel) - {Channel.PORTAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerState:
    """One dunned account on the morning of the decision: creditor + payer, its open items and the facts about it."""

    payer_id: int
    creditor_id: int = 0
    currency: str = "EUR"
    """The creditor's own currency: the tone is set in it when something is due in it."""
    items: tuple[ItemState, ...] = ()
    is_consumer: bool = False
    go_live_closed: bool = True

    last_contact_on: date | None = None
    last_message_on: date | None = None
    """The last written dunning message: payments since then are thanked for in the next one."""
    acted_on: date | None = None
    """The day of the last action of any kind that left the state of a draft, done or taken back by a person (one per account and day)."""
    taken_back_on: date | None = None
    """The day a person last took back what was planned: that day is silent by their wish."""
    reply_on: date | None = None
    contacts: tuple[ContactEvent, ...] = ()
    """The last 30 days, for the caps."""
    caps: tuple[Cap, ...] = ()
    """The creditor's own caps, only ever stricter; empty = the product's."""
    is_supervised: bool = False
    """Everything the creditor sends waits for a person."""

    payments: tuple[PaymentReceived, ...] = ()
    allocations: tuple[Allocated, ...] = ()
    """Those of the last weeks, of an account with an open credit: since when credits cover what is late depends on them."""
    promises: tuple[PromiseState, ...] = ()
    plans: tuple[PlanState, ...] = ()
    sales_task_on: date | None = None
    sales_result_on: date | None = None
    credits_choice_on: date | None = None
    """When the collector chose what to do with credits that cover the debt."""
    notice_decided_on: date | None = None
    """When a person let the formal notice follow a step that nobody touched."""
    holds: tuple[AccountHold, ...] = ()
    closures: tuple[ClosedPeriod, ...] = NO_DAYS
    """The customer's own yearly closing."""
    quiet_periods: tuple[ClosedPeriod, ...] = NO_DAYS
    """The creditor's quiet periods."""
    usual_payment_day: int | None = None
    """Day of the month, confirmed by a person and not dropped since."""
    judgment_on: date | None = None
    """Opening of an insolvency procedure of the payer's own company."""
    in_legal: bool = False

    reachable: frozenset[Channel] = field(default=EVERY_CHANNEL)
    """Channels with a healthy address to which the person has not objected (internal ones always)."""
    email_away: Away | None = None
    """The contact e-mails would go to first is away."""
    reach_changes_on: date | None = None
    """The next day on which whom we reach, and how, changes by itself: a portal left aside is taken up again."""
    late_rate: Decimal | None = None
    credit_limit: Decimal | None = None
    facts_true_until: date | None = None
    """The oldest of the ledger's and the bank's freshness; None = always fresh."""
    trusted_until: date | None = None
    """What reminders rely on: the facts, moved by the days each source is given; None = the facts themselves."""
    stale_accepted: bool = False


def level_of(item: ItemState) -> Level | None:
    return None if item.last_level is None else Level(item.last_level)
