from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from encaisse.audit.models import Entry as EntryRow
from encaisse.audit.rules import Entry
from encaisse.kit.actor import Actor, Permission, Scope

COLUMNS = ("id", "at", "actor_id", "actor_name", "did", "subject_kind", "subject_id", "creditor_id", "customer_id", "change")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader of the audit looks for; an empty field asks nothing."""

    who: str = ""
    did: str = ""
    subject_kind: str = ""
    subject_id: int | None = None
    customer_id: int | None = None
    from_on: date | None = None
    to_on: date | None = None


NO_FILTER = Filters()


def entries(actor: Actor, filters: Filters = NO_FILTER, *, offset: int = 0, limit: int = 50) -> list[Entry]:
    """Return the entries in sight, newest first."""
    rows = wanted(actor, filters).order_by("-at", "-id")[offset : offset + limit]
    return [Entry(**row) for row in rows.values(*COLUMNS)]


def entry_count(actor: Actor, filters: Filters = NO_FILTER) -> int:
    return wanted(actor, filters).count()


def kinds(actor: Actor) -> list[str]:
    """Return the kinds of things the entries in sight speak of, to choose among."""
    return sorted(wanted(actor, NO_FILTER).order_by().values_list("subject_kind", flat=True).distinct())


def wanted(actor: Actor, filters: Filters) -> "QuerySet[EntryRow]":
    """Return the entries in sight: they tell of everybody, so whoever sees only some customers is told nothing."""
    if actor.must(Permission.AUDIT_VIEW).scope is not Scope.ALL:
        return EntryRow.objects.none()
    return EntryRow.objects.filter(in_reach(actor), *conditions(filters))


def in_reach(actor: Actor) -> Q:
    """Keep to the creditors in reach; what concerns no creditor (users, settings) is the whole organisation's."""
    return Q() if actor.all_creditors else Q(creditor_id__in=actor.creditors) | Q(creditor_id=None)


def conditions(filters: Filters) -> list[Q]:
    asked: Mapping[str, Any] = {
        "actor_name__icontains": filters.who,
        "did__startswith": filters.did,
        "subject_kind": filters.subject_kind,
        "subject_id": filters.subject_id,
        "customer_id": filters.customer_id,
        "at__gte": start_of(filters.from_on) if filters.from_on else None,
        "at__lt": start_of(filters.to_on + timedelta(days=1)) if filters.to_on else None,
    }
    return [Q(**{name: value}) for name, value in asked.items() if value not in ("", None)]


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
