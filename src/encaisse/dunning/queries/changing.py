"""Who changes when a version applies: the same decision taken twice on its first morning, under the old version and the new one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import islice

from encaisse.creditors import queries as creditors
from encaisse.db import run_sql
from encaisse.dunning.queries.moment import facts_true_until, reading
from encaisse.dunning.queries.payers import ReadPayer, payer_states
from encaisse.dunning.queries.scenarios import Followed
from encaisse.dunning.queries.versions import scenario_card
from encaisse.dunning.rules import Reason, Wait, decide
from encaisse.dunning.rules.scenario import Level, Scenario, Step
from encaisse.dunning.rules.who_changes import Next, WhoChanges, next_of
from encaisse.kit.actor import Actor, Permission

CHUNK = 1000
MOST = 3000
NOTHING_FOLLOWED = Scenario("", ())


@dataclass(frozen=True, slots=True)
class Comparison:
    """`total` counts every payer that follows the scenario; `rows` those compared, the largest overdue first."""

    rows: tuple[WhoChanges, ...]
    total: int
    on: date

    @property
    def is_cut(self) -> bool:
        return len(self.rows) < self.total


def who_changes(actor: Actor, scenario_id: int, new: Followed, *, on: date, most: int = MOST) -> Comparison:
    """Compare what comes next for every payer that follows a scenario. Writes nothing."""
    actor.must(Permission.SCENARIO_EDIT)
    card = scenario_card(actor, scenario_id)
    rows: list[WhoChanges] = []
    total = 0
    for creditor in creditors.creditors_in_reach(actor):
        if card.creditor_id in {None, creditor.id}:
            found = run_sql("dunning.payers_following", creditor_id=creditor.id, scenario_id=scenario_id, size=most)
            total += found[0].total if found else 0
            rows += compared(actor, creditor.id, {row.payer_id: row.overdue_amount for row in found}, new, on=on)
    rows.sort(key=lambda row: (not row.changes, -row.overdue_amount, row.payer_id))
    return Comparison(tuple(rows[:most]), total, on)


def compared(actor: Actor, creditor_id: int, overdue: dict[int, Decimal], new: Followed, *, on: date) -> Iterator[WhoChanges]:
    known = facts_true_until(actor, creditor_id)
    before = reading(actor, creditor_id, on=on, facts_true_until=known, stale_accepted=True)
    after = replace(before, followed={**before.followed, new.scenario_id: new})
    ids = iter(overdue)
    while chunk := list(islice(ids, CHUNK)):
        now = {payer.state.payer_id: payer for payer in payer_states(actor, before, chunk)}
        for payer in payer_states(actor, after, chunk):
            yield comparison(now[payer.state.payer_id], payer, overdue[payer.state.payer_id], on=on)


def comparison(old: ReadPayer, new: ReadPayer, overdue: Decimal, *, on: date) -> WhoChanges:
    level, step = furthest(old)
    return WhoChanges(new.state.payer_id, level, step, next_for(old, on=on), next_for(new, on=on), overdue)


def next_for(payer: ReadPayer, *, on: date) -> Next:
    if payer.followed is None:
        return next_of(Wait(reason=Reason.SCENARIO_ENDED), NOTHING_FOLLOWED, on=on)
    return next_of(decide(payer.state, payer.followed.scenario, payer.calendar, on=on), payer.followed.scenario, on=on)


def furthest(payer: ReadPayer) -> tuple[Level | None, Step | None]:
    """Return the highest level reached by an open item, and the step it stands at."""
    reached = [item for item in payer.state.items if item.open_amount > 0 and item.last_position is not None]
    if not reached or payer.followed is None:
        return None, None
    item = max(reached, key=lambda each: (each.last_level or 0, each.last_position or 0, each.id))
    steps = (item.override or payer.followed.scenario).steps
    return Level(item.last_level or 0), steps[min(item.last_position or 0, len(steps) - 1)]
