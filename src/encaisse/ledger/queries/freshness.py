"""Until which day what we know is true: shown wherever decisions are made."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Min, Q

from encaisse.creditors import queries as creditors
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.dates import WorkingDays
from encaisse.ledger.models import Source
from encaisse.ledger.rules import freshness as rules


@dataclass(frozen=True, slots=True)
class SourceFreshness:
    source_id: int
    creditor_id: int
    kind: str
    name: str
    true_until_on: date | None
    received_at: datetime
    fresh_days: int
    is_retired: bool
    calendar: WorkingDays  # its company's own: a day on which it is closed makes nothing older

    @property
    def trusted_until(self) -> date | None:
        """The day decisions reckon with; None = the source says nothing of money, or is no longer fed."""
        if self.true_until_on is None or self.is_retired:
            return None
        return rules.trusted_until(self.true_until_on, fresh_days=self.fresh_days, calendar=self.calendar)

    @property
    def silent_from(self) -> date | None:
        """The first due date about which nothing curative may leave on these facts."""
        return rules.silent_from(self.trusted_until, calendar=self.calendar) if self.trusted_until else None

    def is_old(self, on: date) -> bool:
        return not self.is_retired and rules.is_old(self.true_until_on, fresh_days=self.fresh_days, on=on, calendar=self.calendar)


COLUMNS = ("creditor_id", "kind", "name", "true_until_on", "received_at", "fresh_days", "is_retired")


def in_reach(actor: Actor) -> Q:
    return Q() if actor.all_creditors else Q(creditor_id__in=actor.creditors)


def freshness(actor: Actor, creditor_id: int | None = None, *, only_dated: bool = False) -> list[SourceFreshness]:
    """List the sources and until when each is true; `only_dated`: those decisions wait for (a list of customers says nothing of money)."""
    if not actor.may(Permission.IMPORT_RUN):
        actor.must(Permission.CUSTOMER_VIEW)
    rows = Source.objects.filter(in_reach(actor))
    if creditor_id is not None:
        rows = rows.filter(creditor_id=creditor_id)
    if only_dated:
        rows = rows.filter(true_until_on__isnull=False, is_retired=False)
    found = list(rows.order_by("creditor_id", "name").values(*COLUMNS, source_id=F("pk")))
    calendars = creditors.own_calendars(actor, {row["creditor_id"] for row in found})
    return [SourceFreshness(**row, calendar=calendars[row["creditor_id"]]) for row in found]


def facts_true_until(actor: Actor, creditor_id: int) -> date | None:
    """Return the day until which every source of a creditor tells the truth: the oldest of them."""
    actor.must(Permission.CUSTOMER_VIEW)
    rows = Source.objects.filter(in_reach(actor), creditor_id=creditor_id, true_until_on__isnull=False, is_retired=False)
    oldest: date | None = rows.aggregate(oldest=Min("true_until_on"))["oldest"]
    return oldest


def oldest_source(actor: Actor, creditor_id: int) -> SourceFreshness | None:
    """Return the source that decisions wait for first, each given its own days; None without a dated source."""
    dated = [source for source in freshness(actor, creditor_id, only_dated=True) if source.trusted_until]
    return min(dated, key=lambda source: (source.trusted_until or date.max, source.name), default=None)
