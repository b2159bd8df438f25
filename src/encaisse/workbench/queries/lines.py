"""What a day is made of, and its one list: what a person does in the order of a morning."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils import timezone

from encaisse.dunning.queries import ActionView, SignalView, TextRow
from encaisse.kit.money import Money
from encaisse.ledger.queries import SourceFreshness
from encaisse.workbench.queries.deposits import ToDeposit
from encaisse.workbench.queries.finished import Finished
from encaisse.workbench.queries.replies import ReplyToAnswer
from encaisse.workbench.rules.agenda import CAPACITY, CallToMake, Worklist


class Kind(StrEnum):
    """The groups of the list, in the order of a morning."""

    PINNED = "pinned"
    CALL_BACK = "call_back"
    REPLY = "reply"
    BROKEN_PROMISE = "broken_promise"
    DEPOSIT = "deposit"
    CALL = "call"
    APPROVAL = "approval"
    LATE_DISPUTE = "late_dispute"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Figure:
    """So many messages to approve of one channel, and their net amount in one currency."""

    channel: str
    currency: str
    count: int
    net_amount: Decimal
    oldest_on: date


@dataclass(frozen=True, slots=True)
class Reply:
    """A customer who wrote or called: everything waits for our answer."""

    customer_id: int
    code: str
    name: str
    decided_on: date
    until_on: date | None
    overdue_amount: Decimal
    currency: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LateDispute:
    id: int
    customer_id: int
    code: str
    name: str
    reason: str
    department: str
    due_on: date
    disputed_amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the day: what it is about tells its customer, its reason and its amount."""

    kind: Kind
    about: CallToMake | ReplyToAnswer | Reply | ToDeposit | TextRow | Figure | LateDispute | ActionView | SignalView

    @property
    def since(self) -> date:
        """Return the day since when it waits."""
        match self.about:
            case CallToMake(planned_since=on) | ActionView(planned_since=on):
                return on
            case ToDeposit(action=action):
                return action.planned_since
            case TextRow(written_on=on):
                return on
            case ReplyToAnswer(arrived_at=at):
                return at.astimezone(timezone.get_current_timezone()).date()
            case Reply(decided_on=on) | Figure(oldest_on=on) | LateDispute(due_on=on) | SignalView(raised_on=on):
                return on

    @property
    def money(self) -> Money:
        """Return what is at stake."""
        match self.about:
            case CallToMake(stake=amount, currency=code) | ActionView(net_amount=amount, currency=code):
                return Money(amount, code)
            case LateDispute(disputed_amount=amount, currency=code) | Figure(net_amount=amount, currency=code):
                return Money(amount, code)
            case ToDeposit(action=action):
                return Money(action.net_amount, action.currency)
            case TextRow(currency=code):
                return Money(Decimal(), code)
            case ReplyToAnswer(overdue_amount=amount, currency=code) | Reply(overdue_amount=amount, currency=code):
                return Money(amount, code)
            case SignalView(amount=amount, currency=code):
                return Money(amount, code)


@dataclass(frozen=True, slots=True)
class DoneCall:
    """A call made today."""

    customer_id: int
    name: str
    result: str
    called_at: datetime


@dataclass(frozen=True, slots=True)
class Freshness:
    """Until which day a source tells the truth; `is_old` warns."""

    creditor: str
    source: SourceFreshness
    is_old: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    on: date
    work: Worklist
    to_approve: tuple[Figure, ...] = ()
    replies: tuple[Reply, ...] = ()
    mails: tuple[ReplyToAnswer, ...] = ()
    deposits: tuple[ToDeposit, ...] = ()
    texts: tuple[TextRow, ...] = ()
    late_disputes: tuple[LateDispute, ...] = ()
    late_dispute_count: int = 0
    tasks: tuple[ActionView, ...] = ()
    task_count: int = 0
    signals: tuple[SignalView, ...] = ()
    signal_count: int = 0
    letter_count: int = 0
    freshness: tuple[Freshness, ...] = ()
    calls_done: int = 0
    done: tuple[DoneCall, ...] = ()
    collectors: dict[int, str] = field(default_factory=dict)
    capacity: int = CAPACITY
    has_customers: bool = True
    company_has_customers: bool = True
    finished: Finished | None = None

    @property
    def approve_count(self) -> int:
        return sum(figure.count for figure in self.to_approve)

    @property
    def reply_count(self) -> int:
        return len(self.mails) + len(self.replies)

    @property
    def deposit_count(self) -> int:
        return len(self.deposits) + len(self.texts)

    @property
    def oldest_to_approve(self) -> date | None:
        return min((figure.oldest_on for figure in self.to_approve), default=None)

    @property
    def approve_sums(self) -> tuple[Money, ...]:
        """Return what the messages to approve claim, by currency."""
        sums: dict[str, Decimal] = {}
        for figure in self.to_approve:
            sums[figure.currency] = sums.get(figure.currency, Decimal()) + figure.net_amount
        return tuple(Money(amount, currency) for currency, amount in sums.items())

    @property
    def errand_count(self) -> int:
        return self.task_count + self.signal_count

    @property
    def errands_left(self) -> int:
        """Return how many tasks are not on the page."""
        return self.errand_count - len(self.tasks) - len(self.signals)

    @property
    def disputes_left(self) -> int:
        return self.late_dispute_count - len(self.late_disputes)

    @property
    def line_count(self) -> int:
        """Return how many lines the day has: the messages to approve are one, approved together."""
        waiting = len(self.work) + self.reply_count + self.deposit_count + bool(self.to_approve)
        return waiting + self.late_dispute_count + self.errand_count

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the one list of the day, in the order of a morning."""
        return (
            *(Line(Kind.PINNED, call) for call in self.work.pinned),
            *(Line(Kind.CALL_BACK, call) for call in self.work.call_backs),
            *(Line(Kind.REPLY, mail) for mail in self.mails),
            *(Line(Kind.REPLY, reply) for reply in self.replies),
            *(Line(Kind.BROKEN_PROMISE, call) for call in self.work.broken_promises),
            *(Line(Kind.DEPOSIT, deposit) for deposit in self.deposits),
            *(Line(Kind.DEPOSIT, text) for text in self.texts),
            *(Line(Kind.CALL, call) for call in self.work.calls),
            *(Line(Kind.APPROVAL, figure) for figure in self.to_approve),
            *(Line(Kind.LATE_DISPUTE, dispute) for dispute in self.late_disputes),
            *(Line(Kind.TASK, task) for task in self.tasks),
            *(Line(Kind.TASK, signal) for signal in self.signals),
        )
