"""The state of each dunned account, read in sets: a chunk of payers costs a fixed number of statements, whatever its size."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from encaisse.creditors import queries as creditors
from encaisse.db import run_sql
from encaisse.dunning.queries.platform import held_on_platform, shared_codes
from encaisse.dunning.queries.scenarios import Followed, scenarios_since
from encaisse.dunning.rules.clocks import Clocks, read_clocks
from encaisse.dunning.rules.contact_caps import Cap
from encaisse.dunning.rules.doubts import doubt_of
from encaisse.dunning.rules.einvoices import FACTORED, EInvoiceState
from encaisse.dunning.rules.habits import habit_is_dropped
from encaisse.dunning.rules.naming import Entry, named_lines
from encaisse.dunning.rules.scenario import INTERNAL, Channel, Step
from encaisse.dunning.rules.values import (
    AccountHold,
    Allocated,
    Away,
    ClosedPeriod,
    ContactEvent,
    HeldPart,
    InstalmentState,
    ItemHold,
    ItemState,
    PartOfItem,
    PayerState,
    PaymentReceived,
    PlanState,
    PromiseState,
    StepEnd,
)
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.dates import WorkingDays, both
from encaisse.ledger import queries as ledger
from encaisse.ledger.rules.life_cycle import BESIDE

# The past a decision may look at: promises are judged, payments thanked and caps counted within it.
LOOK_BACK = timedelta(days=60)
ROWS = Mapping[int, list[Any]]

REACH = {
    "email": (Channel.EMAIL,),
    "mobile": (Channel.CALL,),
    "sms": (Channel.SMS,),
    "phone": (Channel.CALL,),
    "postal": (Channel.LETTER, Channel.REGISTERED_LETTER, Channel.VISIT),
    "fax": (Channel.FAX,),
    "portal": (Channel.PORTAL,),
}
CONTACT_CHANNELS = {channel.value: channel for channel in Channel}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading has in common: the creditor's day, calendars, freshness and scenarios."""

    creditor_id: int
    timezone: str
    on: date
    facts_true_until: date | None
    stale_accepted: bool
    go_live_closed: bool
    quiet_periods: tuple[ClosedPeriod, ...]
    followed: Mapping[int, Followed]
    supervised: bool = False
    caps: Mapping[bool, tuple[Cap, ...]] = field(default_factory=dict)  # for consumers, or not
    calendar: WorkingDays | None = None  # the creditor's own
    trusted_until: date | None = None  # the facts, moved by the days each source is given
    calendars: Mapping[tuple[str, str], WorkingDays] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadPayer:
    state: PayerState
    followed: Followed | None
    calendar: WorkingDays
    customer_of: Mapping[int, int]  # item id → customer id (the payer pays for others too)
    round_of: Mapping[int, int]  # item id → the number of its opening
    collector_id: int | None = None
    salesperson_id: int | None = None
    overrides: Mapping[int, Followed] = field(default_factory=dict)  # item id → the scenario it follows by itself

    def followed_by(self, item_id: int) -> Followed | None:
        return self.overrides.get(item_id, self.followed)

    def version_of(self, step: Step) -> Followed | None:
        """Return the version a step belongs to: the payer's, or that of an invoice with a scenario of its own."""
        if self.followed is not None and step in self.followed.scenario.steps:
            return self.followed
        return next((each for each in self.overrides.values() if step in each.scenario.steps), self.followed)

    def assignee(self, channel: Channel) -> int | None:
        return self.salesperson_id if channel is Channel.SALES_TASK else self.collector_id


def payer_ids_to_decide(actor: Actor, creditor_id: int, *, on: date, full: bool) -> list[int]:
    actor.must(Permission.DUNNING_RUN)
    creditors.creditor(actor, creditor_id)
    since, changed_at = scenarios_since(actor, creditor_id, on=on), creditors.calendar_changed_at(actor, creditor_id)
    asked = {"creditor_id": creditor_id, "on": on, "full": full, "scenarios_since": since, "calendar_changed_at": changed_at}
    return [row[0] for row in run_sql("dunning.payers_to_decide", **asked)]


def payer_states(actor: Actor, reading: Reading, payer_ids: Sequence[int]) -> Iterator[ReadPayer]:
    """Yield the state of each payer asked, those without an open item included."""
    facts = Facts.read(reading, list(payer_ids))
    items = {payer_id: list(rows) for payer_id, rows in groupby(
        run_sql("dunning.payer_items", payer_ids=list(payer_ids)), key=itemgetter(0)
    )}  # fmt: skip
    for card in run_sql("dunning.payer_cards", payer_ids=list(payer_ids)):
        yield payer_state(actor, reading, card, items.get(card.payer_id, ()), facts)


