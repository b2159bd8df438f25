"""The one clock, and how it is stopped."""

from datetime import UTC, date, datetime

import pytest

from encaisse.db.actions import restart_clock, stop_clock
from encaisse.db.clock import now, stopped, today
from encaisse.kit.actor import system_actor

LATE_EVENING = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)


def test_the_day_is_that_of_the_creditor():
    with stopped(LATE_EVENING):
        assert (today("Europe/Paris"), today("America/Guadeloupe")) == (date(2026, 4, 1), date(2026, 3, 31))


def test_a_stopped_day_is_that_day_everywhere_in_france():
    with stopped(date(2019, 8, 5)):
        assert (today(), now().date()) == (date(2019, 8, 5), date(2019, 8, 5))


@pytest.mark.django_db
def test_the_demonstration_stands_on_its_day_until_the_clock_runs_again(settings):
    settings.DEMO = True
    actor = system_actor()
    stop_clock(actor, on=date(2019, 8, 5))
    assert (today(), now().date()) == (date(2019, 8, 5), date(2019, 8, 5))
    restart_clock(actor)
    assert today() > date(2019, 8, 5)


@pytest.mark.django_db
def test_outside_the_demonstration_no_clock_is_stopped():
    stop_clock(system_actor(), on=date(2019, 8, 5))
    assert today() > date(2019, 8, 5)
