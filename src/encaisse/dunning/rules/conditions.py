"""Rule 23: the conditions of steps, a closed list of typed predicates; their truth for one item, and their JSON form."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from encaisse.dunning.rules.morning import DAY, Claim, Morning
from encaisse.dunning.rules.scenario import (
    AnyOf,
    ApprovedBy,
    BalanceAtLeast,
    BalanceBelow,
    Channel,
    Condition,
    EInvoiceCodeNotIn,
    ItemAmountAtLeast,
    LateRateAbove,
    MobileKnown,
    NoReplySinceLastStep,
    OverdueDaysAbove,
    OverdueOverLimit,
    SenderRole,
    Step,
)
from encaisse.dunning.rules.values import ZERO


def applies(morning: Morning, claim: Claim, step: Step, last_ended_on: date | None) -> bool:
    """Say whether a step applies to an item today; a false condition passes over the step."""
    if step.minimum_amount and balance(morning, claim) < step.minimum_amount:
        morning.balance_may_change()
        return False
    return all(holds_true(condition, morning, claim, last_ended_on) for condition in step.conditions)


def holds_true(condition: Condition, morning: Morning, claim: Claim, last_ended_on: date | None) -> bool:
    match condition:
        case BalanceAtLeast() | BalanceBelow() | OverdueOverLimit():
            morning.balance_may_change()
            return balance_holds_true(condition, morning, claim)
        case AnyOf(conditions):
            return any([holds_true(each, morning, claim, last_ended_on) for each in conditions])  # noqa: C419 - each notes its date
        case OverdueDaysAbove(days):
            morning.may_change(claim.item.due_date + timedelta(days=days) + DAY)
            return (morning.on - claim.item.due_date).days > days
        case NoReplySinceLastStep():
            reply_on = morning.payer.reply_on
            return reply_on is None or (last_ended_on is not None and reply_on < last_ended_on)
        case _:
            return fact_holds_true(condition, morning, claim)


def balance_holds_true(condition: BalanceAtLeast | BalanceBelow | OverdueOverLimit, morning: Morning, claim: Claim) -> bool:
    late = balance(morning, claim)
    match condition:
        case BalanceAtLeast(amount):
            return late >= amount
        case BalanceBelow(amount):
            return late < amount
        case OverdueOverLimit():
            return morning.payer.credit_limit is not None and late > morning.payer.credit_limit


def fact_holds_true(condition: Condition, morning: Morning, claim: Claim) -> bool:
    match condition:
        case ItemAmountAtLeast(amount):
            return claim.item.amount >= amount
        case LateRateAbove(rate):
            return morning.payer.late_rate is not None and morning.payer.late_rate > rate
        case MobileKnown():
            return Channel.SMS in morning.payer.reachable
        case EInvoiceCodeNotIn(codes):
            return claim.item.einvoice_code not in codes
        case _:
            return True


def balance(morning: Morning, claim: Claim) -> Decimal:
    return morning.overdue.get(claim.item.currency, ZERO)


def approvers(step: Step) -> tuple[SenderRole, ...]:
    """Return the roles that must approve the step before it leaves."""
    return tuple(role for condition in step.conditions if isinstance(condition, ApprovedBy) for role in condition.roles)


READERS: dict[str, Callable[[Mapping[str, Any]], Condition]] = {
    "item_amount_at_least": lambda raw: ItemAmountAtLeast(Decimal(raw["amount"])),
    "balance_at_least": lambda raw: BalanceAtLeast(Decimal(raw["amount"])),
    "balance_below": lambda raw: BalanceBelow(Decimal(raw["amount"])),
    "late_rate_above": lambda raw: LateRateAbove(Decimal(raw["rate"])),
    "overdue_over_limit": lambda _: OverdueOverLimit(),
    "overdue_days_above": lambda raw: OverdueDaysAbove(int(raw["days"])),
    "no_reply_since_last_step": lambda _: NoReplySinceLastStep(),
    "mobile_known": lambda _: MobileKnown(),
    "einvoice_code_not_in": lambda raw: EInvoiceCodeNotIn(frozenset(int(code) for code in raw["codes"])),
    "approved_by": lambda raw: ApprovedBy(tuple(SenderRole(role) for role in raw["roles"])),
    "any_of": lambda raw: AnyOf(conditions_from(raw["conditions"])),
}


def conditions_from(raw: Sequence[Mapping[str, Any]]) -> tuple[Condition, ...]:
    """Read conditions from their JSON form: `[{"kind": "balance_at_least", "amount": "500"}]`."""
    return tuple(READERS[each["kind"]](each) for each in raw)


def conditions_as_json(conditions: Sequence[Condition]) -> list[dict[str, Any]]:
    return [condition_as_json(condition) for condition in conditions]


def condition_as_json(condition: Condition) -> dict[str, Any]:  # noqa: C901, PLR0911 - one answer per kind of a closed list
    match condition:
        case ItemAmountAtLeast(amount):
            return {"kind": "item_amount_at_least", "amount": str(amount)}
        case BalanceAtLeast(amount):
            return {"kind": "balance_at_least", "amount": str(amount)}
        case BalanceBelow(amount):
            return {"kind": "balance_below", "amount": str(amount)}
        case LateRateAbove(rate):
            return {"kind": "late_rate_above", "rate": str(rate)}
        case OverdueDaysAbove(days):
            return {"kind": "overdue_days_above", "days": days}
        case EInvoiceCodeNotIn(codes):
            return {"kind": "einvoice_code_not_in", "codes": sorted(codes)}
        case ApprovedBy(roles):
            return {"kind": "approved_by", "roles": [role.value for role in roles]}
        case AnyOf(conditions):
            return {"kind": "any_of", "conditions": conditions_as_json(conditions)}
        case OverdueOverLimit():
            return {"kind": "overdue_over_limit"}
        case NoReplySinceLastStep():
            return {"kind": "no_reply_since_last_step"}
        case MobileKnown():
            return {"kind": "mobile_known"}
