"""The time machine: a year lived again with the very rules of the morning. Pure: no database, no clock."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunning.payers import CALL, FRANCE, FULL, LETTERS, R1, R2, SALES, SME, day, scenario
from encaisse.dunning.rules import decide
from encaisse.dunning.rules.decisions import Act
from encaisse.dunning.rules.machine import Assumptions, PayerYear, outcome, replay
from encaisse.dunning.rules.machine.asking import (
    PeriodToCome,
    PeriodTooLong,
    PeriodUpsideDown,
    SameTwice,
    check_period,
    check_versions,
    lane_as_json,
    usual_period,
)
from encaisse.dunning.rules.machine.life import Life
from encaisse.dunning.rules.machine.outcome import KINDS, USUAL_COSTS, Kind
from encaisse.dunning.rules.machine.state import state_on
from encaisse.dunning.rules.machine.year import DisputeFacts, HoldFacts, ItemFacts, JudgmentFacts, Move, PlanFacts, PromiseFacts, Start
from encaisse.dunning.rules.scenario import Channel, Scenario
from encaisse.dunning.rules.shipped import shipped_scenarios
from encaisse.dunning.rules.values import PartOfItem

FIRST, LAST = day("1/1"), day("30/6")
DAY = timedelta(days=1)
EVERY_CALL = Assumptions(calls_reached=100)
NO_CALL = Assumptions(calls_reached=0)


def invoice(item_id: int, due: str | date, amount: int = 1000, *, paid: str | date | None = None, **more: object) -> ItemFacts:
    due_on = day(due) if isinstance(due, str) else due
    issued = due_on - 30 * DAY
    paid_on = day(paid) if isinstance(paid, str) else paid
    moves = (Move(paid_on, Decimal(amount), 1000 + item_id),) if paid_on else ()
    facts = {"moves": moves, **more}
    told = ItemFacts(item_id, 1, f"F{item_id}", ((date.min, due_on),), Decimal(amount), "EUR", issued, issued, issued)
    return told._replace(**facts)


def year(*items: ItemFacts, **facts: object) -> PayerYear:
    return PayerYear(payer_id=1, items=items, **facts)


def lived(facts: PayerYear, kind: Scenario = SME, assumptions: Assumptions = EVERY_CALL) -> list[str]:
    events = replay(facts, kind, FRANCE, first=FIRST, last=LAST, assumptions=assumptions).events
    return [f"{event.on:%d/%m} {event.key}" for event in events]


# What would have been done --------------------------------------------------------------------------------------------------


def test_an_invoice_paid_before_its_reminder_is_never_reminded() -> None:
    assert lived(year(invoice(1, "30/1", paid="2/2"))) == []


def test_an_unpaid_invoice_goes_through_the_line_step_by_step_until_it_is_paid() -> None:
    assert lived(year(invoice(1, "30/1", paid="20/2")), LETTERS) == ["04/02 r1", "16/02 r2"]


def test_a_payment_stops_everything_from_the_day_it_was_known() -> None:
    told = lived(year(invoice(1, "30/1", paid="16/2")), LETTERS)
    assert told == ["04/02 r1"]


def test_a_disputed_invoice_is_left_alone_until_two_days_after_the_answer() -> None:
    dispute = DisputeFacts(1, Decimal(1000), day("1/2"), day("2/3"), day("2/3"))
    told = lived(year(invoice(1, "30/1"), disputes=(dispute,)), LETTERS)
    assert told[0] == "04/03 r1"


def test_a_promise_is_waited_for_then_its_breach_is_called() -> None:
    promise = PromiseFacts(9, Decimal(1000), "EUR", day("3/2"), day("20/2"), day("3/2"), None, (PartOfItem(1, Decimal(1000)),))
    told = lived(year(invoice(1, "30/1"), promises=(promise,)), LETTERS)
    assert told[0] == "26/02 promise.call"


def test_a_promise_withdrawn_counts_no_longer() -> None:
    promise = PromiseFacts(9, Decimal(1000), "EUR", day("3/2"), day("20/2"), day("3/2"), day("9/2"), (PartOfItem(1, Decimal(1000)),))
    assert lived(year(invoice(1, "30/1"), promises=(promise,)), LETTERS)[0] == "09/02 r1"


def test_a_hold_set_by_a_person_holds_virtually_too() -> None:
    hold = HoldFacts(None, "talks", day("1/2"), day("25/2"), "Nadia", None)
    assert lived(year(invoice(1, "30/1"), holds=(hold,)), LETTERS)[0] == "26/02 r1"


def test_what_was_born_before_a_judgment_is_reminded_until_it_was_known_then_left_to_legal() -> None:
    judgment = JudgmentFacts(1, day("25/1"), day("10/2"))
    later = invoice(2, "15/3", 300)
    assert lived(year(invoice(1, "30/1"), judgments=(judgment,)), LETTERS) == ["04/02 r1"]
    assert lived(year(invoice(1, "30/1"), later, judgments=(judgment,)), LETTERS)[:2] == ["04/02 r1", "19/03 r1"]
    taken_back = judgment._replace(gone_on=day("2/3"))
    assert lived(year(invoice(1, "30/1"), judgments=(taken_back,)), LETTERS)[:2] == ["04/02 r1", "02/03 r2"]
    of_a_member = judgment._replace(customer_id=7)
    assert lived(year(invoice(1, "30/1", customer_id=7), judgments=(of_a_member,)), LETTERS) == ["04/02 r1"]


def test_a_plan_that_is_respected_holds_what_is_in_it() -> None:
    plan = PlanFacts(4, day("2/2"), None, (PartOfItem(1, Decimal(1000)),), ((day("2/3"), Decimal(500)), (day("1/4"), Decimal(500))))
    paid = (Move(day("2/3"), Decimal(500), 7), Move(day("1/4"), Decimal(500), 8))
    assert lived(year(invoice(1, "30/1", moves=paid), plans=(plan,)), LETTERS) == []


def test_a_reply_gives_two_days_of_silence() -> None:
    assert lived(year(invoice(1, "30/1"), replies=(day("4/2"),)), LETTERS)[0] == "09/02 r1"


def test_a_call_nobody_answers_is_tried_again_then_left_as_not_done() -> None:
    told = lived(year(invoice(1, "30/1")), scenario(R1, CALL, R2), NO_CALL)
    calls = [text for text in told if "call" in text]
    assert 1 < len(calls) <= 5
    assert told[-1].endswith("r2")


def test_sales_have_their_window_before_finance_goes_on() -> None:
    told = lived(year(invoice(1, "30/1")), scenario(R1, replace(SALES, offset_days=8), R2))
    assert told == ["04/02 r1", "09/02 sales", "17/02 r2"]


def test_a_formal_notice_is_presented_and_what_follows_runs_from_it() -> None:
    told = lived(year(invoice(1, "2/1", 5000)), FULL)
    keys = [text.split()[1] for text in told]
    assert keys[-2:] == ["notice", "last"]
    notice, last = (day(f"{text[:5]}/2026") for text in told[-2:])
    assert last >= FRANCE.add(notice, 2) + timedelta(days=18)


def test_what_was_done_before_the_first_day_is_done() -> None:
    start = Start("r1", 1, FIRST - DAY, "done", delivered=True)
    assert lived(year(invoice(1, day("15/12/2025"), start=start)), LETTERS)[0].endswith("r2")


def test_a_run_that_missed_days_decides_on_its_own_days_only() -> None:
    days = [day("10/2"), day("27/2")]
    events = replay(year(invoice(1, "30/1")), LETTERS, FRANCE, first=FIRST, last=LAST, run_days=days).events
    assert [(event.on, event.key) for event in events] == [(days[0], "r1"), (days[1], "r2")]


# Same input, same answer; skipping is sound; nothing paid or disputed is asked -----------------------------------------------------


@st.composite
def years(draw: st.DrawFn) -> PayerYear:
    items = []
    for item_id in range(1, draw(st.integers(1, 5)) + 1):
        due = FIRST + timedelta(days=draw(st.integers(-60, 120)))
        amount = draw(st.integers(20, 4000))
        paid = draw(st.none() | st.integers(-10, 90))
        paid_on = None if paid is None else due + timedelta(days=paid)
        items.append(invoice(item_id, due, amount, paid=paid_on))
    first = items[0]
    disputes = (DisputeFacts(first.id, first.amount / 2, FIRST + 20 * DAY, FIRST + 40 * DAY, FIRST + 40 * DAY),)
    promise = PromiseFacts(9, first.amount, "EUR", FIRST + 30 * DAY, FIRST + 45 * DAY, FIRST + 30 * DAY, None)
    return year(
        *items,
        disputes=disputes if draw(st.booleans()) else (),
        promises=(promise,) if draw(st.booleans()) else (),
        replies=tuple(FIRST + timedelta(days=draw(st.integers(0, 150))) for _ in range(draw(st.integers(0, 2)))),
    )


KINDS_OF_LINE = [SME, FULL, *shipped_scenarios().values()]


@settings(max_examples=60, deadline=None)
@given(years(), st.sampled_from(KINDS_OF_LINE), st.sampled_from([0, 50, 100]))
def test_the_same_year_gives_the_same_events_and_asks_nothing_paid_or_disputed(facts: PayerYear, kind: Scenario, reached: int) -> None:
    assumptions = Assumptions(calls_reached=reached)
    once = replay(facts, kind, FRANCE, first=FIRST, last=LAST, assumptions=assumptions)
    again = replay(facts, kind, FRANCE, first=FIRST, last=LAST, assumptions=assumptions)
    assert once == again
    assert once.breaches == ()
    assert all(FRANCE.is_open(event.on) and FIRST <= event.on <= LAST for event in once.events)
    days = [event.on for event in once.events]
    assert len(days) == len(set(days)), "one action a day"


@settings(max_examples=30, deadline=None)
@given(years(), st.sampled_from(KINDS_OF_LINE))
def test_looking_only_on_the_days_when_something_may_change_misses_nothing(facts: PayerYear, kind: Scenario) -> None:
    every_day = [each.day for each in FRANCE.days(FIRST, LAST) if each.is_open]
    skipping = replay(facts, kind, FRANCE, first=FIRST, last=LAST, assumptions=EVERY_CALL)
    daily = replay(EveryDay(**fields_of(facts)), kind, FRANCE, first=FIRST, last=LAST, assumptions=EVERY_CALL)
    assert skipping.events == daily.events
    assert skipping.decisions <= len(every_day)


class EveryDay(PayerYear):
    """A year in which every day is one on which something became known."""

    def days_of_facts(self) -> list[date]:
        return [FIRST + timedelta(days=shift) for shift in range((LAST - FIRST).days + 2)]


def fields_of(facts: PayerYear) -> dict[str, object]:
    return {name: getattr(facts, name) for name in PayerYear.__dataclass_fields__}


def test_a_decision_of_the_machine_is_the_very_decision_of_the_morning() -> None:
    facts = year(invoice(1, "30/1"), invoice(2, "10/2", 300))
    life = Life.begin(facts, LETTERS)
    decision = decide(state_on(life, day("13/2")), LETTERS, FRANCE, on=day("13/2"))
    assert isinstance(decision, Act)
    assert decision.step.key == "r1"


# Figures -------------------------------------------------------------------------------------------------------------------


def test_figures_are_added_up_by_channel_level_and_cost() -> None:
    facts = year(invoice(1, "30/1", 2000))
    lane = outcome([replay(facts, scenario(R1, CALL, R2), FRANCE, first=FIRST, last=LAST, assumptions=EVERY_CALL)]).lane
    told = lane_as_json(lane)
    assert (told["messages"], told["calls"], told["calls_reached"], told["payers"]) == (2, 1, 1, 1)
    assert told["cost"] == str(2 * USUAL_COSTS[Channel.EMAIL] + USUAL_COSTS[Channel.CALL])
    assert told["customers_by_level"] == {"1": 1, "2": 1}
    assert (told["paid_breaches"], told["disputed_breaches"]) == (0, 0)


def test_every_channel_is_of_one_kind_and_has_a_cost() -> None:
    assert set(KINDS) == set(USUAL_COSTS) == set(Channel)
    assert set(KINDS.values()) == set(Kind)


def test_a_replay_is_over_days_that_are_over_two_years_at_most() -> None:
    today = day("17/11")
    check_period(*usual_period(today), today=today)
    for first, last, fault in (
        (today, today - DAY, PeriodUpsideDown), (today - 800 * DAY, today, PeriodTooLong), (today, today + DAY, PeriodToCome),
    ):  # fmt: skip
        with pytest.raises(fault):
            check_period(first, last, today=today)
    with pytest.raises(SameTwice):
        check_versions([3, 3])
