"""The time machine's reading: the year of each payer in sets, a fixed number of statements a chunk, then the replay of each."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from encaisse.creditors import queries as creditors
from encaisse.db import run_sql
from encaisse.dunning.models import GoLive, Run
from encaisse.dunning.queries.moment import reading
from encaisse.dunning.queries.payers import Reading, lines_named, reachable
from encaisse.dunning.queries.scenarios import Followed
from encaisse.dunning.rules.einvoices import EInvoiceState
from encaisse.dunning.rules.machine import Assumptions, Event, Outcome, PayerYear, Replayed, replay
from encaisse.dunning.rules.machine.outcome import USUAL_COSTS, of_events, take_in
from encaisse.dunning.rules.machine.year import DAY, DisputeFacts, HoldFacts, ItemFacts, JudgmentFacts, Move, PlanFacts, PromiseFacts, Start
from encaisse.dunning.rules.scenario import Channel
from encaisse.dunning.rules.values import ClosedPeriod, PartOfItem
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.dates import WorkingDays, both
from encaisse.ledger.rules.life_cycle import BESIDE

CHUNK = 200
MOST_PAYERS = 5000
ROWS = Mapping[int, list[Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to replay: one or two versions, the days, the customers (a segment, those that follow a scenario, a sample), the costs.

    A version that is None is the one each customer follows on the last day. With `run_days`, only those mornings are decided.
    """

    creditor_id: int
    versions: tuple[Followed | None, ...]
    first: date
    last: date
    segment: str = ""
    scenario_id: int | None = None
    most: int = MOST_PAYERS
    run_days: tuple[date, ...] | None = None
    assumptions: Assumptions = field(default_factory=Assumptions)
    costs: Mapping[Channel, Decimal] = field(default_factory=lambda: dict(USUAL_COSTS))


@dataclass(frozen=True, slots=True)
class Paid:
    currency: str
    amount: Decimal
    first_on: date
    last_on: date


@dataclass(slots=True)
class Answer:
    """One outcome per version, then what really happened; `total` payers had something open, `payers` were replayed."""

    lanes: list[Outcome]
    real: Outcome
    payers: list[int] = field(default_factory=list)
    paid: dict[int, list[Paid]] = field(default_factory=dict)
    total: int = 0


class Stopped(Exception):  # noqa: N818 - somebody asked the replay to stop
    """Somebody cancelled."""


class ReadYear(NamedTuple):
    """The year of a payer, the working days of both sides, the scenario it follows today."""

    year: PayerYear
    calendar: WorkingDays
    scenario_id: int


def replayed(actor: Actor, asked: Asked, *, told: Callable[[int, int], None] = lambda *_: None) -> Answer:
    """Replay each payer under each version, and lay what really happened beside. Writes nothing."""
    actor.must(Permission.SCENARIO_EDIT)
    creditors.creditor(actor, asked.creditor_id)
    rows = run_sql(
        "dunning.machine_payers", creditor_id=asked.creditor_id, segment=asked.segment, scenario_id=asked.scenario_id, first=asked.first,
        last=asked.last, size=min(asked.most, MOST_PAYERS),
    )  # fmt: skip
    answer = Answer([Outcome() for _ in asked.versions], Outcome(), sorted(row.payer_id for row in rows), {}, rows[0].total if rows else 0)
    today = reading(actor, asked.creditor_id, on=asked.last, facts_true_until=asked.last)
    real: list[Event] = []
    ids = iter(answer.payers)
    done = 0
    while chunk := list(islice(ids, CHUNK)):
        for each in payer_years(actor, asked, chunk, today):
            for lane, version in zip(answer.lanes, asked.versions, strict=True):
                followed = version or today.followed.get(each.scenario_id)
                if followed is not None:
                    take_in(lane, relived(each, followed, asked), asked.costs)
        real += real_events(asked, chunk)
        for row in run_sql("dunning.machine_paid", payer_ids=chunk, first=asked.first, last=asked.last):
            answer.paid.setdefault(row.payer_id, []).append(Paid(*row[1:]))
        done += len(chunk)
        told(done, len(answer.payers))
    for lane in answer.lanes:
        lane.close()
    answer.real = of_events(real, asked.costs)
    return answer


def relived(read: ReadYear, followed: Followed, asked: Asked) -> Replayed:
    return replay(
        read.year,
        followed.scenario,
        read.calendar,
        first=asked.first,
        last=asked.last,
        assumptions=asked.assumptions,
        run_days=asked.run_days,
        scenario_id=followed.scenario_id,
    )


def days_run(actor: Actor, creditor_id: int, *, first: date, last: date) -> tuple[date, ...]:
    """Return the days on which the daily run really ran."""
    creditors.creditor(actor, creditor_id)
    rows = Run.objects.filter(creditor_id=creditor_id, on__range=(first, last)).order_by("on")
    return tuple(rows.values_list("on", flat=True).distinct())


