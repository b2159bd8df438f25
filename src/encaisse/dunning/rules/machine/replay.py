"""A year lived again, working day by working day: the very decision of each morning, on the days when its answer may differ."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import NamedTuple

from encaisse.dunning.rules.decide import decide
from encaisse.dunning.rules.decisions import Act, Decision, Section
from encaisse.dunning.rules.machine.life import Life, Planned
from encaisse.dunning.rules.machine.state import reads_late_rate, state_on
from encaisse.dunning.rules.machine.year import DAY, PayerYear
from encaisse.dunning.rules.morning import SALES_WINDOW
from encaisse.dunning.rules.progress import UNTOUCHED_DAYS
from encaisse.dunning.rules.scenario import INTERNAL, SPOKEN, WRITTEN, Channel, Level, Scenario
from encaisse.dunning.rules.special import CREDITS_CHOICE, PLAN_ACCELERATION, PLAN_CALL, PLAN_NOTICE, PROMISE_CALL, PROMISE_NOTICE
from encaisse.dunning.rules.values import Calendar, ContactEvent, PayerState, StepEnd

ASKED = frozenset({Section.CLAIMED, Section.ALSO_DUE})
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What no fact tells about an action that never was: said on screen beside every result.

    Messages leave, and approvals are given, the day they are decided. Internal work is done that day; sales answer at the end of
    their window.
    """

    calls_reached: int = 60
    """Of a hundred calls, those that reach somebody; which ones is drawn from the customer, the step and the day: always the same."""
    presented_after: int = 2
    """Working days between a registered letter and its presentation."""


class Event(NamedTuple):
    """One virtual action on a day. `reached`: of a call, whether somebody answered."""

    on: date
    payer_id: int
    key: str
    level: int
    channel: Channel
    net_amount: Decimal
    currency: str
    reached: bool = True


class Breach(NamedTuple):
    """A message that asks what the facts of the day say is paid or disputed. There is none: the replay proves it event by event."""

    on: date
    payer_id: int
    item_id: int
    what: str  # paid | disputed


class Replayed(NamedTuple):
    events: tuple[Event, ...]
    breaches: tuple[Breach, ...]
    decisions: int


def replay(
    year: PayerYear,
    scenario: Scenario,
    calendar: Calendar,
    *,
    first: date,
    last: date,
    assumptions: Assumptions | None = None,
    run_days: Sequence[date] | None = None,
    scenario_id: int | None = None,
) -> Replayed:
    """Live a payer's year again under a scenario. Pure: same year, same scenario, same assumptions, same events.

    With `run_days` (in order), mornings are decided on those days only, as a run that missed days did.
    """
    life = Life.begin(year, scenario, scenario_id)
    machine = Machine(life, calendar, assumptions or Assumptions(), over=last + DAY)
    on = next_morning(first, calendar, run_days)
    while on <= last:
        on = next_morning(max(machine.live(on), on + DAY), calendar, run_days)
    return Replayed(tuple(machine.events), tuple(machine.breaches), machine.decisions)


def next_morning(day: date, calendar: Calendar, run_days: Sequence[date] | None) -> date:
    if run_days is None:
        return calendar.next_open(day)
    place = bisect_left(run_days, day)
    return run_days[place] if place < len(run_days) else date.max


