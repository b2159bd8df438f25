"""What the daily decision answers: act, hold or wait, each with its reason, its figures and the next date at which it may change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from encaisse.dunning.rules.scenario import Channel, Level, SenderRole, Step, StepMode
from encaisse.dunning.rules.values import Away, ItemHold, StepEnd

ZERO = Decimal(0)
Figure: TypeAlias = Decimal | int | str | date
Figures: TypeAlias = Mapping[str, Figure]
NO_FIGURES: Figures = {}


class Reason(StrEnum):
    """Why. The first block is in the order in which reasons are given when several hold an account."""

    GO_LIVE_OPEN = "go_live_open"
    INSOLVENCY = "insolvency"
    LEGAL = "legal"
    MANUAL = "manual"
    CLOSURE = "closure"
    CREDITS_COVER = "credits_cover"
    PART_PAYMENT = "part_payment"
    REPLY = "reply"
    SALES_WINDOW = "sales_window"
    CAPS = "caps"
    BELOW_THRESHOLD = "below_threshold"
    NO_CONTACT = "no_contact"
    CONTACT_AWAY = "contact_away"

    STALE_FACTS = "stale_facts"
    ITEMS_HELD = "items_held"
    QUIET_PERIOD = "quiet_period"

    NOTHING_OPEN = "nothing_open"
    NOTHING_LATE = "nothing_late"
    NOT_YET = "not_yet"
    CONTACT_GAP = "contact_gap"
    CLOSED_DAY = "closed_day"
    ACTED_TODAY = "acted_today"
    TAKEN_BACK = "taken_back"
    SCENARIO_ENDED = "scenario_ended"
    ADDRESS_TAKEN = "address_taken"
    NOT_SENT = "not_sent"
    OLD_BALANCE = "old_balance"

    STEP_DUE = "step_due"
    TONE_KEPT = "tone_kept"
    PROMISE_BROKEN = "promise_broken"
    PROMISE_BROKEN_NOT_REACHED = "promise_broken_not_reached"
    INSTALMENT_MISSED = "instalment_missed"
    PLAN_NOTICE = "plan_notice"
    PLAN_NOTICE_RUN = "plan_notice_run"
    CREDITS_TO_CHOOSE = "credits_to_choose"


class Section(StrEnum):
    """Where an item stands in the message."""

    CLAIMED = "claimed"
    ALSO_DUE = "also_due"
    DISPUTED = "disputed"
    CREDIT = "credit"
    TO_COME = "to_come"
    PROMISED = "promised"
    IN_PLAN = "in_plan"
    HELD = "held"


class TaskKind(StrEnum):
    """Work the decision asks of a person, beside or instead of a message."""

    ALLOCATE_CREDITS = "allocate_credits"
    OLD_BALANCE = "old_balance"
    PRESENTATION_DATE_MISSING = "presentation_date_missing"
    FORMAL_NOTICE_TO_DECIDE = "formal_notice_to_decide"
    NO_REMINDER_DELIVERED = "no_reminder_delivered"
    FIND_A_CONTACT = "find_a_contact"
    PROMISE_TO_CHECK = "promise_to_check"
    REFRESH_FACTS = "refresh_facts"
    MESSAGE_BOUNCED = "message_bounced"
    ADDRESS_OBJECTS = "address_objects"
    FIND_PAYMENT = "find_payment"
    SEND_COPY = "send_copy"
    SMS_ANSWERED = "sms_answered"
    EINVOICE_DISPUTED = "einvoice_disputed"
    EINVOICE_REFUSED = "einvoice_refused"
    EINVOICE_TO_COMPLETE = "einvoice_to_complete"
    EINVOICE_NOT_ARRIVED = "einvoice_not_arrived"
    EINVOICE_CANCELLED = "einvoice_cancelled"
    EINVOICE_FACTORED = "einvoice_factored"


class Task(NamedTuple):
    kind: TaskKind
    item_ids: tuple[int, ...] = ()
    amount: Decimal = ZERO
    currency: str = ""


class ListedItem(NamedTuple):
    """One line of the message. `amount` is what counts in the total of its section (credits negative).

    `own_position` is the step recorded for the item when the action is done (None = only listed); `how` says how that step ends.
    """

    item_id: int
    reference: str
    section: Section
    amount: Decimal
    currency: str
    due_date: date
    open_amount: Decimal
    held_amount: Decimal = ZERO
    own_position: int | None = None
    how: StepEnd | None = None
    noted_for: date | None = None


class EndedStep(NamedTuple):
    """A step that ended without an action: record it, whatever the decision."""

    item_id: int
    position: int
    ended_on: date
    how: StepEnd


class HeldItem(NamedTuple):
    """A part of an item left alone today, listed beside the reason of the account."""

    item_id: int
    reason: ItemHold
    amount: Decimal
    until: date | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The one action of the day."""

    step: Step
    channel: Channel
    level: Level
    mode: StepMode
    reason: Reason = Reason.STEP_DUE
    figures: Figures = field(default_factory=dict)
    until: date | None = None
    items: tuple[ListedItem, ...] = ()
    net_amounts: Mapping[str, Decimal] = field(default_factory=dict)
    thanks: Mapping[str, Decimal] = field(default_factory=dict)
    """What to thank for since the last message, by currency."""
    away: Away | None = None
    """Who of the customer is away: somebody else is written to, or they are, the wait being over."""
    approvers: tuple[SenderRole, ...] = ()
    debtor_id: int | None = None
    """The legal debtor a formal notice is addressed to, when it is not the payer."""
    subject_id: int | None = None
    """The promise or the plan the action is about."""
    tasks: tuple[Task, ...] = ()
    ended: tuple[EndedStep, ...] = ()
    item_holds: tuple[HeldItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Something could be asked, and a fact about the account says not to."""

    reason: Reason
    until: date | None = None
    figures: Figures = field(default_factory=dict)
    overdue: Mapping[str, Decimal] = field(default_factory=dict)
    tasks: tuple[Task, ...] = ()
    ended: tuple[EndedStep, ...] = ()
    item_holds: tuple[HeldItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Nothing is to be done yet; `until` is the next date, None = nothing before a new fact."""

    until: date | None = None
    reason: Reason = Reason.NOT_YET
    figures: Figures = field(default_factory=dict)
    step_key: str = ""
    tasks: tuple[Task, ...] = ()
    ended: tuple[EndedStep, ...] = ()
    item_holds: tuple[HeldItem, ...] = ()


Decision: TypeAlias = Act | Hold | Wait
