"""Calls are always common (rule 6): what rings at one number is one line of the day, one call, one result for every company."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from encaisse.workbench.rules.agenda import CallToMake, Group
from encaisse.workbench.rules.calls import Outcome

URGENT = list(Group)


def made_as_one(calls: Iterable[CallToMake], numbers: Mapping[int, Hashable]) -> list[CallToMake]:
    """Put together the calls that a run found to ring at one number, where they still do (`numbers`: by customer)."""
    together: dict[Hashable, list[CallToMake]] = {}
    for call in calls:
        number = numbers.get(call.customer_id)
        alone = call.common_key is None or number is None
        together.setdefault((call.customer_id, call.action_id) if alone else (call.common_key, number), []).append(call)
    return [as_one(each) for each in together.values()]


def as_one(calls: Sequence[CallToMake]) -> CallToMake:
    """Return one call for several accounts: the largest leads, the most urgent reason is told, the highest level sets the script."""
    first, *others = sorted(calls, key=lambda each: (-each.net_amount, each.customer_id))
    if not others:
        return first
    urgent = min((first, *others), key=lambda each: URGENT.index(each.group))
    highest = max((first, *others), key=lambda each: each.level)
    return replace(
        first, others=tuple(others), level=highest.level, script_code=highest.script_code, reason=urgent.reason,
        call_back_at=min((each.call_back_at for each in calls if each.call_back_at), default=None),
        planned_since=min(each.planned_since for each in calls), attempts=max(each.attempts for each in calls),
        item_count=sum(each.item_count for each in calls),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said for another account of a common call; what is left empty was said for all."""

    customer_id: int
    action_id: int | None = None
    promised_for: date | None = None
    promised_amount: Decimal | None = None
    reason: str = ""


def outcome_of(told: Outcome, answer: Answer, item_ids: Sequence[int]) -> Outcome:
    """Return the outcome of a common call for one of its other accounts, with the items ticked there.

    An amount is promised to one company alone. A reason of its own without a day of its own: nothing is promised to that company.
    """
    is_refused = bool(answer.reason) and answer.promised_for is None
    return replace(
        told, promised_for=None if is_refused else answer.promised_for or told.promised_for,
        promised_amount=None if is_refused else answer.promised_amount, reason=answer.reason or told.reason, seconds=None,
        disputes=told.disputes and bool(item_ids), disputed_amount=told.disputed_amount if item_ids else None,
        copies=told.copies and bool(item_ids), item_ids=tuple(item_ids),
    )  # fmt: skip
