"""The portfolio review: what was said last of each customer and item, and everything that was said of one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from encaisse.customers.models import Customer
from encaisse.customers.queries import in_scope, scope_parameters
from encaisse.db import stream_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.workbench.models import ReviewComment

SHOWN = 50


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A comment as it was written."""

    id: int
    customer_id: int
    item_id: int | None
    outlook: str
    body: str
    expected_on: date | None
    expected_amount: Decimal | None
    currency: str
    written_on: date
    written_by_name: str
    recorded_at: datetime


COLUMNS = tuple(ReviewView.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A comment as a list shows it: with the customer and the invoice it is about."""

    id: int
    code: str
    name: str
    reference: str
    outlook: str
    body: str
    expected_on: date | None
    expected_amount: Decimal | None
    currency: str
    written_on: date
    written_by_name: str


def review_lines(actor: Actor, *, customer_id: int | None = None, since: date | None = None) -> Iterator[ReviewLine]:
    """Return the comments in sight, the latest first, as they come: in constant memory, within a transaction."""
    asked = scope_parameters(actor, Permission.NOTE_VIEW)
    return (ReviewLine(*row) for row in stream_sql("workbench.review_lines", customer_id=customer_id, since=since, **asked))


def latest_reviews(actor: Actor, customer_ids: Iterable[int]) -> dict[int, ReviewView]:
    """Return the latest comment about each customer as a whole; none for who may not read notes."""
    if not actor.may(Permission.NOTE_VIEW):
        return {}
    seen = Customer.objects.filter(in_scope(actor, Permission.NOTE_VIEW), pk__in=list(customer_ids)).values("pk")
    rows = ReviewComment.objects.filter(customer_id__in=seen, item_id__isnull=True)
    latest = rows.order_by("customer_id", "-pk").distinct("customer_id").values(*COLUMNS)
    return {row["customer_id"]: ReviewView(**row) for row in latest}


def reviews_of(actor: Actor, customer_id: int, *, limit: int = SHOWN) -> list[ReviewView]:
    """Return everything that was said of a customer and its items, the latest first."""
    seen = Customer.objects.filter(in_scope(actor, Permission.NOTE_VIEW), pk=customer_id).values("pk")
    rows = ReviewComment.objects.filter(customer_id__in=seen).order_by("-pk")
    return [ReviewView(**row) for row in rows.values(*COLUMNS)[:limit]]


def reviews(actor: Actor, comment_ids: Iterable[int]) -> dict[int, ReviewView]:
    """Return comments by id, as a close names them."""
    if not actor.may(Permission.NOTE_VIEW):
        return {}
    seen = Customer.objects.filter(in_scope(actor, Permission.NOTE_VIEW)).values("pk")
    rows = ReviewComment.objects.filter(pk__in=list(comment_ids), customer_id__in=seen).values(*COLUMNS)
    return {row["id"]: ReviewView(**row) for row in rows}
