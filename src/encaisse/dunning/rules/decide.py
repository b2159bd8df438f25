"""The daily decision: the one action an account deserves on a day, or why none. Rules 1 to 25 meet here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encaisse.dunning.rules.caps import cap_ends_on, channel_for, is_capped, mode_for
from encaisse.dunning.rules.conditions import approvers
from encaisse.dunning.rules.decisions import Act, Decision, Figures, HeldItem, Hold, Reason, Task, TaskKind, Wait
from encaisse.dunning.rules.due import due_step, is_stale
from encaisse.dunning.rules.holds import account_hold, hold, thanks
from encaisse.dunning.rules.listing import Listing, curative_listing, instalment_listing, notice_debtor, notice_listing, preventive_listing
from encaisse.dunning.rules.morning import DAY, Morning, tasks_of
from encaisse.dunning.rules.position import take_position
from encaisse.dunning.rules.scenario import SPOKEN, WRITTEN, Channel, Level, Scenario, Step
from encaisse.dunning.rules.special import Special, special_action
from encaisse.dunning.rules.tone import DueItem, step_of_the_day, tone_currency, tone_to_keep
from encaisse.dunning.rules.values import ZERO, Away, Calendar, ClosedPeriod, ItemHold, PayerState

CONTACT_GAP = 3
ABSENCE_WAIT = 3


def decide(payer: PayerState, scenario: Scenario, calendar: Calendar, *, on: date) -> Decision:
    """Decide the one action a payer deserves on a day, or say why none and until when."""
    morning = Morning(payer, scenario, calendar, on)
    take_position(morning)
    if not morning.late and not morning.to_come and not morning.held:
        return Wait(reason=Reason.NOTHING_OPEN)
    if held := account_hold(morning):
        return held
    if payer.acted_on == on:
        reason = Reason.TAKEN_BACK if payer.taken_back_on == on else Reason.ACTED_TODAY
        return wait(morning, reason, calendar.next_open(on + DAY))
    if special := special_action(morning):
        return special_decision(morning, special)
    return scenario_decision(morning)


def wait(morning: Morning, reason: Reason, until: date | None = None, *, step_key: str = "") -> Wait:
    if until is not None:
        morning.may_change(until)
    return Wait(
        until=morning.next_change,
        reason=reason,
        step_key=step_key,
        tasks=tasks_of(morning),
        ended=tuple(morning.ended),
        item_holds=tuple(morning.held),
    )


def scenario_decision(morning: Morning) -> Decision:
    due = [*due_items(morning), *preventive_items(morning)]
    if not due:
        return nothing_due(morning)
    if (gap := gap_end(morning)) > morning.on:
        return wait(morning, Reason.CONTACT_GAP, gap, step_key=due[0].step.key)
    if morning.next_step_on:
        morning.may_change(morning.next_step_on)
    morning.balance_may_change()
    fresh = [each for each in due if not is_too_stale(morning, each)]
    if len(fresh) < len(due):
        note_stale(morning, due, fresh)
    if not fresh:
        return hold(morning, Reason.STALE_FACTS, morning.calendar.next_open(morning.on + DAY))
    quiet = quiet_period(morning)
    audible = [each for each in fresh if quiet is None or each.step.level < Level.R2]
    if not audible:
        return quiet_hold(morning, quiet)
    return action_of_the_day(morning, audible, quiet)


def due_items(morning: Morning) -> list[DueItem]:
    return [DueItem(claim, step) for claim in morning.late if (step := due_step(morning, claim))]


def preventive_items(morning: Morning) -> list[DueItem]:
    """Return the items due for a preventive step; a courtesy never softens what was already said about late items."""
    due = [
        DueItem(claim, step)
        for claim in morning.to_come
        if (step := due_step(morning, claim)) is not None and step.level == Level.PREVENTIVE
    ]
    if not due or not morning.late:
        return due
    morning.balance_may_change()
    return [] if any(tone_to_keep(morning, currency) for currency in morning.overdue) else due


def gap_end(morning: Morning) -> date:
    contact_on = morning.payer.last_contact_on
    return morning.on if contact_on is None else morning.calendar.add(contact_on, CONTACT_GAP)


def nothing_due(morning: Morning) -> Decision:
    """Wait for the next step, or say that everything late is held item by item, or all that is to come."""
    if not morning.late and morning.held_overdue:
        morning.balance_may_change()
        return hold(morning, Reason.ITEMS_HELD, morning.next_step_on)
    if not morning.late and not morning.to_come:
        return wait(morning, Reason.NOTHING_LATE)
    if morning.next_step_on is None or morning.next_step is None:
        return wait(morning, Reason.SCENARIO_ENDED)
    reason = Reason.NOT_YET if morning.late else Reason.NOTHING_LATE
    return wait(morning, reason, max(morning.next_step_on, gap_end(morning)), step_key=morning.next_step.key)


def is_too_stale(morning: Morning, each: DueItem) -> bool:
    return each.step.level >= Level.R1 and each.step.reaches_customer and is_stale(morning, each.claim.item)


def note_stale(morning: Morning, due: list[DueItem], fresh: list[DueItem]) -> None:
    kept = {each.claim.item.id for each in fresh}
    for each in due:
        if each.claim.item.id not in kept:
            morning.asks(TaskKind.REFRESH_FACTS, each.claim.item)
            morning.held.append(HeldItem(each.claim.item.id, ItemHold.STALE_FACTS, each.claim.amount, None, each.claim.item.currency))


def quiet_period(morning: Morning) -> ClosedPeriod | None:
    for period in morning.payer.quiet_periods:
        if period.from_on <= morning.on <= period.to_on:
            return period
        morning.may_change(period.from_on)
    return None


def quiet_hold(morning: Morning, quiet: ClosedPeriod | None) -> Hold:
    """Levels 2 and above wait for the end of the creditor's quiet period."""
    if quiet is None:
        raise ValueError
    return hold(morning, Reason.QUIET_PERIOD, quiet.to_on + DAY, figures={"from_on": quiet.from_on, "to_on": quiet.to_on})