def real_events(asked: Asked, payer_ids: list[int]) -> Iterator[Event]:
    """Yield what was really sent, called and done: each attempt of a call is one, the last one reached somebody when the call is done."""
    for row in run_sql("dunning.machine_real", payer_ids=payer_ids, first=asked.first, last=asked.last):
        event = Event(row.day, row.payer_id, row.step_key, row.level, Channel(row.channel), row.net_amount, row.currency, row.reached)
        attempts = row.attempts if event.channel is Channel.CALL else 1
        yield from (event._replace(reached=False) for _ in range(attempts - 1))
        yield event


def payer_years(actor: Actor, asked: Asked, payer_ids: Sequence[int], today: Reading) -> Iterator[ReadYear]:
    """Yield the year of each payer; calendars, caps and quiet periods are those of today."""
    card = creditors.creditor(actor, asked.creditor_id)
    clock = Clock(actor, asked.creditor_id, card.timezone, is_demonstration=card.is_demonstration)
    facts = YearFacts.read(asked, list(payer_ids), clock)
    for row in run_sql("dunning.payer_cards", payer_ids=list(payer_ids)):
        ours = today.calendar or creditors.calendar(actor, row.creditor_region)
        calendar = both(ours, creditors.calendar(actor, row.region))
        yield ReadYear(year_of(row, facts, today), calendar, row.scenario_id or 0)


class Clock:
    """When a fact was known: the later of its own day and the day it was recorded, once the creditor is live.

    What was loaded before going live is known from its own day, as it would have been; so is everything of the demonstration, whose
    days are played in minutes. What the books say of a day is read the next morning: the run comes before the day's postings.
    """

    def __init__(self, actor: Actor, creditor_id: int, timezone: str, *, is_demonstration: bool) -> None:
        creditors.creditor(actor, creditor_id)
        self.zone = ZoneInfo(timezone)
        live = GoLive.objects.filter(creditor_id=creditor_id).values_list("closed_at", flat=True).first()
        self.live_since = None if is_demonstration else live
        self.live_on = live.astimezone(self.zone).date() if live else None

    def booked(self, on: date, recorded_at: datetime) -> date:
        """Return the first morning that knows what the books say of a day."""
        return self.known(on, recorded_at) + DAY

    def known(self, on: date, recorded_at: datetime) -> date:
        if self.live_since is None or recorded_at <= self.live_since:
            return on
        return max(on, recorded_at.astimezone(self.zone).date())


@dataclass(frozen=True, slots=True)
class YearFacts:
    """The facts of a chunk of payers, by payer."""

    items: Mapping[int, tuple[ItemFacts, ...]]
    promises: Mapping[int, tuple[PromiseFacts, ...]]
    disputes: Mapping[int, tuple[DisputeFacts, ...]]
    holds: Mapping[int, tuple[HoldFacts, ...]]
    plans: Mapping[int, tuple[PlanFacts, ...]]
    judgments: Mapping[int, tuple[JudgmentFacts, ...]]
    debtors: ROWS
    replies: ROWS
    channels: ROWS
    closings: ROWS

    @classmethod
    def read(cls, asked: Asked, payer_ids: list[int], clock: Clock) -> "YearFacts":
        here, until = {"payer_ids": payer_ids}, {"payer_ids": payer_ids, "last": asked.last}
        zone = {"timezone": str(clock.zone)}
        return cls(
            items=items_of(asked, payer_ids, clock),
            promises=each_payer(run_sql("dunning.machine_promises", **until), lambda rows: promises_of(rows, clock)),
            disputes=each_payer(run_sql("dunning.machine_disputes", **until), lambda rows: tuple(dispute_of(row, clock) for row in rows)),
            holds=each_payer(run_sql("dunning.machine_holds", **until, **zone), lambda rows: tuple(HoldFacts(*row[1:]) for row in rows)),
            plans=each_payer(run_sql("dunning.machine_plans", **until, **zone), lambda rows: tuple(map(plan_of, rows))),
            judgments=each_payer(run_sql("dunning.machine_judgments", **until, **zone), lambda rows: judgments_of(rows, clock)),
            debtors=by_payer(run_sql("dunning.payer_debtors", **here)),
            replies=by_payer(run_sql("dunning.machine_replies", **here, **zone)),
            channels=by_payer(run_sql("dunning.payer_channels", **here, on=asked.last)),
            closings=by_payer(run_sql("dunning.payer_closings", **here, on=asked.first)),
        )


def by_payer(rows: Sequence[Any]) -> ROWS:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.payer_id].append(row)
    return found


