"""Rules 8, 10, 11, 12 and 17: what may be asked of each item today, and what is left alone beside it."""

from datetime import date
from decimal import Decimal
from operator import attrgetter

from encaisse.dunning.rules.decisions import HeldItem, TaskKind
from encaisse.dunning.rules.morning import DAY, Claim, Morning, Netted
from encaisse.dunning.rules.promises import read_plans, read_promises
from encaisse.dunning.rules.values import ZERO, ItemHold, ItemState, PayerState


def take_position(morning: Morning) -> None:
    """Sort the open items of the payer into late, to come, held and credits."""
    payer, on = morning.payer, morning.on
    read_credits(morning)
    if payer.promises:
        read_promises(morning)
    if payer.plans:
        read_plans(morning)
    is_plain = not (morning.promised or morning.planned or morning.named_credit or payer.judgment_on)
    late, to_come, overdue = morning.late, morning.to_come, morning.overdue
    for item in payer.items:
        amount = item.open_amount
        if amount <= 0:
            continue
        if not is_plain or item.held or item.disputed_amount or item.to_qualify is not None or item.judgment_on:
            amount = claimable(morning, item)
            if amount <= 0:
                continue
        if item.due_date < on:
            late.append(Claim(item, amount))
            overdue[item.currency] = overdue.get(item.currency, ZERO) + amount
        else:
            to_come.append(Claim(item, amount))


def read_credits(morning: Morning) -> None:
    """A credit note that names an open invoice nets that invoice only; the others are free."""
    credits_ = [item for item in morning.payer.items if item.open_amount < 0 and item.to_qualify is None]
    for credit in credits_:
        if credit.names_items and (lines := named_lines(credit, morning.payer)):
            net(morning, credit, lines)
        else:
            morning.credits.append((credit, -credit.open_amount))
            morning.free_credit[credit.currency] = morning.free_credit.get(credit.currency, ZERO) - credit.open_amount


def named_lines(credit: ItemState, payer: PayerState) -> list[ItemState]:
    """Return the lines still open of the invoice a credit note names, the first due first; none in another currency."""
    lines = (item for item in payer.items if item.id in credit.names_items and item.open_amount > 0 and item.currency == credit.currency)
    return sorted(lines, key=attrgetter("due_date", "id"))


def net(morning: Morning, credit: ItemState, lines: list[ItemState]) -> None:
    """Take a credit note off the lines of its invoice in turn; what exceeds them stays with the last one, and nets nothing else."""
    left = -credit.open_amount
    for item in lines:
        credited = morning.named_credit.get(item.id, ZERO)
        part = left if item is lines[-1] else min(left, max(item.open_amount - credited, ZERO))
        if part > 0:
            morning.named_credit[item.id] = credited + part
            morning.netted.append(Netted(credit, item.id, part))
            left -= part


def claimable(morning: Morning, item: ItemState) -> Decimal:
    """Return what may be asked of an item, and note each part that may not."""
    left = item.open_amount
    for reason, amount, until in held_parts(morning, item):
        part = left if amount is None else min(amount, left)
        if part > 0:
            morning.held.append(HeldItem(item.id, reason, part, until, item.currency))
            left -= part
    if left <= 0:
        note_wholly_held(morning, item)
        ask_to_allocate(morning, item)
    return left


def ask_to_allocate(morning: Morning, item: ItemState) -> None:
    """What a credit that names it covers is asked by nobody: accounting is asked to allocate it."""
    asked = morning.tasks.get(TaskKind.ALLOCATE_CREDITS, ())
    for credit in [each.credit for each in morning.netted if each.item_id == item.id and each.credit not in asked]:
        morning.asks(TaskKind.ALLOCATE_CREDITS, credit)


def note_wholly_held(morning: Morning, item: ItemState) -> None:
    if item.due_date < morning.on:
        morning.held_overdue[item.currency] = morning.held_overdue.get(item.currency, ZERO) + item.open_amount
    else:
        morning.may_change(item.due_date + DAY)


def held_parts(morning: Morning, item: ItemState) -> list[tuple[ItemHold, Decimal | None, date | None]]:
    if item.to_qualify is not None:
        return [(ItemHold.TO_QUALIFY, None, None)]
    if judgment_on := stopping_judgment(item, morning.payer):
        morning.stopped_by = max(judgment_on, morning.stopped_by or judgment_on)
        return [(ItemHold.INSOLVENCY, None, None)]
    parts: list[tuple[ItemHold, Decimal | None, date | None]] = []
    if item.disputed_amount:
        parts.append((ItemHold.DISPUTE, item.disputed_amount, None))
    for hold in item.held:
        if hold.until is None or hold.until >= morning.on:
            parts.append(hold)
            if hold.until is not None:
                morning.may_change(hold.until + DAY)
    if item.id in morning.named_credit:
        parts.append((ItemHold.CREDITED, morning.named_credit[item.id], None))
    if item.id in morning.promised:
        parts.append(morning.promised[item.id])
    if item.id in morning.planned:
        parts.append((ItemHold.PLAN, morning.planned[item.id], None))
    return parts


def stopping_judgment(item: ItemState, payer: PayerState) -> date | None:
    """Return the judgment before which an item was born: that of the payer's company, or that of the company which owes it."""
    return last_judgment_after(item.born_on or item.due_date, payer.judgment_on, item.judgment_on)


def last_judgment_after(born_on: date, *judgments: date | None) -> date | None:
    """Return the last of the judgments that came after an item was born: it stops that item for good."""
    return max((each for each in judgments if each is not None and born_on < each), default=None)
