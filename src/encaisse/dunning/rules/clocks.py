"""The days an item's clock stood still: worked out from the facts that held the whole of it, overlaps counted once (rules 11, 22)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from encaisse.dunning.rules.values import ClosedPeriod

DAY = timedelta(days=1)


class Clock(NamedTuple):
    """`frozen_days`: days of ended freezes; `frozen_since`: the freeze that runs; `answered_on`: the last day something was answered."""

    frozen_days: int
    frozen_since: date | None
    answered_on: date | None


class Freeze(NamedTuple):
    """The first day held, and the day the clock runs again; None while nothing says when."""

    from_on: date
    again_on: date | None


ROWS = Mapping[int, list[Any]]


@dataclass(frozen=True, slots=True)
class Clocks:
    """What held items as a whole, now or before: by item, and by payer what held its whole account."""

    of_items: Mapping[int, list[Freeze]]
    of_accounts: Mapping[int, list[Freeze]]
    answers: Mapping[int, date]
    on: date

    def of(self, payer_id: int, item_id: int, due_date: date) -> Clock | None:
        """Return the clock of an item, or None when nothing ever held it. It starts with the due date: what ended before delays nothing."""
        freezes = [*self.of_items.get(item_id, ()), *self.of_accounts.get(payer_id, ())]
        answered_on = self.answers.get(item_id)
        if not freezes and answered_on is None:
            return None
        late = [each._replace(from_on=max(each.from_on, due_date)) for each in freezes if each.again_on is None or each.again_on > due_date]
        return clock(late, answered_on=answered_on, on=self.on)


def read_clocks(disputes: ROWS, holds: ROWS, plans: ROWS, *, on: date) -> Clocks:
    """Gather what disputes, holds and plans held as a whole, by payer."""
    of_items: dict[int, list[Freeze]] = defaultdict(list)
    of_accounts: dict[int, list[Freeze]] = defaultdict(list)
    answers: dict[int, date] = {}
    for row in every(disputes):
        if row.is_whole:
            of_items[row.item_id].append(Freeze(row.opened_on, row.closed_on))
        if row.closed_on:
            answers[row.item_id] = max(row.answered_on or row.closed_on, answers.get(row.item_id, date.min))
    for payer_id, rows in holds.items():
        for row in rows:
            held = of_accounts[payer_id] if row.item_id is None else of_items[row.item_id]
            held.append(Freeze(row.from_on, min(row.until_on + DAY, row.lifted_on or date.max)))
    for row in every(plans):
        for item_id in row.item_ids or ():
            of_items[item_id].append(Freeze(row.accepted_on, row.broken_on))
    return Clocks(of_items, of_accounts, answers, on)


def every(rows: ROWS) -> Iterable[Any]:
    return (row for group in rows.values() for row in group)


def clock(freezes: Iterable[Freeze], *, answered_on: date | None, on: date) -> Clock:
    """Reckon the union of the freezes: what is over counts, what still runs is a date."""
    begun = [each for each in freezes if each.from_on <= on]
    since = min((each.from_on for each in begun if each.again_on is None or each.again_on > on), default=None)
    ended = [ClosedPeriod(each.from_on, each.again_on) for each in begun if each.again_on is not None and each.again_on <= on]
    days = len({
        span.from_on + timedelta(days=place)
        for span in ended
        for place in range((span.to_on - span.from_on).days)
        if since is None or span.from_on + timedelta(days=place) < since
    })  # fmt: skip
    return Clock(days, since, answered_on)
