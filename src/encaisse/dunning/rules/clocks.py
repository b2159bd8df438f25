"""The days an item's clock stood still: worked out from the facts that held the whole of it, overlaps counted once (rules 11, 22)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from encaisse.dunning.rules.values import ClosedPeriod


class Clock(NamedTuple):
    """`frozen_days`: days of ended freezes; `frozen_since`: the freeze that runs; `answered_on`: the last day something ended."""

    frozen_days: int
    frozen_since: date | None
    answered_on: date | None


ROWS = Mapping[int, list[Any]]


def item_clocks(disputes: ROWS, holds: ROWS, plans: ROWS, *, on: date) -> dict[int, Clock]:
    """Return the clock of each item that a dispute, a manual hold or a plan held as a whole, now or before."""
    freezes: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for row in every(disputes):
        if row.is_whole or row.closed_on:
            freezes[row.item_id].append((row.opened_on, row.closed_on))
    for row in every(holds):
        if row.item_id is not None:
            end = min((day for day in (row.lifted_on, row.until_on) if day), default=None)
            freezes[row.item_id].append((row.from_on, end if end and end < on else None))
    for row in every(plans):
        for item_id in row.item_ids or ():
            freezes[item_id].append((row.accepted_on, row.broken_on))
    answers = {row.item_id: row.answered_on or row.closed_on for row in every(disputes) if row.closed_on}
    return {item_id: clock(spans, answered_on=answers.get(item_id), on=on) for item_id, spans in freezes.items()}


def every(rows: ROWS) -> Iterable[Any]:
    return (row for group in rows.values() for row in group)


def clock(spans: Iterable[tuple[date, date | None]], *, answered_on: date | None, on: date) -> Clock:
    """Reckon the union of the spans: what is over counts, what still runs is a date."""
    running = [start for start, end in spans if end is None or end > on]
    ended = [ClosedPeriod(start, end) for start, end in spans if end is not None and end <= on]
    since = min(running, default=None)
    days = len({
        span.from_on + timedelta(days=place)
        for span in ended
        for place in range((span.to_on - span.from_on).days)
        if since is None or span.from_on + timedelta(days=place) < since
    })  # fmt: skip
    return Clock(days, since, answered_on)
