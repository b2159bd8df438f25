"""The daily run over a million open items: full, the second time, and on a steady day; against one grouped read and the same inserts."""

from datetime import date, timedelta

from django.db import connection, transaction

from bench.figures import Figure, peak_mebibytes, say, timed
from bench.portfolio import ITEMS_EACH, ON, SYSTEM, fill
from encaisse.dunning import actions
from encaisse.dunning.actions.steps import end_steps_of
from encaisse.dunning.models import PlannedAction
from encaisse.ledger import actions as ledger

READ = """
select item.customer_id, count(*), sum(item.open_amount), min(item.due_date), array_agg(item.id order by item.due_date)
from ledger_open_item item where item.open_amount <> 0 group by item.customer_id
"""
SAVE = "create table floor_action as table dunning_planned_action; create table floor_item as table dunning_action_item"
EMPTY = "truncate dunning_action_item, dunning_planned_action"
INSERT = "insert into dunning_planned_action select * from floor_action; insert into dunning_action_item select * from floor_item"


def figures(items: int) -> list[Figure]:
    say(f"portfolio of {items:,} open items")
    creditor_id = fill(items)
    before = peak_mebibytes()
    with connection.cursor() as cursor:
        full = timed(lambda: actions.run_dunning(SYSTEM, on=ON, full=True))
        peak = peak_mebibytes()
        say(f"full run {full:.1f} s, {PlannedAction.objects.count():,} actions, {before:.0f} → {peak:.0f} MiB")
        second = timed(lambda: again(0))
        floor = measured_floor(cursor)
        steady = steady_day(cursor, creditor_id, items)
    return [
        Figure("daily run, full (s)", full, floor, 15.0),
        Figure("daily run, full: memory of the process (MiB)", peak, None, 300.0),
        Figure("daily run, second time the same day (s)", second, floor, 1.0),
        Figure("daily run, steady day: 5 % of payers changed (s)", steady, floor, 3.0),
    ]


def again(expected: int) -> None:
    report = actions.run_dunning(SYSTEM, on=ON)
    assert report.decided == expected, f"{report.decided} decided again"
    assert not report.planned


def measured_floor(cursor: object) -> float:
    """Read everything once, grouped, and insert the very same actions and items under the same constraints."""
    cursor.execute(SAVE)
    cursor.execute(EMPTY)

    def work() -> None:
        with transaction.atomic():
            cursor.execute(READ)
            while cursor.fetchmany(5000):
                pass
            cursor.execute(INSERT)

    floor = timed(work)
    cursor.execute("drop table floor_action, floor_item")
    return floor


def steady_day(cursor: object, creditor_id: int, items: int) -> float:
    """The third day: what was planned has been done, the morning after has looked at it, then a twentieth of the payers changed."""
    source_id = ledger.source(SYSTEM, creditor_id, kind="csv", name="mesure")
    for place in (0, 1):
        day = ON + timedelta(days=place)
        ledger.set_freshness(SYSTEM, source_id, true_until_on=day)
        actions.run_dunning(SYSTEM, on=day)
        do_everything(cursor, day)
    third = ON + timedelta(days=2)
    ledger.set_freshness(SYSTEM, source_id, true_until_on=third)
    cursor.execute("update customers_last_fact set recorded_at = clock_timestamp() where mod(customer_id, 20) = 7")
    cursor.execute("analyze")
    report = []
    took = timed(lambda: report.append(actions.run_dunning(SYSTEM, on=third)))
    say(f"steady day: {report[0].decided:,} decided of {items // ITEMS_EACH:,} payers, {sum(report[0].planned.values()):,} actions")
    return took


def do_everything(cursor: object, day: date) -> None:
    """Play the worker: every action planned has left, its steps have ended."""
    cursor.execute("select coalesce(array_agg(id), '{}') from dunning_planned_action where state in ('approved', 'to_approve')")
    ids = cursor.fetchone()[0]
    end_steps_of(ids, how="done", on=day)
    cursor.execute("update dunning_planned_action set state = 'sent', ended_on = %s where id = any(%s)", [day, ids])