@dataclass(frozen=True, slots=True)
class Facts:
    """The sparse facts of a chunk of payers, by payer (clocks, openings and e-invoice states by item and document)."""

    disputes: ROWS
    promises: ROWS
    plans: ROWS
    payments: ROWS
    contacts: ROWS
    actions: ROWS
    holds: ROWS
    channels: ROWS
    closings: ROWS
    choices: ROWS
    allocations: ROWS
    paid_days: ROWS
    late_rates: ROWS
    judgments: Mapping[int, date]  # by customer: the payer itself, and those it pays for
    debtors: Mapping[int, int]  # by customer paid for: the account that names its legal entity
    codes: Mapping[int, EInvoiceState]
    clocks: Clocks
    rounds: Mapping[int, int]

    @classmethod
    def read(cls, reading: Reading, payer_ids: list[int]) -> "Facts":
        on, timezone = reading.on, reading.timezone
        disputes = by_payer("payer_disputes", payer_ids=payer_ids)
        holds = by_payer("payer_holds", payer_ids=payer_ids, on=on, timezone=timezone)
        plans = by_payer("payer_plans", payer_ids=payer_ids, timezone=timezone)
        return cls(
            disputes=disputes,
            promises=by_payer("payer_promises", payer_ids=payer_ids, on=on),
            plans=plans,
            payments=by_payer("payer_payments", payer_ids=payer_ids, since=on - LOOK_BACK, on=on),
            contacts=by_payer("payer_contacts", payer_ids=payer_ids, on=on, timezone=timezone),
            actions=by_payer("payer_actions", payer_ids=payer_ids),
            holds=holds,
            channels=by_payer("payer_channels", payer_ids=payer_ids, on=on),
            closings=by_payer("payer_closings", payer_ids=payer_ids, on=on),
            choices=by_payer("payer_choices", payer_ids=payer_ids, timezone=timezone),
            allocations=by_payer("payer_allocations", payer_ids=payer_ids, since=on - LOOK_BACK, on=on),
            paid_days=by_payer("payer_paid_days", payer_ids=payer_ids, on=on),
            late_rates=by_payer("payer_late_rates", payer_ids=payer_ids),
            judgments={row.customer_id: row.judgment_on for row in run_sql("dunning.payer_judgments", payer_ids=payer_ids, on=on)},
            debtors={row.customer_id: row.debtor_id for row in run_sql("dunning.payer_debtors", payer_ids=payer_ids)},
            codes={
                row.document_id: EInvoiceState(row.code, row.day, row.contested_amount, row.reason_code)
                for row in run_sql("dunning.payer_delivery_states", payer_ids=payer_ids, timezone=timezone, beside=list(BESIDE))
            },
            clocks=read_clocks(disputes, holds, plans, on=on),
            rounds={row.item_id: row.round for row in run_sql("dunning.payer_rounds", payer_ids=payer_ids, reason=ledger.RETURNED)},
        )


def by_payer(name: str, **parameters: Any) -> ROWS:
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in run_sql(f"dunning.{name}", **parameters):
        rows[row.payer_id].append(row)
    return rows


