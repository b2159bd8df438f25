"""The end of a list: what was done today, what left, and what comes next."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min, QuerySet, Sum
from django.utils import timezone

from encaisse.commitments.models import Promise
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.dunning.models import Decision, PlannedAction
from encaisse.kit.actor import Actor
from encaisse.messages.models import Message
from encaisse.workbench.models import Call
from encaisse.workbench.queries.progress import Done, Sums, done_on


@dataclass(frozen=True, slots=True)
class NextCallBack:
    """A customer who is called back on a later day, at their hour."""

    customer_id: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What stands at the end of a list worked through."""

    done: Done
    sent_count: int = 0
    call_back: NextCallBack | None = None
    promises_for: date | None = None
    promises: tuple[Sums, ...] = ()
    decided_again_on: date | None = None
    decided_again_count: int = 0

    @property
    def is_worked(self) -> bool:
        """Tell whether anything was done or left today."""
        return bool(self.done.calls or self.done.approved_count or self.done.promise_count or self.sent_count)

    @property
    def has_next(self) -> bool:
        return bool(self.call_back or self.promises or self.decided_again_count)


def finished(actor: Actor, *, owner_id: int | None, on: date, collector_id: int | None = None) -> Finished:
    """Return what was done about the customers of a day, and what the next days hold, in a fixed number of reads."""
    promised_for, promises = next_promises(actor, on=on, collector_id=collector_id)
    again_on, count = next_decisions(actor, on=on, collector_id=collector_id)
    return Finished(
        done=done_on(actor, owner_id=owner_id, on=on) if owner_id else Done(),
        sent_count=sent_on(actor, on=on, collector_id=collector_id),
        call_back=next_call_back(actor, on=on, collector_id=collector_id),
        promises_for=promised_for,
        promises=promises,
        decided_again_on=again_on,
        decided_again_count=count,
    )


def followed(actor: Actor, *, collector_id: int | None = None) -> QuerySet[Customer]:
    """Return the customers in sight, or those of one collector."""
    seen = Customer.objects.filter(customers.in_scope(actor))
    return seen if collector_id is None else seen.filter(collector_id=collector_id)


def sent_on(actor: Actor, *, on: date, collector_id: int | None = None) -> int:
    """Return how many messages left on a day."""
    begins = begins_at(on)
    left = Message.objects.filter(state="sent", settled_at__gte=begins, settled_at__lt=begins + timedelta(days=1))
    return left.filter(customer_id__in=followed(actor, collector_id=collector_id).values("pk")).count()


def next_call_back(actor: Actor, *, on: date, collector_id: int | None = None) -> NextCallBack | None:
    """Return the first call-back of a later day: planned, or agreed in a call that nothing had planned."""
    after, ids = begins_at(on) + timedelta(days=1), followed(actor, collector_id=collector_id).values("pk")
    planned = PlannedAction.objects.filter(state="approved", call_back_at__gte=after, customer_id__in=ids)
    agreed = Call.objects.filter(action_id__isnull=True, call_back_at__gte=after, customer_id__in=ids)
    firsts = [rows.order_by("call_back_at").values_list("call_back_at", "customer_id").first() for rows in (planned, agreed)]
    at, customer_id = min(((at, pk) for at, pk in filter(None, firsts) if at), default=(None, 0))
    names = followed(actor, collector_id=collector_id).values_list("name", flat=True)
    return NextCallBack(customer_id, names.get(pk=customer_id), at) if at else None


def next_promises(actor: Actor, *, on: date, collector_id: int | None = None) -> tuple[date | None, tuple[Sums, ...]]:
    """Return the next day for which customers promised money, and how much."""
    ids = followed(actor, collector_id=collector_id).values("pk")
    rows = Promise.objects.filter(customer_id__in=ids, promised_for__gte=on, withdrawn_on__isnull=True, replaced_by__isnull=True)
    first = rows.aggregate(first=Min("promised_for"))["first"]
    sums = rows.filter(promised_for=first).values("currency").order_by("currency").annotate(n=Count("pk"), s=Sum("amount"))
    return first, tuple(Sums(*row) for row in sums.values_list("currency", "n", "s")) if first else ()


def next_decisions(actor: Actor, *, on: date, collector_id: int | None = None) -> tuple[date | None, int]:
    """Return the next day on which customers are decided about again, and how many."""
    ids = followed(actor, collector_id=collector_id).values("pk")
    rows = Decision.objects.filter(customer_id__in=ids, until_on__gt=on)
    first = rows.aggregate(first=Min("until_on"))["first"]
    return first, rows.filter(until_on=first).count() if first else 0


def begins_at(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time()))
