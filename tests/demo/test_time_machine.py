"""The time machine against sixty lived days: replaying what each customer follows gives what the daily run did."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from encaisse.commitments.models import Promise
from encaisse.creditors import queries as creditors
from encaisse.db import run_sql
from encaisse.db.clock import demonstration_day
from encaisse.demo.actions import make_demonstration
from encaisse.dunning import queries
from encaisse.dunning.models import PlannedAction
from encaisse.dunning.queries.machine import Asked, days_run, payer_years, relived
from encaisse.dunning.queries.moment import reading
from encaisse.dunning.rules.machine import Assumptions
from encaisse.kit.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)

ANCHOR = date(2026, 11, 23)
ACTOR = system_actor()
# Of the calls of the demonstration, about so many reach somebody.
REACHED = 46
# People make the difference: a call made a day later, an approval left for the morrow, a task nobody finished, a credit looked at late.
AGREEING = 0.85


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.VAR, settings.DEMO = tmp_path, True
    demonstration_day.forget()
    yield tmp_path
    demonstration_day.forget()


def first_planned(payer_ids: list[int]) -> dict[int, tuple[date, str]]:
    """Return the first thing the run planned for each payer; what gave way to another account at the same address does not count."""
    rows = PlannedAction.objects.filter(customer_id__in=payer_ids).order_by("-planned_since", "-id")
    return {row.customer_id: (row.planned_since, row.step_key) for row in rows if row.result != "address taken"}


def gave_way(on: date) -> set[int]:
    """Return the accounts whose message let another speak to their address on a day."""
    return set(PlannedAction.objects.filter(result="address taken", planned_since=on).values_list("customer_id", flat=True))


def test_the_replay_of_what_each_customer_follows_agrees_with_what_the_run_did(place: Path) -> None:
    world = make_demonstration(ACTOR, customer_count=45, anchor=ANCHOR)
    live, last = world.days.live, world.days.yesterday
    agreeing = compared = 0
    for creditor in creditors.creditors_in_reach(ACTOR):
        runs = days_run(ACTOR, creditor.id, first=live, last=last)
        asked = Asked(creditor.id, (None,), live, last, run_days=runs, assumptions=Assumptions(calls_reached=REACHED))
        answer = queries.replayed(ACTOR, asked)
        assert answer.lanes[0].lane.breaches == {}
        today = reading(ACTOR, creditor.id, on=last, facts_true_until=last)
        years = {each.year.payer_id: each for each in payer_years(ACTOR, asked, answer.payers, today)}
        lived = {pk: relived(each, today.followed[each.scenario_id], asked).events for pk, each in years.items()}
        planned = first_planned(answer.payers)
        # The first morning depends on nobody, but for promises taken on the telephone later that day, which the machine knows at once,
        # and for the accounts that let another of the same address speak: the machine replays each by itself.
        morning = {pk: events[0].key for pk, events in lived.items() if events and events[0].on == live}
        decided = {pk: key for pk, (on, key) in planned.items() if on == live}
        otherwise = set(Promise.objects.filter(promised_on=live).values_list("customer_id", flat=True)) | gave_way(live)
        assert {pk: key for pk, key in morning.items() if pk not in otherwise} == {
            pk: key for pk, key in decided.items() if pk not in otherwise
        }
        # Afterwards, until somebody does something another day than the machine supposes.
        firsts = {pk: (events[0].on, events[0].key) for pk, events in lived.items() if events}
        compared += len(firsts | planned)
        agreeing += sum(firsts.get(pk) == planned.get(pk) for pk in firsts | planned)
    assert compared > 0
    assert agreeing >= AGREEING * compared


def test_a_replay_reads_a_fixed_number_of_statements_a_chunk(place: Path) -> None:
    make_demonstration(ACTOR, customer_count=45, anchor=ANCHOR)
    creditor = creditors.creditors_in_reach(ACTOR)[0]
    answer = queries.replayed(ACTOR, Asked(creditor.id, (None,), date(2025, 11, 24), date(2026, 11, 20)))
    assert answer.lanes[0].lane.decisions > len(answer.payers)
    assert run_sql("dunning.machine_paid", payer_ids=answer.payers, first=date(2025, 11, 24), last=date(2026, 11, 20))
