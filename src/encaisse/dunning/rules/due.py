"""Rules 1, 2, 3, 7, 11, 14 and 20: which step an item is due for today, or on which date it will be."""

from datetime import date, timedelta

from encaisse.dunning.rules.conditions import applies
from encaisse.dunning.rules.decisions import EndedStep, TaskKind
from encaisse.dunning.rules.habits import usual_date
from encaisse.dunning.rules.morning import DAY, SALES_WINDOW, Claim, Morning
from encaisse.dunning.rules.promises import facts_trusted
from encaisse.dunning.rules.scenario import Channel, Level, OffsetFrom, Step
from encaisse.dunning.rules.values import ItemState, StepEnd

BANK_GRACE = 3
CATCHING_UP = 3
PREVENTIVE_LAPSE = 2
AFTER_ANSWER = 2
STALE_AFTER = 2
HABIT_WAIT = 2
LONGEST_HABIT = timedelta(days=15)


def due_step(morning: Morning, claim: Claim) -> Step | None:
    """Return the step an item is due for, one at a time after the last one ended, or note the date of the next."""
    item = claim.item
    steps = (item.override or morning.scenario).steps
    position, base, last_how = first_position(morning, item), item.last_ended_on, item.last_how
    while position < len(steps):
        step = steps[position]
        day = step_date(morning, item, step, base)
        if day is None:
            morning.asks(TaskKind.PRESENTATION_DATE_MISSING, item)
            return None
        if step.level == Level.PREVENTIVE and lapses(morning, item, day):
            position += 1
            continue
        if day > morning.on:
            morning.waits_for(step, day)
            return None
        if (silent_on := sales_silence(morning, step, day)) is not None:
            day, how = silent_on, StepEnd.NOT_DONE
            last_how = how
        elif applies(morning, claim, step, base):
            return step if may_escalate(morning, item, step, left_untouched(morning, last_how, base)) else None
        else:
            how = StepEnd.NOT_APPLICABLE
        morning.ended.append(EndedStep(item.id, position, day, how))
        position, base = position + 1, day
    return None


def sales_silence(morning: Morning, step: Step, day: date) -> date | None:
    """Return the day on which a sales step ended by silence: its task was given, its 3 working days are over, nothing came back."""
    task_on, result_on = morning.payer.sales_task_on, morning.payer.sales_result_on
    if step.channel != Channel.SALES_TASK or task_on is None or day > task_on or (result_on is not None and result_on >= task_on):
        return None
    ended_on = morning.calendar.add(task_on, SALES_WINDOW)
    return ended_on if morning.on > ended_on else None


def first_position(morning: Morning, item: ItemState) -> int:
    if item.last_position is not None:
        return item.last_position + 1
    if item.fixed_start is not None:
        return item.fixed_start
    return (item.override or morning.scenario).first_curative_position if item.due_date < morning.on else 0


def step_date(morning: Morning, item: ItemState, step: Step, base: date | None) -> date | None:
    """Return the date of a step: the latest of its offset, its interval since the last step, and the waits of the item."""
    planned = planned_date(morning, item, step)
    if planned is None:
        return None
    day = planned
    if base is not None:
        day = max(day, interval_end(morning, item, step, base))
    if item.answered_on is not None:
        day = max(day, morning.calendar.add(item.answered_on, AFTER_ANSWER))
    if step.level >= Level.R1 and step.reaches_customer:
        day = max(day, grace_end(morning, item))
    if step.level <= Level.R1 and morning.payer.usual_payment_day is not None:
        day = max(day, habit_date(morning, item, morning.payer.usual_payment_day))
    return morning.calendar.next_open(day)


def planned_date(morning: Morning, item: ItemState, step: Step) -> date | None:
    """Return due date + offset + frozen days; once past the formal notice, presentation + delay given + offset."""
    notice = (item.override or morning.scenario).formal_notice_position
    if step.level >= Level.FORMAL_NOTICE and notice is not None and step.position > notice:
        if item.presented_on is None:
            return None
        offset = step.offset_days if step.offset_from is OffsetFrom.NOTICE_RUN else step.interval_days
        return item.presented_on + timedelta(days=item.notice_delay_days + offset)
    return item.due_date + timedelta(days=step.offset_days + frozen_days_of(morning, item))


