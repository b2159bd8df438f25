"""What every reading of a day shares: freshness, go-live, quiet periods, scenarios in force."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.dunning.models import GoLive, Hold, Run
from encaisse.dunning.queries.oversight import caps_of, is_supervised
from encaisse.dunning.queries.payers import Reading
from encaisse.dunning.queries.scenarios import scenarios_in_force
from encaisse.dunning.rules.freshness import check_freshness, check_source
from encaisse.dunning.rules.values import ClosedPeriod
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.dates import WorkingDays, both
from encaisse.kit.refusals import NotFound
from encaisse.ledger import queries as ledger


def facts_true_until(actor: Actor, creditor_id: int) -> date | None:
    """Return the day until which the creditor's facts are true: that of its oldest source."""
    return ledger.facts_true_until(actor, creditor_id)


def must_be_fresh(actor: Actor, creditor_id: int, *, on: date, accepted: bool) -> None:
    """Refuse to decide on facts too old, each source given its own days, unless a person accepts them (rule 20)."""
    oldest = ledger.oldest_source(actor, creditor_id)
    if oldest is None or oldest.true_until_on is None:
        check_freshness(None, on=on, calendar=creditors.own_calendar(actor, creditor_id), accepted=accepted)
        return
    check_source(oldest.name, oldest.true_until_on, fresh_days=oldest.fresh_days, on=on, calendar=oldest.calendar, accepted=accepted)


def calendars_of(actor: Actor, payer_ids: Collection[int]) -> dict[int, WorkingDays]:
    """Return the days on which both sides of each account work: its creditor, and the region of its payer."""
    rows = list(Customer.objects.filter(customers.in_scope(actor), pk__in=payer_ids).values_list("pk", "creditor_id", "region"))
    ours = creditors.own_calendars(actor, {creditor_id for _, creditor_id, _ in rows})
    return {pk: both(ours[creditor_id], creditors.calendar(actor, region)) for pk, creditor_id, region in rows}


def day_of(actor: Actor, creditor_id: int) -> date:
    """Return the day a creditor stands on: today; a demonstration company that was run on another day stands on that one.

    Before its first run it stands on the last day its facts are true: accounts of years ago are read as they were then.
    """
    card = creditors.creditor(actor, creditor_id)
    today = card.today
    if not card.is_demonstration:
        return today
    last = Run.objects.filter(creditor_id=creditor_id).order_by("-id").values_list("on", flat=True).first()
    return last or min(facts_true_until(actor, creditor_id) or today, today)


def is_live(actor: Actor, creditor_id: int) -> bool:
    """Say whether a person has closed the go-live screen of a creditor."""
    creditors.creditor(actor, creditor_id)
    return GoLive.objects.filter(creditor_id=creditor_id, closed_at__isnull=False).exists()


def trusted_until(actor: Actor, creditor_id: int, known: date | None) -> date | None:
    """Return the day reminders rely on: that of the facts, moved by the days each source is given; a day asked for is taken as it is."""
    oldest = ledger.oldest_source(actor, creditor_id)
    if known is None or oldest is None or known != facts_true_until(actor, creditor_id):
        return known
    return oldest.trusted_until


def reading(actor: Actor, creditor_id: int, *, on: date, facts_true_until: date | None, stale_accepted: bool = False) -> Reading:
    return Reading(
        creditor_id=creditor_id,
        timezone=creditors.creditor(actor, creditor_id).timezone,
        on=on,
        facts_true_until=facts_true_until,
        trusted_until=trusted_until(actor, creditor_id, facts_true_until),
        stale_accepted=stale_accepted,
        go_live_closed=is_live(actor, creditor_id),
        quiet_periods=tuple(ClosedPeriod(period.from_on, period.to_on) for period in creditors.quiet_periods(actor, creditor_id)),
        followed=scenarios_in_force(actor, creditor_id, on=on),
        supervised=is_supervised(actor, creditor_id),
        caps=caps_of(actor, creditor_id),
        calendar=creditors.own_calendar(actor, creditor_id),
    )


def locked_hold(actor: Actor, hold_id: int) -> Hold:
    actor.must(Permission.CUSTOMER_VIEW)
    hold = Hold.objects.select_for_update().filter(pk=hold_id).first()
    if hold is None:
        raise NotFound(what="hold")
    customers.customer(actor, hold.customer_id)
    return hold


@dataclass(frozen=True, slots=True)
class HoldView:
    id: int
    item_id: int | None
    reason: str
    comment: str
    from_on: date
    until_on: date
    set_by_name: str
    recorded_at: datetime
    lifted_at: datetime | None


def holds_of(actor: Actor, customer_id: int) -> list[HoldView]:
    """Return the holds people set on a customer or its items, the newest first; `lifted_at` empty = in force until its end."""
    seen = Customer.objects.filter(customers.in_scope(actor), pk=customer_id)
    fields = tuple(HoldView.__dataclass_fields__)
    return [HoldView(**row) for row in Hold.objects.filter(customer_id__in=seen.values("pk")).order_by("-recorded_at").values(*fields)]


@dataclass(frozen=True, slots=True)
class RunView:
    id: int
    creditor_id: int
    on: date
    facts_true_until_on: date | None
    is_full: bool
    counts: dict[str, Any]
    started_at: datetime
    ended_at: datetime | None
    by: int | None


def last_runs(actor: Actor, *, limit: int = 10) -> list[RunView]:
    actor.must(Permission.CUSTOMER_VIEW)
    rows = Run.objects.all() if actor.all_creditors else Run.objects.filter(creditor_id__in=actor.creditors)
    return [RunView(**row) for row in rows.order_by("-id").values(*RunView.__dataclass_fields__)[:limit]]
