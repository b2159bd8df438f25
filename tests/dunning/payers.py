"""Customers, items and scenarios of the tests: no surprise in them. Days are written « 17/11 » (of 2026) or « 17/11/2025 »."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from encaisse.dunning.rules.scenario import Channel, Condition, Level, OffsetFrom, Scenario, Step, StepMode
from encaisse.dunning.rules.values import ItemState, PayerState, PaymentReceived, PromiseState, StepEnd
from encaisse.kit.dates import working_days

FRANCE = working_days()


def day(text: str) -> date:
    numbers = [int(each) for each in text.split("/")]
    return date(numbers[2] if len(numbers) == 3 else 2026, numbers[1], numbers[0])


def step(position: int, key: str, level: int, offset: int, channel: Channel, **more: object) -> Step:
    return Step(position=position, key=key, level=Level(level), offset_days=offset, channel=channel, **more)


def scenario(*steps: Step, minimum: int = 0, first_curative: int | None = None) -> Scenario:
    """Number the steps, and space them as their offsets are."""
    numbered = []
    for position, each in enumerate(steps):
        gap = each.interval_days or (each.offset_days - steps[position - 1].offset_days if position else 0)
        numbered.append(replace(each, position=position, interval_days=max(gap, 0)))
    first = next(each.position for each in numbered if each.level > 0) if first_curative is None else first_curative
    return Scenario("TEST", tuple(numbered), Decimal(minimum), first)


def email(key: str, level: int, offset: int, *conditions: Condition, **more: object) -> Step:
    return step(0, key, level, offset, Channel.EMAIL, conditions=conditions, **more)


CALL = step(0, "call", 1, 8, Channel.CALL, mode=StepMode.MANUAL)
SALES = step(0, "sales", 2, 19, Channel.SALES_TASK, mode=StepMode.MANUAL, is_contact=False)
R1, R2 = email("r1", 1, 2), email("r2", 2, 15)
CFO = email("cfo", 3, 30, mode=StepMode.TO_APPROVE)
NOTICE = step(0, "notice", 4, 45, Channel.REGISTERED_LETTER, mode=StepMode.TO_APPROVE)
LAST = step(0, "last", 5, 10, Channel.LETTER, mode=StepMode.TO_APPROVE, offset_from=OffsetFrom.NOTICE_RUN, interval_days=10)
PREVENTIVE = email("prev", 0, -7)

# The scenario of the worked morning: R1 e-mail +2, call +8, R2 e-mail +15, sales task +19, CFO e-mail (R3) +30.
SME = scenario(R1, CALL, R2, SALES, CFO)
R1_AT, CALL_AT, R2_AT, SALES_AT, CFO_AT = range(5)
LETTERS = scenario(R1, R2, CFO)
FULL = scenario(PREVENTIVE, R1, R2, CFO, NOTICE, LAST)
PREVENTIVE_AT, FULL_R1, FULL_R2, FULL_CFO, NOTICE_AT, LAST_AT = range(6)


def item(  # a due line
    item_id: int,
    due: str,
    amount: int | str = 1000,
    *,
    done: int | None = None,
    on: str | None = None,
    at: Scenario = SME,
    reference: str = "",
    **more: object,
) -> ItemState:
    level = None if done is None else at.steps[done].level
    facts: dict[str, object] = {"last_how": None if done is None else StepEnd.DONE, "delivered_reminder": done is not None, **more}
    return ItemState(
        id=item_id,
        reference=reference or f"F{item_id}",
        due_date=day(due),
        amount=Decimal(facts.pop("was", amount)),
        open_amount=Decimal(amount),
        last_position=done,
        last_level=level,
        last_ended_on=day(on) if on else None,
        **facts,
    )


def credit(item_id: int, dated: str, amount: int, **more: object) -> ItemState:
    return ItemState(item_id, f"AV{item_id}", day(dated), Decimal(-amount), Decimal(-amount), **more)


def payer(*items: ItemState, **facts: object) -> PayerState:
    return PayerState(payer_id=1, items=items, **facts)


def paid(when: str, amount: int, **more: object) -> PaymentReceived:
    return PaymentReceived(day(when), Decimal(amount), **more)


def promise(amount: int, promised_for: str, *, promised_on: str, **more: object) -> PromiseState:
    return PromiseState(1, Decimal(amount), day(promised_on), day(promised_for), **more)


def days_before(on: date, count: int) -> date:
    return on - timedelta(days=count)
