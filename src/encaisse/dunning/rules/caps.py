"""Rules 6 and 19: how often a person may be contacted, and through which channel a step goes when its own is dead."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from encaisse.dunning.rules.scenario import INTERNAL, Channel, Level, Step, StepMode
from encaisse.dunning.rules.values import ContactEvent, PayerState

WEEK = 7
MONTH = 30


class Cap(NamedTuple):
    """At most `most` contacts in any `days` days; of one channel or of all, attempts included or not."""

    channel: Channel | None
    most: int
    days: int
    with_attempts: bool = False


BUSINESS_CAPS = (
    Cap(Channel.CALL, 1, 1),
    Cap(Channel.CALL, 3, WEEK),
    Cap(Channel.CALL, 3, 1, with_attempts=True),
    Cap(Channel.SMS, 2, WEEK),
    Cap(Channel.EMAIL, 1, 2),
    Cap(None, 15, MONTH),
)
CONSUMER_CAPS = (
    Cap(Channel.CALL, 1, 1),
    Cap(Channel.CALL, 2, WEEK),
    Cap(Channel.CALL, 2, 1, with_attempts=True),
    Cap(Channel.CALL, 4, WEEK, with_attempts=True),
    Cap(Channel.SMS, 1, WEEK),
    Cap(Channel.EMAIL, 1, 3),
    Cap(None, 8, MONTH),
)
NEXT_CHANNELS: dict[Channel, tuple[Channel, ...]] = {
    Channel.EMAIL: (Channel.LETTER, Channel.CALL),
    Channel.SMS: (Channel.EMAIL, Channel.LETTER, Channel.CALL),
    Channel.FAX: (Channel.EMAIL, Channel.LETTER, Channel.CALL),
    Channel.LETTER: (Channel.EMAIL, Channel.CALL),
    Channel.CALL: (Channel.EMAIL, Channel.LETTER),
    Channel.VISIT: (Channel.CALL, Channel.EMAIL, Channel.LETTER),
}


def cap_ends_on(contacts: Iterable[ContactEvent], channel: Channel, *, is_consumer: bool, on: date) -> date | None:
    """Return the first day the caps allow a contact again, or None when they allow it today."""
    counted = [each for each in contacts if each.on <= on and each.channel != Channel.REGISTERED_LETTER]
    caps = CONSUMER_CAPS if is_consumer else BUSINESS_CAPS
    ends = [freed_on(counted, cap) for cap in caps if cap.channel in {None, channel}]
    return max((end for end in ends if end is not None and end > on), default=None)


def freed_on(contacts: list[ContactEvent], cap: Cap) -> date | None:
    """Return the day the oldest contact that fills a cap leaves its window."""
    days = sorted(
        each.on for each in contacts if (cap.channel is None or each.channel == cap.channel) and (each.reached or cap.with_attempts)
    )
    return days[-cap.most] + timedelta(days=cap.days) if len(days) >= cap.most else None


def is_capped(step: Step, channel: Channel) -> bool:
    """Registered letters and what follows them are the law's own pace; internal work contacts nobody."""
    return channel not in INTERNAL and channel != Channel.REGISTERED_LETTER and step.level < Level.FORMAL_NOTICE


def channel_for(step: Step, payer: PayerState) -> Channel | None:
    """Return the step's own channel if it can be reached, or the next one; None when nobody can be."""
    if step.channel in INTERNAL or step.channel in payer.reachable:
        return step.channel
    return next((channel for channel in NEXT_CHANNELS.get(step.channel, ()) if channel in payer.reachable), None)


def mode_for(step: Step, channel: Channel) -> StepMode:
    """Levels 4 and 5 are always approved; a step that changed channel is looked at before it leaves."""
    if channel == Channel.CALL:
        return StepMode.MANUAL
    if step.mode is StepMode.AUTOMATIC and step.level < Level.FORMAL_NOTICE and channel is step.channel:
        return StepMode.AUTOMATIC
    return StepMode.MANUAL if step.mode is StepMode.MANUAL and channel is step.channel else StepMode.TO_APPROVE