class Machine:
    """One payer under one scenario, from day to day."""

    def __init__(self, life: Life, calendar: Calendar, assumptions: Assumptions, *, over: date) -> None:
        self.life, self.year, self.scenario, self.calendar, self.assumptions = life, life.year, life.scenario, calendar, assumptions
        self.days, self.over = self.year.days_of_facts(), over
        self.reads_late_rate = reads_late_rate(self.scenario)
        self.events: list[Event] = []
        self.breaches: list[Breach] = []
        self.decisions = 0

    def live(self, on: date) -> date:
        """Decide one morning, do what it says, and return the next day to look at."""
        self.settle(on)
        payer = state_on(self.life, on, reads_late_rate=self.reads_late_rate)
        if not payer.items:
            return self.next_fact(on)
        decision = decide(payer, self.scenario, self.calendar, on=on)
        self.decisions += 1
        for step in decision.ended:
            self.life.end(step.item_id, step.position, step.how, step.ended_on)
        if isinstance(decision, Act):
            self.act(decision, payer, on)
        elif self.life.call is not None:
            self.life.call = None  # what it was about has changed: the draft is withdrawn
        return self.next_day(decision, on)

    def next_day(self, decision: Decision, on: date) -> date:
        """Return the earliest of the next fact, the day the decision itself names, and what was set going."""
        if isinstance(decision, Act):
            return on + DAY
        waits = [decision.until, *(day for day, _ in self.life.presented)]
        if self.life.sales is not None:
            waits.append(self.calendar.add(self.life.sales.since, SALES_WINDOW))
        return min([self.next_fact(on), *(day for day in waits if day is not None and day > on)])

    def next_fact(self, on: date) -> date:
        place = bisect_right(self.days, on)
        return min(self.days[place], self.over) if place < len(self.days) else self.over

    def settle(self, on: date) -> None:
        """Let happen what was set going: letters presented, sales that answer, calls nobody reached."""
        for day, item_id in [each for each in self.life.presented if each[0] <= on]:
            self.life.of(item_id).presented_on = day
        self.life.presented = [each for each in self.life.presented if each[0] > on]
        sales = self.life.sales
        if sales is not None and on >= (answered_on := self.calendar.add(sales.since, SALES_WINDOW)):
            self.life.sales_result_on, self.life.sales = answered_on, None
            self.end_all(sales, None, answered_on)
        call = self.life.call
        if call is not None and call.level < Level.FORMAL_NOTICE and on >= (ended_on := self.calendar.add(call.since, UNTOUCHED_DAYS)):
            self.life.call = None
            self.end_all(call, StepEnd.NOT_DONE, ended_on)

    def end_all(self, planned: Planned, how: StepEnd | None, on: date) -> None:
        """End what a person was about; what it would have replaced stays due when it was not done."""
        for item_id, position, its_how in planned.items:
            if how is None or its_how is StepEnd.DONE:
                self.life.end(item_id, position, how or its_how, on)

    def act(self, act: Act, payer: PayerState, on: date) -> None:
        reached = act.channel not in SPOKEN or self.is_reached(act, on)
        self.breaches += self.breaches_of(act, on)
        currency = next(iter(act.net_amounts), payer.currency)
        net = act.net_amounts.get(currency, Decimal())
        self.events.append(Event(on, self.year.payer_id, act.step.key, int(act.level), act.channel, net, currency, reached))
        self.note_special(act, on, reached=reached)
        items = tuple((each.item_id, each.own_position, each.how) for each in act.items if each.own_position is not None and each.how)
        planned = Planned(act.step.key, on, act.level, items)
        if not reached:
            known = self.life.call
            self.life.call = Planned(act.step.key, known.since, act.level, items) if known and known.key == act.step.key else planned
            self.life.contacts.append(ContactEvent(on, act.channel, reached=False))
            return
        self.life.call = None
        self.do(act, planned, on)

    def do(self, act: Act, planned: Planned, on: date) -> None:
        life = self.life
        if act.channel is Channel.SALES_TASK:
            life.sales_task_on, life.sales = on, planned
            return
        life.acted_on = on
        self.end_all(planned, None, on)
        if act.channel in WRITTEN or act.channel is Channel.PORTAL:
            life.last_message_on = on
            for item_id, _, _ in planned.items:
                life.of(item_id).delivered = True
        if act.level >= Level.FORMAL_NOTICE and act.channel is Channel.REGISTERED_LETTER:
            presented_on = self.calendar.add(on, self.assumptions.presented_after)
            life.presented += [(presented_on, item_id) for item_id, _, _ in planned.items]
        if act.channel not in INTERNAL:
            life.contacts.append(ContactEvent(on, act.channel))
            if act.channel is not Channel.REGISTERED_LETTER:
                life.last_contact_on = on

    def note_special(self, act: Act, on: date, *, reached: bool) -> None:
        """Remember the actions no scenario plans: a broken promise told, a plan called and noticed, credits looked at."""
        life, subject = self.life, act.subject_id or 0
        match act.step.key:
            case PROMISE_CALL.key:
                life.promise_called.setdefault(subject, on)
                if reached:
                    life.promise_told[subject] = on
            case PROMISE_NOTICE.key:
                life.promise_told[subject] = on
            case PLAN_CALL.key if reached:
                life.plan_called[subject] = on
            case PLAN_NOTICE.key:
                life.plan_noticed[subject] = on
                life.plan_presented[subject] = self.calendar.add(on, self.assumptions.presented_after)
            case PLAN_ACCELERATION.key:
                life.plan_accelerated[subject] = on
            case CREDITS_CHOICE.key:
                life.credits_choice_on = on

    def is_reached(self, act: Act, on: date) -> bool:
        digest = blake2b(f"{self.year.payer_id}:{act.step.key}:{on}".encode(), digest_size=2).digest()
        return int.from_bytes(digest) % PERCENT < self.assumptions.calls_reached

    def breaches_of(self, act: Act, on: date) -> list[Breach]:
        """Look every invoice asked for up in the facts again: open that day, and asked for no more than is neither paid nor disputed."""
        if act.channel in INTERNAL:
            return []
        facts = {item.id: item for item in self.year.items}
        found = []
        for each in act.items:
            if each.section not in ASKED:
                continue
            left = facts[each.item_id].open_on(on)
            disputed = self.disputed_on(each.item_id, on)
            if left <= 0:
                found.append(Breach(on, self.year.payer_id, each.item_id, "paid"))
            elif each.amount > left - min(disputed, left):
                found.append(Breach(on, self.year.payer_id, each.item_id, "disputed"))
        return found

    def disputed_on(self, item_id: int, on: date) -> Decimal:
        running = (
            each.amount
            for each in self.year.disputes
            if each.item_id == item_id and each.opened_on <= on and (each.closed_on is None or each.closed_on > on)
        )
        return sum(running, Decimal())
