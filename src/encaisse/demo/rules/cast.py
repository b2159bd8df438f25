"""The parts some customers play in the story, so that every screen has something true to show whatever their number."""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    NONE = ""
    GROUP_HEAD = "group_head"
    GROUP_MEMBER = "group_member"
    PUBLIC_LATE = "public_late"
    RETURNED_DEBIT = "returned_debit"
    DOLLARS = "dollars"
    ALSATIAN = "alsatian"
    ENGLISH = "english"
    AFFILIATE = "affiliate"
    EMPLOYEE = "employee"
    CONSUMER_LATE = "consumer_late"
    SILENT = "silent"
    PROMISE_BROKEN = "promise_broken"
    PROMISE_KEPT = "promise_kept"
    PROMISE_OPEN = "promise_open"
    PLAN = "plan"
    DEAD_CONTACT = "dead_contact"
    NO_CONTACT = "no_contact"
    DISPUTE_OPEN = "dispute_open"
    DISPUTE_WHOLE = "dispute_whole"
    DISPUTE_ANSWERED = "dispute_answered"
    CLOSED = "closed"
    CREDITS_COVER = "credits_cover"
    PART_PAYMENT = "part_payment"
    REPLIED = "replied"
    HELD = "held"
    PAPER = "paper"
    SMALL_BALANCE = "small_balance"
    LEGAL = "legal"
    DOUBTFUL = "doubtful"
    KEY_LATE = "key_late"
    STRATEGIC_LATE = "strategic_late"
    TENTH = "tenth"
    COMMON = "common"  # a customer of both entities, answered by one accountant at one telephone
    COMMON_TWIN = "common_twin"


@dataclass(frozen=True, slots=True)
class Role:
    """What a part fixes of a customer; the rest is drawn."""

    segment: str = "SME"
    kind: str = ""
    habit: str = "late"
    entity: int | None = 0


CAST = {
    Part.GROUP_HEAD: Role("KEY_ACCOUNT", habit="chronic"),
    Part.GROUP_MEMBER: Role("SME", habit="chronic"),
    Part.PROMISE_BROKEN: Role(habit="silent"),
    Part.SILENT: Role(habit="silent"),
    Part.DOLLARS: Role("SME", habit="chronic"),
    Part.PROMISE_OPEN: Role(habit="silent"),
    Part.DISPUTE_OPEN: Role(habit="chronic"),
    Part.DISPUTE_WHOLE: Role(habit="prompt"),
    Part.CREDITS_COVER: Role(habit="late"),
    Part.PART_PAYMENT: Role(habit="silent"),
    Part.PUBLIC_LATE: Role("PUBLIC", "public_body", habit="chronic"),
    Part.RETURNED_DEBIT: Role("SME", habit="direct_debit", entity=1),
    Part.PAPER: Role("SMALL", habit="silent"),
    Part.HELD: Role(habit="chronic"),
    Part.REPLIED: Role(habit="chronic"),
    Part.CLOSED: Role(habit="chronic"),
    Part.NO_CONTACT: Role("SMALL", habit="silent"),
    Part.DEAD_CONTACT: Role(habit="silent", entity=1),
    Part.SMALL_BALANCE: Role(habit="prompt"),
    Part.LEGAL: Role(habit="silent"),
    Part.PLAN: Role(habit="silent"),
    Part.AFFILIATE: Role("SME", "affiliate", habit="late"),
    Part.EMPLOYEE: Role("CONSUMER", "employee", habit="late"),
    Part.CONSUMER_LATE: Role("CONSUMER", "consumer", habit="silent"),
    Part.ENGLISH: Role(habit="chronic"),
    Part.ALSATIAN: Role(habit="chronic", entity=1),
    Part.STRATEGIC_LATE: Role("STRATEGIC", habit="chronic"),
    Part.KEY_LATE: Role("KEY_ACCOUNT", habit="chronic"),
    Part.PROMISE_KEPT: Role(habit="chronic"),
    Part.DISPUTE_ANSWERED: Role(habit="chronic"),
    Part.DOUBTFUL: Role("SMALL", habit="silent"),
    Part.TENTH: Role(habit="tenth"),
    Part.COMMON: Role(habit="silent"),
    Part.COMMON_TWIN: Role(habit="silent", entity=1),
}
