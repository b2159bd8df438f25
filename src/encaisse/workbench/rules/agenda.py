"""In which order a collector's calls are made, what they changed of it, and how many fit in a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    is_pinned: bool = False
    pinned_id: int | None = None  # which of its customers is pinned
    creditor_name: str = ""
    common_key: int | None = None  # what the calls that ring at one number have in common
    others: tuple["CallToMake", ...] = ()  # the other accounts of a common call, the largest overdue first

    @property
    def group(self) -> Group:
        if self.call_back_at is not None:
            return Group.CALL_BACK
        return Group.BROKEN_PROMISE if self.reason.get("code") in BROKEN else Group.CALL

    @property
    def weight(self) -> Decimal:
        """Net overdue × level: what the ranking of first calls follows."""
        return self.stake * (1 + self.level)

    @property
    def stake(self) -> Decimal:
        """Return what the call is about in its own currency, whatever the companies it speaks for."""
        return self.net_amount + sum((each.net_amount for each in self.others if each.currency == self.currency), Decimal())

    @property
    def accounts(self) -> tuple["CallToMake", ...]:
        """Return every account the call is about, the one that leads first."""
        return (self, *self.others)

    @property
    def customer_ids(self) -> tuple[int, ...]:
        """Return every customer the call is about, the one that leads first."""
        return tuple(each.customer_id for each in self.accounts)

    def is_about(self, customer_id: int | None) -> bool:
        return customer_id in self.customer_ids


@dataclass(frozen=True, slots=True)
class Ordering:
    """What a person changed of the order: the customers pinned, in their order, and those moved within a group."""

    pinned: tuple[int, ...] = ()
    moved: Mapping[Group, tuple[int, ...]] = field(default_factory=dict)

    def place(self, call: CallToMake) -> int:
        """Return the place a person gave to a call; whatever they did not move comes after what they did."""
        given = self.pinned if call.is_pinned else self.moved.get(call.group, ())
        return min((given.index(each) for each in call.customer_ids if each in given), default=len(given))


AS_RANKED = Ordering()


@dataclass(frozen=True, slots=True)
class Worklist:
    """The calls of the day by group, those pinned first, and how many wait for another day."""

    call_backs: tuple[CallToMake, ...] = ()
    broken_promises: tuple[CallToMake, ...] = ()
    calls: tuple[CallToMake, ...] = ()
    rolled_over: int = 0
    pinned: tuple[CallToMake, ...] = ()

    @property
    def all(self) -> tuple[CallToMake, ...]:
        return self.pinned + self.call_backs + self.broken_promises + self.calls

    def beside(self, customer_id: int) -> tuple[CallToMake, ...]:
        """Return the calls among which a customer's is moved: those pinned, or those of its group."""
        groups = (self.pinned, self.call_backs, self.broken_promises, self.calls)
        return next((calls for calls in groups if any(call.is_about(customer_id) for call in calls)), ())

    def __len__(self) -> int:
        return len(self.all)


def worklist(
    calls: Iterable[CallToMake], *, total: int, done_count: int, capacity: int | None = CAPACITY, ordering: Ordering = AS_RANKED
) -> Worklist:
    """Rank the calls and keep what a day holds. A call-back was agreed, a pin was wanted: both are kept whatever the day holds."""
    marked = (marked_as(call, ordering) for call in calls)
    ranked = sorted(marked, key=lambda call: order(call, ordering))
    kept = ranked if capacity is None else within(ranked, max(capacity - done_count, 0))
    groups = {group: tuple(call for call in kept if call.group is group and not call.is_pinned) for group in Group}
    return Worklist(
        groups[Group.CALL_BACK], groups[Group.BROKEN_PROMISE], groups[Group.CALL], max(total - len(kept), 0),
        tuple(call for call in kept if call.is_pinned),
    )  # fmt: skip


def marked_as(call: CallToMake, ordering: Ordering) -> CallToMake:
    pinned_id = next(filter(call.is_about, ordering.pinned), None)
    return replace(call, is_pinned=pinned_id is not None, pinned_id=pinned_id)


def within(ranked: list[CallToMake], room: int) -> list[CallToMake]:
    wanted = [call for call in ranked if is_kept(call)]
    others = [call for call in ranked if not is_kept(call)]
    chosen = {id(call) for call in wanted + others[: max(room - len(wanted), 0)]}
    return [call for call in ranked if id(call) in chosen]


def is_kept(call: CallToMake) -> bool:
    return call.is_pinned or call.group is Group.CALL_BACK


def order(call: CallToMake, ordering: Ordering = AS_RANKED) -> tuple[bool, int, int, float, Decimal, int]:
    """Return the place of a call: pinned, call-backs at their hour, broken promises, then net overdue × level; moved: where it was put."""
    hour = call.call_back_at.timestamp() if call.call_back_at else 0.0
    group = 0 if call.is_pinned else list(Group).index(call.group)
    return (not call.is_pinned, group, ordering.place(call), hour, -call.weight, call.customer_id)


class Move(StrEnum):
    UP = "up"
    DOWN = "down"
    FIRST = "first"
    BEFORE = "before"


def moved(ids: Sequence[int], customer_id: int, move: Move, *, before: int | None = None, already: int = 0) -> tuple[int, ...]:
    """Return the beginning of a group's order once a customer is moved: no further than what was moved, the rest keeps its rank."""
    old = ids.index(customer_id)
    rest = [each for each in ids if each != customer_id]
    match move:
        case Move.UP:
            new = max(old - 1, 0)
        case Move.DOWN:
            new = min(old + 1, len(rest))
        case Move.FIRST:
            new = 0
        case Move.BEFORE:
            new = rest.index(before) if before in rest else len(rest)
    return (*rest[:new], customer_id, *rest[new:])[: max(old, new, already - 1) + 1]


def next_call(calls: Worklist, *, after_customer_id: int | None = None) -> CallToMake | None:
    """Return the call to make next: the one after a customer's, else the first of the day."""
    return around(calls, after_customer_id).following


@dataclass(frozen=True, slots=True)
class Around:
    """The calls before and after a customer's in the day's list, and its rank there; no rank once its call is made."""

    previous: CallToMake | None
    following: CallToMake | None
    rank: int | None
    count: int


def around(calls: Worklist, customer_id: int | None) -> Around:
    """Return what stands before and after a customer; the list goes round, so that whoever was passed over comes again."""
    place = next((place for place, call in enumerate(calls.all) if call.is_about(customer_id)), None)
    if place is None:
        return Around(None, next(iter(calls.all), None), None, len(calls))
    others = [call for call in (*calls.all[place + 1 :], *calls.all[:place]) if not call.is_about(customer_id)]
    return Around(next(reversed(others), None), next(iter(others), None), place + 1, len(calls))
