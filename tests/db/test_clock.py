"""The one clock, and how it is stopped."""

from datetime import UTC, date, datetime

import pytest

from encaisse.db.actions import restart_clock, stop_clock
from encaisse.db.clock import hour_of_story, now, stopped, today
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


def test_in_the_night_the_demonstration_stands_in_its_morning_and_what_came_then_is_not_still_to_come():
    night, before_dawn = datetime(2026, 11, 27, 0, 40, tzinfo=UTC), datetime(2026, 11, 27, 5, 59, tzinfo=UTC)
    morning = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
    assert [hour_of_story(date(2026, 11, 26), at) for at in (night, before_dawn)] == [morning, morning]


def test_in_the_day_the_demonstration_has_the_hour_of_france_in_winter_as_in_summer():
    noon_in_summer = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    assert hour_of_story(date(2026, 11, 26), noon_in_summer) == datetime(2026, 11, 26, 11, 0, tzinfo=UTC)


def test_just_after_midnight_in_france_the_demonstration_stays_on_its_day():
    assert hour_of_story(date(2026, 11, 26), datetime(2026, 11, 26, 23, 30, tzinfo=UTC)).date() == date(2026, 11, 26)