@dataclass(frozen=True, slots=True)
class Chosen:
    """The action before it is checked against caps, thresholds and contacts."""

    step: Step
    level: Level
    listing: Listing
    reason: Reason
    weight: Decimal = ZERO
    overdue: Decimal = ZERO
    currency: str = ""
    debtor_id: int | None = None
    special: Special | None = None


def action_of_the_day(morning: Morning, due: list[DueItem], quiet: ClosedPeriod | None) -> Decision:
    curative = [each for each in due if each.step.level >= Level.R1]
    if not curative:
        if covered := covered_before_due(morning):
            return covered
        courtesy = max((each.step for each in due), key=lambda each: each.position)
        listing = preventive_listing(morning, due, courtesy)
        return release(morning, Chosen(courtesy, Level.PREVENTIVE, listing, Reason.STEP_DUE))
    currency = tone_currency(morning, curative)
    tone = tone_to_keep(morning, currency)
    step = step_of_the_day(morning, curative, currency, tone)
    if step is None:
        return too_small_alone(morning, curative)
    if step.level >= Level.FORMAL_NOTICE:
        return formal_notice(morning, curative, step, currency)
    chosen = message_of_the_day(morning, curative, step, tone, currency)
    if quiet is not None and chosen.level >= Level.R2:
        return quiet_hold(morning, quiet)
    return release(morning, chosen)


def covered_before_due(morning: Morning) -> Hold | None:
    """Nothing is announced to whoever has credits for all that falls due: the message would ask for less than nothing."""
    to_come: dict[str, Decimal] = {}
    for claim in morning.to_come:
        to_come[claim.item.currency] = to_come.get(claim.item.currency, ZERO) + claim.amount
    left = {currency: amount - morning.free_credit.get(currency, ZERO) for currency, amount in to_come.items()}
    if any(amount > 0 for amount in left.values()):
        return None
    currency = max(left, key=lambda each: left[each])
    figures: Figures = {"net": left[currency], "minimum": morning.scenario.minimum_amount, "currency": currency}
    return hold(morning, Reason.BELOW_THRESHOLD, figures=figures)


def too_small_alone(morning: Morning, curative: list[DueItem]) -> Wait:
    """Small amounts go with the next step of the rest rather than raise the tone by themselves; without any, a person decides."""
    if morning.next_step_on is None:
        for each in curative:
            morning.asks(TaskKind.OLD_BALANCE, each.claim.item)
    return wait(morning, Reason.OLD_BALANCE)


def message_of_the_day(morning: Morning, curative: list[DueItem], step: Step, tone: Step | None, currency: str) -> Chosen:
    """Return the message at the level of the day, raised to the tone already used; calls keep their channel, not their softness."""
    level, reason = step.level, Reason.STEP_DUE
    if tone is not None and tone.level > level and step.channel in WRITTEN | SPOKEN:
        level, reason = tone.level, Reason.TONE_KEPT
        step = tone if step.channel in WRITTEN else step
    weight = sum((each.claim.amount for each in curative if is_weighed(each, step, currency)), ZERO)
    listing = curative_listing(morning, curative, step)
    return Chosen(step, level, listing, reason, weight, morning.overdue.get(currency, ZERO), currency)


def is_weighed(each: DueItem, step: Step, currency: str) -> bool:
    return each.step.level >= step.level and each.claim.item.currency == currency


