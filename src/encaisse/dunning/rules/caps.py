"""Rules 6 and 19: how often a person may be contacted, and through which channel a step goes when its own is dead."""

from collections.abc import Iterable
from datetime import date, timedelta

from encaisse.dunning.rules.contact_caps import Cap, shipped_caps
from encaisse.dunning.rules.scenario import DEPOSITED, INTERNAL, Channel, Level, Step, StepMode
from encaisse.dunning.rules.values import ContactEvent, PayerState

NEXT_CHANNELS: dict[Channel, tuple[Channel, ...]] = {
    Channel.EMAIL: (Channel.LETTER, Channel.CALL),
    Channel.SMS: (Channel.EMAIL, Channel.LETTER, Channel.CALL),
    Channel.FAX: (Channel.EMAIL, Channel.LETTER, Channel.CALL),
    Channel.LETTER: (Channel.EMAIL, Channel.CALL),
    Channel.CALL: (Channel.EMAIL, Channel.LETTER),
    Channel.VISIT: (Channel.CALL, Channel.EMAIL, Channel.LETTER),
}


def cap_ends_on(
    contacts: Iterable[ContactEvent], channel: Channel, *, is_consumer: bool, on: date, caps: tuple[Cap, ...] = ()
) -> date | None:
    """Return the first day the caps allow a contact again, or None when they allow it today."""
    counted = [each for each in contacts if each.on <= on and each.channel != Channel.REGISTERED_LETTER]
    caps = caps or shipped_caps(for_consumers=is_consumer)
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
    """Return the step's own channel if it can be reached, or the next one; None when nobody can be.

    Whoever asked for a portal is written to there alone, even when a call is replaced by writing.
    """
    has_portal = Channel.PORTAL in payer.reachable and step.level < Level.FORMAL_NOTICE
    if has_portal and step.channel in DEPOSITED:
        return Channel.PORTAL
    if step.channel in INTERNAL or step.channel in payer.reachable:
        return step.channel
    following = next((channel for channel in NEXT_CHANNELS.get(step.channel, ()) if channel in payer.reachable), None)
    if has_portal and (following in DEPOSITED or (following is None and step.channel in NEXT_CHANNELS)):
        return Channel.PORTAL
    return following


def mode_for(step: Step, channel: Channel, *, is_supervised: bool = False) -> StepMode:
    """Levels 4 and 5 are always approved; a step that changed channel, or any of a supervised company, is looked at before it leaves."""
    if channel == Channel.PORTAL:
        return StepMode.TO_APPROVE if step.mode is StepMode.TO_APPROVE else StepMode.MANUAL
    if channel == Channel.CALL:
        return StepMode.MANUAL
    if is_supervised and step.mode is StepMode.AUTOMATIC:
        return StepMode.AUTOMATIC if channel in INTERNAL else StepMode.TO_APPROVE
    if step.mode is StepMode.AUTOMATIC and step.level < Level.FORMAL_NOTICE and channel is step.channel:
        return StepMode.AUTOMATIC
    return StepMode.MANUAL if step.mode is StepMode.MANUAL and channel is step.channel else StepMode.TO_APPROVE
