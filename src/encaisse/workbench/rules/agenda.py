"""In which order a collector's calls are made, and how many fit in a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

CAPACITY = 30  # calls a collector makes in a day; the rest rolls over, ranked
BROKEN = frozenset({"promise_broken", "instalment_missed"})


class Group(StrEnum):
    CALL_BACK = "call_back"
    BROKEN_PROMISE = "broken_promise"
    CALL = "call"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallToMake:
    """One call of the day. `action_id` is empty for a call-back agreed in a call that nothing had planned."""

    customer_id: int
    creditor_id: int
    code: str
    name: str
    level: int
    net_amount: Decimal
    currency: str
    planned_since: date
    action_id: int | None = None
    reason: Mapping[str, Any] = field(default_factory=dict)
    script_code: str = ""
    call_back_at: datetime | None = None
    attempts: int = 0
    item_count: int = 0
    collector_id: int | None = None
    contact_name: str = ""
    phone: str = ""

    @property
    def group(self) -> Group:
        if self.call_back_at is not None:
            return Group.CALL_BACK
        return Group.BROKEN_PROMISE if self.reason.get("code") in BROKEN else Group.CALL

    @property
    def weight(self) -> Decimal:
        """Net overdue × level: what the ranking of first calls follows."""
        return self.net_amount * (1 + self.level)


@dataclass(frozen=True, slots=True)
class Worklist:
    """The calls of the day by group, and how many wait for another day."""

    call_backs: tuple[CallToMake, ...] = ()
    broken_promises: tuple[CallToMake, ...] = ()
    calls: tuple[CallToMake, ...] = ()
    rolled_over: int = 0

    @property
    def all(self) -> tuple[CallToMake, ...]:
        return self.call_backs + self.broken_promises + self.calls

    def __len__(self) -> int:
        return len(self.all)


def worklist(calls: Iterable[CallToMake], *, total: int, done_count: int, capacity: int | None = CAPACITY) -> Worklist:
    """Rank the calls and keep what a day holds. A call-back was agreed with the customer: it is kept whatever the day holds."""
    ranked = sorted(calls, key=order)
    kept = ranked if capacity is None else within(ranked, max(capacity - done_count, 0))
    groups = {group: tuple(call for call in kept if call.group is group) for group in Group}
    return Worklist(groups[Group.CALL_BACK], groups[Group.BROKEN_PROMISE], groups[Group.CALL], max(total - len(kept), 0))


def within(ranked: list[CallToMake], room: int) -> list[CallToMake]:
    agreed = [call for call in ranked if call.group is Group.CALL_BACK]
    others = [call for call in ranked if call.group is not Group.CALL_BACK]
    return agreed + others[: max(room - len(agreed), 0)]


def order(call: CallToMake) -> tuple[int, float, Decimal, int]:
    """Return the place of a call: call-backs at their hour, then broken promises, then the others by net overdue × level."""
    hour = call.call_back_at.timestamp() if call.call_back_at else 0.0
    return (list(Group).index(call.group), hour, -call.weight, call.customer_id)


def next_call(calls: Worklist, *, after_customer_id: int | None = None) -> CallToMake | None:
    """Return the call to make next: the one after a customer's, else the first of the day."""
    ids = [call.customer_id for call in calls.all]
    place = ids.index(after_customer_id) + 1 if after_customer_id in ids else 0
    left = [*calls.all[place:], *calls.all[:place]]
    return next((call for call in left if call.customer_id != after_customer_id), None)
