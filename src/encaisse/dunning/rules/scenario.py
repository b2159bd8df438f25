"""Scenarios: ordered steps with their level, dates, channel and conditions, and the tables worked out once per version."""

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import TypeAlias

ZERO = Decimal(0)


class Level(IntEnum):
    PREVENTIVE = 0
    R1 = 1
    R2 = 2
    R3 = 3
    FORMAL_NOTICE = 4
    LEGAL = 5


class Channel(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    REGISTERED_LETTER = "registered_letter"
    CALL = "call"
    VISIT = "visit"
    FAX = "fax"
    PORTAL = "portal"
    """The customer's own supplier portal: a person deposits the text there. No step names it: it stands in for a written step."""
    INTERNAL_TASK = "internal_task"
    SALES_TASK = "sales_task"
    BLOCK_REQUEST = "block_request"
    HAND_OVER = "hand_over"


class Copies(StrEnum):
    """Which copies of invoices go with a step."""

    COMPANY = "company"
    """As the company chose for all its reminders."""
    NONE = "none"
    ASKED = "asked"
    """Those of every invoice the message asks for."""
    NEW = "new"
    """Those of the invoices never reminded before: the others had theirs."""


WRITTEN = frozenset({Channel.EMAIL, Channel.SMS, Channel.LETTER, Channel.REGISTERED_LETTER, Channel.FAX})
# What carries a file; a portal stands in for a written step.
ENCLOSING = frozenset({Channel.EMAIL, Channel.LETTER, Channel.REGISTERED_LETTER, Channel.FAX, Channel.PORTAL})
SPOKEN = frozenset({Channel.CALL, Channel.VISIT})
# What a customer who wants everything through its portal reads there instead; the law's own letters still go by post.
DEPOSITED = frozenset({Channel.EMAIL, Channel.SMS, Channel.LETTER, Channel.FAX})
INTERNAL = frozenset({Channel.INTERNAL_TASK, Channel.SALES_TASK, Channel.BLOCK_REQUEST, Channel.HAND_OVER})


class SenderRole(StrEnum):
    """Whose voice it is: a person who has the role of that name (`kit.actor.Role`), the collector's team, or the company itself."""

    COLLECTOR = "COLLECTOR"
    SALESPERSON = "SALESPERSON"
    SALES_MANAGER = "SALES_MANAGER"
    CREDIT_MANAGER = "CREDIT_MANAGER"
    CFO = "CFO"
    GENERAL_MANAGEMENT = "GENERAL_MANAGEMENT"
    LEGAL = "LEGAL"
    ACCOUNTANT = "ACCOUNTANT"
    ORDER_ADMIN = "ORDER_ADMIN"
    TEAM = "TEAM"
    CREDITOR = "CREDITOR"


# Voices of nobody in particular: they sign, they approve nothing.
COLLECTIVE = frozenset({SenderRole.TEAM, SenderRole.CREDITOR})


class StepMode(StrEnum):
    AUTOMATIC = "automatic"
    TO_APPROVE = "to_approve"
    MANUAL = "manual"


class OffsetFrom(StrEnum):
    """What the offset of a step counts from."""

    DUE_DATE = "due_date"
    NOTICE_RUN = "notice_run"
    """The formal notice's presentation date + the delay it gave."""


@dataclass(frozen=True, slots=True)
class ItemAmountAtLeast:
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BalanceAtLeast:
    """The account's undisputed overdue, in the currency of the item."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class BalanceBelow:
    amount: Decimal


@dataclass(frozen=True, slots=True)
class LateRateAbove:
    """Share of this customer's invoices paid late, between 0 and 1. Unknown counts as not above."""

    rate: Decimal


@dataclass(frozen=True, slots=True)
class OverdueOverLimit:
    """The account's undisputed overdue is above its credit limit. No limit counts as not above."""


@dataclass(frozen=True, slots=True)
class OverdueDaysAbove:
    days: int


@dataclass(frozen=True, slots=True)
class NoReplySinceLastStep:
    pass


@dataclass(frozen=True, slots=True)
class MobileKnown:
    pass


@dataclass(frozen=True, slots=True)
class EInvoiceCodeNotIn:
    codes: frozenset[int]


@dataclass(frozen=True, slots=True)
class ApprovedBy:
    """Never makes a step not applicable: the action waits for these roles to approve it."""

    roles: tuple[SenderRole, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when one of its conditions is."""

    conditions: "tuple[Condition, ...]"


Condition: TypeAlias = (
    ItemAmountAtLeast
    | BalanceAtLeast
    | BalanceBelow
    | LateRateAbove
    | OverdueOverLimit
    | OverdueDaysAbove
    | NoReplySinceLastStep
    | MobileKnown
    | EInvoiceCodeNotIn
    | ApprovedBy
    | AnyOf
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. `position` counts from 0 in its version; `key` names the same step in every version."""

    position: int
    key: str
    level: Level
    offset_days: int
    interval_days: int = 0
    channel: Channel
    template: str = ""
    sender_role: SenderRole = SenderRole.COLLECTOR
    mode: StepMode = StepMode.AUTOMATIC
    minimum_amount: Decimal = ZERO
    conditions: tuple[Condition, ...] = ()
    is_contact: bool = True
    offset_from: OffsetFrom = OffsetFrom.DUE_DATE
    copies: Copies = Copies.COMPANY
    with_statement: bool = False
    with_terms: bool = False

    @property
    def reaches_customer(self) -> bool:
        """Say whether the customer reads or hears it: a contact, whatever was ticked."""
        return self.channel not in INTERNAL

    @property
    def encloses_by_itself(self) -> bool:
        """Say whether the step names what goes along, beyond what the company chose."""
        return self.copies in {Copies.ASKED, Copies.NEW} or self.with_statement or self.with_terms


@dataclass(frozen=True)
class Scenario:
    """One version of a scenario. Build it once per run: the tables below are worked out on first use."""

    code: str
    steps: tuple[Step, ...]
    minimum_amount: Decimal = ZERO
    first_curative_position: int = 0
    version: int = 1
    name: str = ""

    @cached_property
    def tone_positions(self) -> tuple[int | None, ...]:
        """For each position, the last written step at or before it that can set a tone (levels R1 to R3)."""
        found: int | None = None
        positions = []
        for step in self.steps:
            if step.channel in WRITTEN and Level.R1 <= step.level <= Level.R3:
                found = step.position
            positions.append(found)
        return tuple(positions)

    @cached_property
    def formal_notice_position(self) -> int | None:
        return next((step.position for step in self.steps if step.level == Level.FORMAL_NOTICE), None)