def each_payer(rows: Sequence[Any], made: Callable[[list[Any]], tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    return {payer_id: made(group) for payer_id, group in by_payer(rows).items()}


def items_of(asked: Asked, payer_ids: list[int], clock: Clock) -> dict[int, tuple[ItemFacts, ...]]:
    here, until = {"payer_ids": payer_ids}, {"payer_ids": payer_ids, "last": asked.last}
    moves: dict[int, list[Move]] = defaultdict(list)
    for row in run_sql("dunning.machine_moves", **until):
        on = clock.booked(row.allocated_on, row.recorded_at)
        moves[row.debit_id].append(Move(on, row.amount, row.credit_id))
        moves[row.credit_id].append(Move(on, row.amount, row.debit_id))
    codes: dict[int, list[EInvoiceState]] = defaultdict(list)
    for row in run_sql("dunning.machine_codes", **here, timezone=str(clock.zone), beside=list(BESIDE)):
        codes[row.document_id].append(EInvoiceState(row.code, clock.known(row.day, row.recorded_at), row.contested_amount, row.reason_code))
    changes: dict[int, list[Any]] = defaultdict(list)
    for row in run_sql("dunning.machine_due_dates", **here):
        changes[row.item_id].append(row)
    went_live = clock.live_on is not None and clock.live_on <= asked.first
    starts = {row.item_id: start_of(row) for row in run_sql("dunning.machine_starts", **here, first=asked.first, went_live=went_live)}
    found: dict[int, tuple[ItemFacts, ...]] = {}
    for payer_id, rows in groupby(run_sql("dunning.machine_items", **until), key=attrgetter("payer_id")):
        group = list(rows)
        named = lines_named(group)
        found[payer_id] = tuple(
            item_of(row, clock)._replace(
                names_items=named.get(row.item_id, ()),
                due_dates=due_dates_of(row, changes[row.item_id], clock), moves=tuple(moves[row.item_id]),
                codes=tuple(codes[row.document_id]), start=starts.get(row.item_id, Start()),
            )
            for row in group
        )  # fmt: skip
    return found


def item_of(row: Any, clock: Clock) -> ItemFacts:
    return ItemFacts(
        row.item_id, row.customer_id, row.reference, ((date.min, row.due_date),), row.amount, row.currency,
        clock.booked(row.issued_on, row.recorded_at), row.issued_on, row.born_on, row.is_payment, (), row.doubt, row.qualified_as,
        row.customer_kind, returned_on=row.returned_on, document_id=row.document_id or 0,
    )  # fmt: skip


def due_dates_of(row: Any, changes: list[Any], clock: Clock) -> tuple[tuple[date, date], ...]:
    """Return the due dates one after the other, each from the day it was known."""
    first = changes[0].from_date if changes else row.due_date
    return ((date.min, first), *((clock.known(each.changed_on, each.recorded_at), each.to_date) for each in changes))


def start_of(row: Any) -> Start:
    return Start(
        row.step_key or "", row.reached, row.ended_on, row.how or "", row.delivered, row.presented_on, row.notice_delay_days or 8,
        row.fixed_start, row.scenario_id,
    )  # fmt: skip


def promises_of(rows: list[Any], clock: Clock) -> tuple[PromiseFacts, ...]:
    groups = [list(group) for _, group in groupby(rows, key=attrgetter("promise_id"))]
    return tuple(
        PromiseFacts(
            first.promise_id, first.amount, first.currency, first.promised_on, first.promised_for,
            clock.known(first.promised_on, first.recorded_at), first.gone_on,
            tuple(PartOfItem(row.item_id, row.item_amount) for row in group if row.item_id is not None),
        )
        for group in groups
        for first in group[:1]
    )  # fmt: skip


def dispute_of(row: Any, clock: Clock) -> DisputeFacts:
    return DisputeFacts(row.item_id, row.amount, clock.known(row.opened_on, row.recorded_at), row.answered_on, row.closed_on)


def judgments_of(rows: list[Any], clock: Clock) -> tuple[JudgmentFacts, ...]:
    return tuple(
        JudgmentFacts(row.customer_id, row.judgment_on, clock.known(row.judgment_on, row.recorded_at), row.gone_on) for row in rows
    )


def plan_of(row: Any) -> PlanFacts:
    parts = tuple(PartOfItem(*part) for part in zip(row.item_ids or (), row.item_amounts or (), strict=True))
    return PlanFacts(row.plan_id, row.accepted_on, row.broken_on, parts, tuple(zip(row.due_dates or (), row.amounts or (), strict=True)))


def year_of(card: Any, facts: YearFacts, today: Reading) -> PayerYear:
    payer_id = card.payer_id
    return PayerYear(
        payer_id=payer_id, creditor_id=card.creditor_id, currency=card.currency, is_consumer=card.kind == "consumer",
        items=facts.items.get(payer_id, ()), promises=facts.promises.get(payer_id, ()), disputes=facts.disputes.get(payer_id, ()),
        holds=facts.holds.get(payer_id, ()), plans=facts.plans.get(payer_id, ()),
        judgments=facts.judgments.get(payer_id, ()),
        debtors={row.customer_id: row.debtor_id for row in facts.debtors.get(payer_id, ())},
        replies=tuple(row.day for row in facts.replies.get(payer_id, ())),
        closures=tuple(ClosedPeriod(row.from_on, row.to_on) for row in facts.closings.get(payer_id, ())), quiet_periods=today.quiet_periods,
        caps=today.caps.get(card.kind == "consumer", ()),
        usual_payment_day=card.usual_payment_day,
        reachable=reachable(facts.channels.get(payer_id, ()), has_postal_address=card.has_postal_address),
    )  # fmt: skip
