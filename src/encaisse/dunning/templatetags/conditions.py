"""The conditions of steps, in words."""

import re
from decimal import Decimal
from typing import assert_never

from django.utils.translation import gettext

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
)
from encaisse.kit.actor import Role
from encaisse.ui.formats import money_text, percent_text
from encaisse.ui.words import ROLE_NAMES

WITHOUT_CENTS = re.compile(r"[.,]00(?!\d)")


def condition_text(condition: Condition) -> str:  # noqa: PLR0911 - one answer per kind of a closed list
    match condition:
        case AnyOf(conditions):
            return gettext(" or ").join(condition_text(each) for each in conditions)
        case ApprovedBy(roles):
            return gettext("approved by %(roles)s") % {"roles": ", ".join(str(ROLE_NAMES[Role(role.value)]) for role in roles)}
        case EInvoiceCodeNotIn(codes):
            return gettext("e-invoice not in state %(codes)s") % {"codes": ", ".join(map(str, sorted(codes)))}
        case OverdueDaysAbove(days):
            return gettext("more than %(days)s days late") % {"days": days}
        case LateRateAbove(rate):
            return gettext("pays late more than %(rate)s of the time") % {"rate": percent_text(rate)}
        case ItemAmountAtLeast() | BalanceAtLeast() | BalanceBelow():
            return amount_condition(condition)
        case NoReplySinceLastStep():
            return gettext("no reply since the last step")
        case MobileKnown():
            return gettext("mobile number known")
        case OverdueOverLimit():
            return gettext("overdue above the credit limit")
        case _:
            assert_never(condition)


def amount_condition(condition: ItemAmountAtLeast | BalanceAtLeast | BalanceBelow) -> str:
    amount = {"amount": round_money(condition.amount)}
    match condition:
        case ItemAmountAtLeast():
            return gettext("invoice of at least %(amount)s") % amount
        case BalanceAtLeast():
            return gettext("overdue of at least %(amount)s") % amount
        case BalanceBelow():
            return gettext("overdue below %(amount)s") % amount


def round_money(amount: Decimal) -> str:
    return WITHOUT_CENTS.sub("", money_text(amount))
