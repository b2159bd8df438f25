"""Conditions as a person enters them: a kind of the closed list and one value, written their way."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple

from encaisse.dunning.rules.conditions import READERS
from encaisse.dunning.rules.scenario import (
    AnyOf,
    ApprovedBy,
    BalanceAtLeast,
    BalanceBelow,
    Condition,
    EInvoiceCodeNotIn,
    ItemAmountAtLeast,
    LateRateAbove,
    MobileKnown,
    NoReplySinceLastStep,
    OverdueDaysAbove,
    OverdueOverLimit,
    SenderRole,
)
from encaisse.kit.refusals import Refusal, gettext_noop


class ConditionKind(StrEnum):
    """The conditions a person may put on a step; approvals are asked for apart."""

    ITEM_AMOUNT_AT_LEAST = "item_amount_at_least"
    BALANCE_AT_LEAST = "balance_at_least"
    BALANCE_BELOW = "balance_below"
    LATE_RATE_ABOVE = "late_rate_above"
    OVERDUE_OVER_LIMIT = "overdue_over_limit"
    OVERDUE_DAYS_ABOVE = "overdue_days_above"
    NO_REPLY_SINCE_LAST_STEP = "no_reply_since_last_step"
    MOBILE_KNOWN = "mobile_known"
    EINVOICE_CODE_NOT_IN = "einvoice_code_not_in"


AMOUNTS = frozenset({ConditionKind.ITEM_AMOUNT_AT_LEAST, ConditionKind.BALANCE_AT_LEAST, ConditionKind.BALANCE_BELOW})
WITHOUT_VALUE = frozenset({ConditionKind.OVERDUE_OVER_LIMIT, ConditionKind.NO_REPLY_SINCE_LAST_STEP, ConditionKind.MOBILE_KNOWN})


class NotAValue(Refusal):
    sentence = gettext_noop("“%(value)s” is not a value for this condition. Write an amount, a percentage, days or codes as its name says.")


class EnteredCondition(NamedTuple):
    """One line of the form: `joined` makes it an « or » with the line above."""

    kind: ConditionKind
    value: str = ""
    joined: bool = False


def entered(conditions: Iterable[Condition]) -> list[EnteredCondition]:
    """Return the lines a person reads and changes; approvals are left out, they have their own field."""
    lines: list[EnteredCondition] = []
    for condition in conditions:
        match condition:
            case ApprovedBy():
                continue
            case AnyOf(choices):
                lines += [entry(each, joined=place > 0) for place, each in enumerate(choices)]
            case _:
                lines.append(entry(condition))
    return lines


def entry(condition: Condition, *, joined: bool = False) -> EnteredCondition:  # noqa: PLR0911 - one answer per kind of a closed list
    match condition:
        case ItemAmountAtLeast(amount):
            return EnteredCondition(ConditionKind.ITEM_AMOUNT_AT_LEAST, plain(amount), joined)
        case BalanceAtLeast(amount):
            return EnteredCondition(ConditionKind.BALANCE_AT_LEAST, plain(amount), joined)
        case BalanceBelow(amount):
            return EnteredCondition(ConditionKind.BALANCE_BELOW, plain(amount), joined)
        case LateRateAbove(rate):
            return EnteredCondition(ConditionKind.LATE_RATE_ABOVE, plain(rate * 100), joined)
        case OverdueDaysAbove(days):
            return EnteredCondition(ConditionKind.OVERDUE_DAYS_ABOVE, str(days), joined)
        case EInvoiceCodeNotIn(codes):
            return EnteredCondition(ConditionKind.EINVOICE_CODE_NOT_IN, ", ".join(map(str, sorted(codes))), joined)
        case OverdueOverLimit():
            return EnteredCondition(ConditionKind.OVERDUE_OVER_LIMIT, "", joined)
        case NoReplySinceLastStep():
            return EnteredCondition(ConditionKind.NO_REPLY_SINCE_LAST_STEP, "", joined)
        case MobileKnown():
            return EnteredCondition(ConditionKind.MOBILE_KNOWN, "", joined)
        case _:
            raise NotAValue(value=type(condition).__name__)


def plain(number: Decimal) -> str:
    """Write a number without the zeros that say nothing."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def conditions_of(lines: Iterable[EnteredCondition], approved_by: Sequence[SenderRole] = ()) -> tuple[Condition, ...]:
    """Read the lines of the form. Raises NotAValue."""
    groups: list[list[Condition]] = []
    for line in lines:
        condition = condition_of(line)
        if line.joined and groups:
            groups[-1].append(condition)
        else:
            groups.append([condition])
    read: list[Condition] = [group[0] if len(group) == 1 else AnyOf(tuple(group)) for group in groups]
    return (*read, ApprovedBy(tuple(approved_by))) if approved_by else tuple(read)


def condition_of(line: EnteredCondition) -> Condition:
    kind = line.kind
    if kind in WITHOUT_VALUE:
        return READERS[kind.value]({})
    if kind in AMOUNTS:
        return READERS[kind.value]({"amount": number_in(line.value)})
    if kind is ConditionKind.LATE_RATE_ABOVE:
        return LateRateAbove(number_in(line.value) / 100)
    if kind is ConditionKind.OVERDUE_DAYS_ABOVE:
        return OverdueDaysAbove(int(number_in(line.value)))
    return EInvoiceCodeNotIn(frozenset(int(code) for code in re.findall(r"\d+", line.value)))


def number_in(text: str) -> Decimal:
    """Read a number as people type it: « 1 234,50 € », « 30 % », 24."""
    kept = re.sub(r"[\s\u00a0\u202f€%]", "", text).replace(",", ".")
    try:
        number = Decimal(kept)
    except InvalidOperation as fault:
        raise NotAValue(value=text) from fault
    if not number.is_finite():
        raise NotAValue(value=text)
    return number


def approved_by(conditions: Iterable[Condition]) -> tuple[SenderRole, ...]:
    return tuple(role for condition in conditions if isinstance(condition, ApprovedBy) for role in condition.roles)
