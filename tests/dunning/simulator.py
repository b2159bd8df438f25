"""A month of one customer's life, day by day: facts by date → state → decide → what was done is remembered. No database, no clock."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from dunning.payers import FRANCE, day
from encaisse.dunning.rules import Act, Decision, PayerState, Scenario, decide
from encaisse.dunning.rules.decisions import EndedStep
from encaisse.dunning.rules.progress import PendingStep, end_untouched
from encaisse.dunning.rules.scenario import INTERNAL, SPOKEN, WRITTEN, Channel
from encaisse.dunning.rules.values import ContactEvent, ItemState, StepEnd

ONE_DAY = timedelta(days=1)
REACHED = {StepEnd.DONE, StepEnd.REPLACED, StepEnd.ALREADY_REACHED}


@dataclass
class Life:
    """The facts about one payer, and what the team did each day. `hands_off`: calls and approvals are left untouched."""

    payer: PayerState
    scenario: Scenario
    facts: dict[date, list[Callable[["Life"], None]]] = field(default_factory=dict)
    hands_off: bool = False
    nobody_answers: bool = False
    pending: list[PendingStep] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    acts: list[tuple[date, Act]] = field(default_factory=list)
    decisions: dict[date, Decision] = field(default_factory=dict)
    contacts: list[date] = field(default_factory=list)

    def happens(self, when: str, change: Callable[["Life"], None]) -> "Life":
        self.facts.setdefault(day(when), []).append(change)
        return self

    def live(self, first: str, last: str, *, skip: Callable[[date], bool] = lambda _: False) -> "Life":
        on = day(first)
        while on <= day(last):
            for change in self.facts.pop(on, []):
                change(self)
            if not skip(on):
                self.morning(on)
            on += ONE_DAY
        return self

    def morning(self, on: date) -> Decision:
        self.end_untouched(on)
        decision = decide(self.payer, self.scenario, FRANCE, on=on)
        self.decisions[on] = decision
        for ended in decision.ended:
            self.remember(ended)
        if isinstance(decision, Act):
            self.act(decision, on)
        return decision

    def end_untouched(self, on: date) -> None:
        for ended in end_untouched(self.pending, FRANCE, on=on):
            self.remember(ended)
            self.pending = [each for each in self.pending if each.item_id != ended.item_id]

    def remember(self, ended: EndedStep) -> None:
        level = self.scenario.steps[ended.position].level
        stays = ended.how is StepEnd.NOT_APPLICABLE and self.item(ended.item_id).last_how is StepEnd.NOT_DONE
        how = StepEnd.NOT_DONE if stays else ended.how
        self.change_item(ended.item_id, last_position=ended.position, last_ended_on=ended.ended_on, last_how=how)
        if ended.how in REACHED:
            self.change_item(ended.item_id, last_level=max(level, self.item(ended.item_id).last_level or 0))

    def act(self, act: Act, on: date) -> None:
        if self.hands_off and act.mode != "automatic":
            self.plan(act, on)
            return
        self.acts.append((on, act))
        recorded = " ".join(
            f"{each.reference}:{self.scenario.steps[each.own_position].key}" for each in act.items if each.own_position is not None
        )
        self.story.append(f"{on:%d/%m} {act.step.key}{' ' + recorded if recorded else ''}")
        self.do(act, on)

    def plan(self, act: Act, on: date) -> None:
        known = {each.item_id for each in self.pending}
        self.pending += [
            PendingStep(each.item_id, each.own_position, act.level, act.channel, act.mode, on)
            for each in act.items
            if each.own_position is not None and each.item_id not in known
        ]

    def do(self, act: Act, on: date) -> None:
        is_missed_call = act.channel in SPOKEN and self.nobody_answers
        for each in act.items:
            if each.own_position is not None and not (is_missed_call and each.how is StepEnd.REPLACED):
                self.remember(EndedStep(each.item_id, each.own_position, on, each.how))
            if act.channel in WRITTEN and each.section in {"claimed", "also_due"}:
                self.change_item(each.item_id, delivered_reminder=True)
        self.payer = replace(self.payer, acted_on=on)
        if act.channel is Channel.SALES_TASK:
            self.payer = replace(self.payer, sales_task_on=on)
        if is_missed_call:
            self.touched(on, act.channel, reached=False)
        elif act.channel not in INTERNAL:
            self.touched(on, act.channel)
        if act.reason.value.startswith("promise_broken"):
            self.told_breach(act, on)

    def told_breach(self, act: Act, on: date) -> None:
        told = act.channel in WRITTEN or not self.nobody_answers
        self.payer = replace(
            self.payer,
            promises=tuple(
                promise._replace(call_planned_on=promise.call_planned_on or on, breach_told_on=on if told else None)
                if promise.id == act.subject_id
                else promise
                for promise in self.payer.promises
            ),
        )

    def touched(self, on: date, channel: Channel, *, reached: bool = True) -> None:
        self.payer = replace(self.payer, contacts=(*self.payer.contacts, ContactEvent(on, channel, reached)))
        if reached:
            self.contacts.append(on)
            self.payer = replace(self.payer, last_contact_on=on)
        if reached and channel in WRITTEN:
            self.payer = replace(self.payer, last_message_on=on)

    def item(self, item_id: int) -> ItemState:
        return next(item for item in self.payer.items if item.id == item_id)

    def change_item(self, item_id: int, **changes: object) -> None:
        items = tuple(item._replace(**changes) if item.id == item_id else item for item in self.payer.items)
        self.payer = replace(self.payer, items=items)

    def change(self, **changes: object) -> None:
        self.payer = replace(self.payer, **changes)

    def pay(self, item_id: int, amount: int) -> None:
        item = self.item(item_id)
        self.change_item(item_id, open_amount=item.open_amount - Decimal(amount))
        self.payer = replace(self.payer, items=tuple(item for item in self.payer.items if item.open_amount))