def frozen_days_of(morning: Morning, item: ItemState) -> int:
    """Return the calendar days its clock stood still; a hold that ended by its date froze it no longer than that."""
    if item.frozen_since is None:
        return item.frozen_days
    expired = [hold.until + DAY for hold in item.held if hold.until is not None]
    still = morning.on if not expired or any(hold.until is None for hold in item.held) else min(morning.on, max(expired))
    return item.frozen_days + max((still - item.frozen_since).days, 0)


def interval_end(morning: Morning, item: ItemState, step: Step, base: date) -> date:
    """Return the end of the interval since the last step, shortened when that step came later than its day; never at levels 4 and 5."""
    whole = base + timedelta(days=step.interval_days)
    if step.level >= Level.FORMAL_NOTICE or step.position == 0:
        return whole
    last = (item.override or morning.scenario).steps[step.position - 1]
    its_day = item.due_date + timedelta(days=last.offset_days + frozen_days_of(morning, item))
    if base <= its_day:
        return whole
    return min(whole, morning.calendar.add(base, CATCHING_UP))


def grace_end(morning: Morning, item: ItemState) -> date:
    """Return the first day a curative contact may happen: the bank has had its 3 working days."""
    calendar = morning.calendar
    return calendar.add(calendar.next_open(item.due_date), BANK_GRACE)


def habit_date(morning: Morning, item: ItemState, day_of_month: int) -> date:
    usual = morning.calendar.add(usual_date(item.due_date, day_of_month), HABIT_WAIT)
    return min(usual, item.due_date + LONGEST_HABIT)


def lapses(morning: Morning, item: ItemState, day: date) -> bool:
    """Say whether a preventive step comes too late: its last day is 2 working days before the due date."""
    last_day = morning.calendar.add(item.due_date, -PREVENTIVE_LAPSE)
    morning.may_change(last_day + DAY)
    return day > last_day or morning.on > last_day


def left_untouched(morning: Morning, last_how: StepEnd | None, ended_on: date | None) -> bool:
    """Say whether the last step that applied was left untouched, and nobody has decided on the formal notice since."""
    decided_on = morning.payer.notice_decided_on
    return last_how is StepEnd.NOT_DONE and (decided_on is None or ended_on is None or decided_on < ended_on)


def may_escalate(morning: Morning, item: ItemState, step: Step, is_untouched: bool) -> bool:
    """Say whether an item may go to a formal notice: never from an untouched step, nor without a delivered reminder."""
    if step.level < Level.FORMAL_NOTICE:
        return True
    if is_untouched:
        morning.asks(TaskKind.FORMAL_NOTICE_TO_DECIDE, item)
        return False
    if step.level == Level.FORMAL_NOTICE and not may_be_noticed(morning, item):
        if not item.delivered_reminder:
            morning.asks(TaskKind.NO_REMINDER_DELIVERED, item)
        return False
    return True


def may_be_noticed(morning: Morning, item: ItemState) -> bool:
    """Say whether a formal notice may list an item: level 2 reached, a written reminder delivered, nothing disputed, promised, planned."""
    is_contested = item.disputed_amount > 0 or item.id in morning.promised or item.id in morning.planned
    return item.delivered_reminder and (item.last_level or 0) >= Level.R2 and not is_contested


def is_stale(morning: Morning, item: ItemState) -> bool:
    """Say whether the facts are too old for a curative contact about an item."""
    calendar = morning.calendar
    return not facts_trusted(morning.payer, calendar.add(calendar.next_open(item.due_date), STALE_AFTER))


def is_claimable(morning: Morning, item: ItemState) -> bool:
    """Say whether a curative message may ask for a late item today."""
    return grace_end(morning, item) <= morning.on and not is_stale(morning, item)