def payer_state(actor: Actor, reading: Reading, card: Any, rows: Sequence[Any], facts: Facts) -> ReadPayer:
    payer_id = card.payer_id
    followed = reading.followed.get(card.scenario_id)
    past = facts.actions[payer_id][0] if payer_id in facts.actions else None
    holds = facts.holds.get(payer_id, [])
    contacts = facts.contacts.get(payer_id, [])
    disputed, held = disputed_parts(facts.disputes.get(payer_id, ())), held_parts(holds, on=reading.on)
    codes = shared_codes(rows, facts.codes) if facts.codes else {}
    items, customer_of, overrides = [], {}, {}
    is_consumer = card.kind == "consumer"
    for row in rows:
        own = reading.followed.get(row.scenario_override) if row.scenario_override else None
        if own is not None and own is not followed:
            overrides[row.item_id] = own
        items.append(item_state(row, reading, own or followed, facts, disputed=disputed, held=held, codes=codes))
        customer_of[row.item_id] = row.customer_id
    if overrides:
        items = [item._replace(override=overrides[item.id].scenario) if item.id in overrides else item for item in items]
    if named := lines_named(rows):
        items = [item._replace(names_items=named.get(item.id, ())) for item in items]
    state = PayerState(
        payer_id=payer_id, creditor_id=reading.creditor_id, currency=card.currency, items=tuple(items), is_consumer=is_consumer,
        go_live_closed=reading.go_live_closed, last_contact_on=last_contact(contacts, past),
        last_message_on=past.last_message_on if past else None, acted_on=past.acted_on if past else None,
        taken_back_on=past.taken_back_on if past else None, reply_on=last_reply(contacts), contacts=contact_events(contacts),
        caps=reading.caps.get(is_consumer, ()), is_supervised=reading.supervised,
        payments=tuple(map(payment, facts.payments.get(payer_id, ()))), promises=promises(facts.promises.get(payer_id, ())),
        allocations=tuple(Allocated(*row[1:]) for row in facts.allocations.get(payer_id, ())),
        plans=tuple(map(plan, facts.plans.get(payer_id, ()))), sales_task_on=past.sales_task_on if past else None,
        sales_result_on=past.sales_result_on if past else None, credits_choice_on=only(facts.choices, payer_id, "credits_choice_on"),
        notice_decided_on=only(facts.choices, payer_id, "notice_decided_on"),
        holds=account_holds(holds), closures=tuple(ClosedPeriod(row.from_on, row.to_on) for row in facts.closings.get(payer_id, ())),
        quiet_periods=reading.quiet_periods, usual_payment_day=payment_day(card.usual_payment_day, facts.paid_days.get(payer_id, ())),
        **reach(facts.channels.get(payer_id, ()), has_postal_address=card.has_postal_address),
        judgment_on=facts.judgments.get(payer_id), late_rate=only(facts.late_rates, payer_id, "late_rate"),
        facts_true_until=reading.facts_true_until, trusted_until=reading.trusted_until, stale_accepted=reading.stale_accepted,
    )  # fmt: skip
    calendar = both(reading.calendar or creditors.calendar(actor, card.creditor_region), creditors.calendar(actor, card.region))
    rounds = {item.id: item.round for item in items}
    return ReadPayer(state, followed, calendar, customer_of, rounds, card.collector_id, card.salesperson_id, overrides)


def only(rows: ROWS, payer_id: int, name: str) -> Any:
    """Return what the only row of a payer says, or None."""
    return getattr(rows[payer_id][0], name) if payer_id in rows else None


def lines_named(rows: Sequence[Any]) -> dict[int, tuple[int, ...]]:
    """Return, for each credit of a payer that names an invoice, the due lines of that invoice; nothing for most payers."""
    if all(row.amount > 0 for row in rows):
        return {}
    return named_lines([
        Entry(row.item_id, row.document_id, row.customer_id, row.number, row.amount, row.currency, row.is_payment, row.about_document_id)
        for row in rows
    ])  # fmt: skip


def item_state(
    row: tuple[Any, ...],
    reading: Reading,
    followed: Followed | None,
    facts: Facts,
    *,
    disputed: Mapping[int, Decimal],
    held: Mapping[int, tuple[HeldPart, ...]],
    codes: Mapping[int, EInvoiceState],
) -> ItemState:
    (payer_id, item_id, number, due_date, amount, open_amount, currency, step_key, level, ended_on, how, opening, _frozen_days, answered_on,
     delivered, presented_on, delay, start, _about, doubt, qualified_as, kind, born_on, customer_id, document_id,
     title, _, scenario_id, _, factor_id) = row  # fmt: skip
    if (back := facts.rounds.get(item_id, 0)) > opening:
        # A payment came back since: what was said before was said of another opening.
        step_key, level, ended_on, how, opening, delivered, presented_on = "", None, None, "", back, False, None
    clock = facts.clocks.of(payer_id, item_id, due_date)
    state = codes.get(item_id) or facts.codes.get(document_id)
    told = None if factor_id and state and state.code == FACTORED else state  # the factor lets us dun
    return ItemState(
        item_id, number or title, due_date, amount, open_amount, currency, disputed.get(item_id, Decimal()),
        position_of(followed, step_key, level, scenario_id), level, ended_on, StepEnd(how) if how else None, opening,
        clock.frozen_days if clock else 0, clock.frozen_since if clock else None, (clock.answered_on if clock else None) or answered_on,
        delivered, presented_on, delay, (),
        doubt_of(doubt, qualified_as, kind, due_date=due_date, born_on=born_on, on=reading.on),
        held.get(item_id, ()) + held_on_platform(told, item_id, facts.disputes.get(payer_id, ()), on=reading.on), born_on,
        state.code if state else None, facts.debtors.get(customer_id), factor_id, start or None, None, facts.judgments.get(customer_id),
    )  # fmt: skip


def position_of(followed: Followed | None, step_key: str | None, level: int | None, scenario_id: int | None) -> int | None:
    if followed is None or (not step_key and level is None):
        return None
    return followed.position_after(step_key or "", level, scenario_id)


def disputed_parts(rows: Iterable[Any]) -> dict[int, Decimal]:
    parts: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.closed_on is None:
            parts[row.item_id] += row.disputed_amount
    return parts


