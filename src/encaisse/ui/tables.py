"""Tables paged and sorted by the server: what the reader asked for, and the page of rows that answers.

wanted = asked_for(request, columns=("overdue", "name", "due_date"), default="-overdue")
rows = queries.portfolio(actor, order=wanted.order, offset=wanted.offset, limit=wanted.limit)
listing = wanted.listing(rows, total=queries.portfolio_count(actor))
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest

PAGE_SIZE = 50
LONGEST = 8  # digits of a page number worth reading
Row = TypeVar("Row")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The page and order a reader asked for. `order` is a column's name, with a minus in front when descending."""

    page: int
    order: str
    size: int = PAGE_SIZE

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size

    @property
    def limit(self) -> int:
        return self.size

    @property
    def column(self) -> str:
        return self.order.removeprefix("-")

    @property
    def descending(self) -> bool:
        return self.order.startswith("-")

    def listing(self, rows: Sequence[Row], *, total: int) -> "Listing[Row]":
        return Listing(rows=rows, total=total, wanted=self)


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """One page of rows and where it lies in the whole; the tags `sortable` and `pages` read it."""

    rows: Sequence[Row]
    total: int
    wanted: Wanted

    @property
    def first(self) -> int:
        return self.wanted.offset + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.wanted.offset + len(self.rows)

    @property
    def page(self) -> int:
        return self.wanted.page

    @property
    def page_count(self) -> int:
        return max(1, -(-self.total // self.wanted.size))

    @property
    def nearby(self) -> list[int | None]:
        """Return the page numbers to show: the ends, the neighbours, and None where some are left out."""
        shown = sorted({1, self.page_count, *(near for near in range(self.page - 1, self.page + 2) if 1 <= near <= self.page_count)})
        gaps: list[int | None] = []
        for before, number in zip([0, *shown], shown, strict=False):
            gaps += [None, number] if number - before > 1 else [number]
        return gaps


def asked_for(request: HttpRequest, *, columns: Sequence[str], default: str, size: int = PAGE_SIZE) -> Wanted:
    """Read `?page=` and `?sort=`; whatever is not a known column falls back to the default order."""
    page, order = request.GET.get("page", ""), request.GET.get("sort", "")
    return Wanted(
        page=max(1, int(page)) if page.isdecimal() and len(page) < LONGEST else 1,
        order=order if order.removeprefix("-") in columns else default,
        size=size,
    )


def stable_order(order: str, fields: Mapping[str, str], *, tie: str = "pk") -> list[OrderBy]:
    """Return the ORM order for a wanted column; empty values come last and ties are broken by the key, so pages never overlap."""
    column, descending = order.removeprefix("-"), order.startswith("-")
    field = F(fields[column])
    return [field.desc(nulls_last=True) if descending else field.asc(nulls_last=True), F(tie).asc()]


def page_of(queryset: QuerySet[M, Any], wanted: Wanted, fields: Mapping[str, str]) -> Listing[Any]:
    """Count, sort and cut a query set: for short lists; long ones have a counting query of their own."""
    rows = queryset.order_by(*stable_order(wanted.order, fields))[wanted.offset : wanted.offset + wanted.limit]
    return wanted.listing(list(rows), total=queryset.count())