def formal_notice(morning: Morning, curative: list[DueItem], step: Step, currency: str) -> Decision:
    debtor_id = notice_debtor(morning, curative, step)
    weight = sum((each.claim.amount for each in curative if is_weighed(each, step, currency)), ZERO)
    listing = notice_listing(morning, curative, step, debtor_id)
    overdue = morning.overdue.get(currency, ZERO)
    return release(morning, Chosen(step, step.level, listing, Reason.STEP_DUE, weight, overdue, currency, debtor_id))


def special_decision(morning: Morning, special: Special) -> Decision:
    """A fact calls for an action, not for another hour: its level waits for the end of the quiet period like any other (rule 15)."""
    step, quiet = special.step, quiet_period(morning)
    tone = tone_to_keep(morning, morning.payer.currency)
    level = max(step.level, tone.level) if tone is not None and step.is_contact else step.level
    if quiet is not None and level >= Level.R2:
        return quiet_hold(morning, quiet)
    listing = instalment_listing(morning, special.asks, step) if special.asks else curative_listing(morning, (), step)
    return release(morning, Chosen(step, level, listing, special.reason, special=special))


def release(morning: Morning, chosen: Chosen) -> Decision:
    """Check the action against caps, threshold and contacts, in this order, then the day itself."""
    if morning.payer.reach_changes_on:
        morning.may_change(morning.payer.reach_changes_on)
    channel = channel_for(chosen.step, morning.payer)
    if channel is not None and (held := caps_hold(morning, chosen, channel)):
        return held
    if held := threshold_hold(morning, chosen):
        return held
    if channel is None:
        task = Task(TaskKind.FIND_A_CONTACT)
        return hold(morning, Reason.NO_CONTACT, figures={"channel": chosen.step.channel.value}, tasks=(task,))
    if held := absence_hold(morning, chosen, channel):
        return held
    if not morning.calendar.is_open(morning.on):
        return wait(morning, Reason.CLOSED_DAY, morning.calendar.next_open(morning.on), step_key=chosen.step.key)
    return act(morning, chosen, channel)


def absence_hold(morning: Morning, chosen: Chosen, channel: Channel) -> Hold | None:
    """Wait a little for the only contact, who is away: the time a substitute would need, never longer."""
    away = absent(morning, chosen.step, channel)
    if away is None or away.is_replaced:
        return None
    until = min(away.back_on, morning.calendar.add(away.noted_on, ABSENCE_WAIT))
    if until <= morning.on:
        return None
    return hold(morning, Reason.CONTACT_AWAY, until, figures={"name": away.name, "back_on": away.back_on})


def absent(morning: Morning, step: Step, channel: Channel) -> Away | None:
    """Return the contact who is away, of an e-mail that would go to them; the law's own letters wait for nobody."""
    away = morning.payer.email_away
    if away is None or channel is not Channel.EMAIL or step.level >= Level.FORMAL_NOTICE or away.back_on <= morning.on:
        return None
    return away


def caps_hold(morning: Morning, chosen: Chosen, channel: Channel) -> Hold | None:
    if not is_capped(chosen.step, channel):
        return None
    payer = morning.payer
    until = cap_ends_on(payer.contacts, channel, is_consumer=payer.is_consumer, on=morning.on, caps=payer.caps)
    return hold(morning, Reason.CAPS, until, figures={"channel": channel.value}) if until else None


def threshold_hold(morning: Morning, chosen: Chosen) -> Hold | None:
    if chosen.special is not None or chosen.level == Level.PREVENTIVE or chosen.listing.asks_at_least(morning.scenario.minimum_amount):
        return None
    net = max(chosen.listing.net_amounts.values(), default=ZERO)
    figures: Figures = {"net": net, "minimum": morning.scenario.minimum_amount, "currency": chosen.currency}
    return hold(morning, Reason.BELOW_THRESHOLD, figures=figures)


def act(morning: Morning, chosen: Chosen, channel: Channel) -> Act:
    special = chosen.special
    weighed: Figures = {"weight": chosen.weight, "overdue": chosen.overdue, "currency": chosen.currency}
    return Act(
        step=chosen.step,
        channel=channel,
        level=chosen.level,
        mode=mode_for(chosen.step, channel, is_supervised=morning.payer.is_supervised),
        reason=chosen.reason,
        figures=special.figures if special else weighed,
        until=morning.on + DAY,
        items=tuple(chosen.listing.items),
        net_amounts=chosen.listing.net_amounts,
        thanks=thanks(morning) if morning.payer.payments else {},
        away=absent(morning, chosen.step, channel),
        approvers=approvers(chosen.step),
        debtor_id=chosen.debtor_id,
        subject_id=special.subject_id if special else None,
        tasks=tasks_of(morning) + (special.tasks if special else ()),
        ended=tuple(morning.ended),
        item_holds=tuple(morning.held),
    )