def held_parts(rows: Iterable[Any], *, on: date) -> dict[int, tuple[HeldPart, ...]]:
    return {
        row.item_id: (HeldPart(ItemHold.MANUAL, None, row.until_on),)
        for row in rows
        if row.item_id is not None and row.lifted_on is None and row.until_on >= on
    }


def account_holds(rows: Iterable[Any]) -> tuple[AccountHold, ...]:
    return tuple(
        AccountHold(row.reason, row.from_on, row.until_on, row.set_by_name) for row in rows if row.item_id is None and row.lifted_on is None
    )


def last_contact(rows: Sequence[Any], past: Any | None) -> date | None:
    """Return the last contact with the account itself: what another creditor said to the same person counts for the caps alone.

    A message whose fate nobody knows may have been read: it counts.
    """
    days = [row.day for row in rows if row.is_contact and row.is_own]
    return max([*days, past.unknown_on] if past and past.unknown_on else days, default=None)


def last_reply(rows: Sequence[Any]) -> date | None:
    return max((row.day for row in rows if row.direction == "in" and row.is_own), default=None)


def contact_events(rows: Sequence[Any]) -> tuple[ContactEvent, ...]:
    return tuple(
        ContactEvent(row.day, CONTACT_CHANNELS[row.channel], bool(row.is_contact))
        for row in rows
        if row.direction == "out" and row.channel in CONTACT_CHANNELS
    )


def payment_day(confirmed: int | None, rows: Sequence[Any]) -> int | None:
    """Return the usual payment day to wait for: the one a person confirmed, unless two payments in a row missed it since."""
    return None if confirmed is None or (rows and habit_is_dropped(rows[0].paid_on, confirmed)) else confirmed


def payment(row: Any) -> PaymentReceived:
    named = parts_of(row.item_ids, row.item_amounts)
    return PaymentReceived(row.issued_on, row.amount, row.currency, named, row.unallocated_amount, row.recorded_at)


def parts_of(item_ids: Iterable[int] | None, amounts: Iterable[Decimal] | None) -> tuple[PartOfItem, ...]:
    return tuple(PartOfItem(*part) for part in zip(item_ids or (), amounts or (), strict=True))


def promises(rows: Sequence[Any]) -> tuple[PromiseState, ...]:
    return tuple(
        PromiseState(
            first.promise_id, first.amount, first.promised_on, first.promised_for, first.currency,
            tuple(PartOfItem(row.item_id, row.item_amount) for row in named if row.item_id is not None),
            first.call_planned_on, first.breach_told_on, first.recorded_at,
        )
        for _, named in ((key, list(group)) for key, group in groupby(rows, key=attrgetter("promise_id")))
        for first in named[:1]
    )  # fmt: skip


def plan(row: Any) -> PlanState:
    left, instalments = row.paid_amount, []
    for due_date, amount in zip(row.due_dates or (), row.amounts or (), strict=True):
        paid = min(left, amount)
        left -= paid
        instalments.append(InstalmentState(due_date, amount, paid))
    return PlanState(
        row.plan_id, parts_of(row.item_ids, row.item_amounts), tuple(instalments), call_done_on=row.call_done_on,
        notice_sent_on=row.noticed_on, notice_presented_on=row.presented_on, accelerated_on=row.broken_on, accepted_on=row.accepted_on,
    )  # fmt: skip


def reachable(rows: Sequence[Any], *, has_postal_address: bool) -> frozenset[Channel]:
    return channels_of(tuple(sorted(rows[0].channels)) if rows else (), has_postal_address)


def reach(rows: Sequence[Any], *, has_postal_address: bool) -> dict[str, Any]:
    """Return by what a payer is reached, who of it is away, and when this changes by itself."""
    return {
        "reachable": reachable(rows, has_postal_address=has_postal_address),
        "email_away": email_away(rows),
        "reach_changes_on": rows[0].changes_on if rows else None,
    }


def email_away(rows: Sequence[Any]) -> Away | None:
    """Return who is away of those e-mails go to first."""
    row = rows[0] if rows else None
    if row is None or row.away_back_on is None:
        return None
    return Away(row.away_name, row.away_noted_on or row.away_back_on, row.away_back_on, row.has_another)


REACHABLE: dict[tuple[tuple[str, ...], bool], frozenset[Channel]] = {}


def channels_of(kinds: tuple[str, ...], has_postal_address: bool) -> frozenset[Channel]:
    if (kinds, has_postal_address) not in REACHABLE:
        named = {channel for kind in (*kinds, *(("postal",) if has_postal_address else ())) for channel in REACH[kind]}
        REACHABLE[kinds, has_postal_address] = frozenset(named | INTERNAL)
    return REACHABLE[kinds, has_postal_address]
