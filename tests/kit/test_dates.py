"""Working days: public holidays by rule, numbered days, deadlines."""

import json
from datetime import date, timedelta

import holidays as third_witness
import pytest
from hypothesis import given
from hypothesis import strategies as st

from encaisse.kit.dates import (
    DayOutsideCalendar,
    NumberedDay,
    add_months_clamped,
    add_working_days,
    bank_days,
    both,
    end_of_month,
    first_after,
    half_year_start,
    next_half_year,
    working_days,
    working_days_between,
)
from encaisse.kit.holidays import ALSACE_MOSELLE, FRANCE, REGIONS, T2, UnknownRegion, easter_sunday, public_holidays, t2_closing_days
from shared import shared

FRENCH = working_days()
STRASBOURG = working_days(ALSACE_MOSELLE)
CALENDARS = st.sampled_from([working_days(region) for region in (*REGIONS, T2)] + [both(FRENCH, STRASBOURG)])
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
YEARS = [str(year) for year in range(2024, 2031)]


@pytest.fixture(scope="module")
def reference():
    return json.loads(shared("domain/holidays_fr.json").read_text(encoding="utf-8"))["years"]


@pytest.mark.parametrize("year", YEARS)
def test_national_holidays_are_those_of_the_reference(reference, year):
    assert [(holiday.day.isoformat(), holiday.name) for holiday in public_holidays(int(year))] == [
        (day, name) for day, _, name in reference[year]["fr"]
    ]


@pytest.mark.parametrize("year", YEARS)
def test_alsace_and_moselle_have_good_friday_and_saint_stephen(reference, year):
    extra = [holiday.day.isoformat() for holiday in public_holidays(int(year), ALSACE_MOSELLE) if holiday not in public_holidays(int(year))]
    assert extra == [day for day, _, _ in reference[year]["fr_alsace_moselle_extra"]]


@pytest.mark.parametrize("year", YEARS)
def test_t2_is_closed_on_the_days_of_the_reference(reference, year):
    assert [day.isoformat() for day in t2_closing_days(int(year))] == reference[year]["t2_closed"]


@pytest.mark.parametrize(
    ("region", "subdivision"),
    [
        (FRANCE, None),
        (ALSACE_MOSELLE, "6AE"),
        ("FR-GUYANE", "973"),
        ("FR-REUNION", "974"),
        ("FR-MAYOTTE", "976"),
    ],
)
@pytest.mark.parametrize("year", [1990, 2004, 2008, 2024, 2026, 2038, 2060])
def test_the_holidays_library_agrees(region, subdivision, year):
    theirs = third_witness.France(subdiv=subdivision, years=year)
    assert {holiday.day for holiday in public_holidays(year, region)} == set(theirs)


@pytest.mark.parametrize(("region", "subdivision"), [("FR-GUADELOUPE", "971"), ("FR-MARTINIQUE", "972")])
def test_the_antilles_keep_the_abolition_day_and_leave_out_customary_days(region, subdivision):
    theirs = third_witness.France(subdiv=subdivision, years=2026)
    ours = {holiday.day for holiday in public_holidays(2026, region)}
    assert ours < set(theirs)
    assert next(holiday.day for holiday in public_holidays(2026, region) if holiday.name == "Abolition of slavery") in theirs


def test_an_unknown_region_is_refused_with_the_list_of_those_known():
    with pytest.raises(UnknownRegion, match="FR-ALSACE-MOSELLE"):
        public_holidays(2026, "FR-CORSE")


@pytest.mark.parametrize("year", range(1990, 2080))
def test_easter_is_a_sunday_between_22_march_and_25_april(year):
    easter = easter_sunday(year)
    assert easter.weekday() == 6
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        pytest.param("2026-11-10", 1, "2026-11-12", id="the 11 November is skipped"),
        pytest.param("2026-11-14", 1, "2026-11-16", id="one working day after a Saturday is Monday"),
        pytest.param("2026-11-14", 3, "2026-11-18", id="three working days after a Saturday is Wednesday"),
        pytest.param("2026-11-14", 0, "2026-11-16", id="none after a Saturday is the next open day"),
        pytest.param("2026-11-16", 0, "2026-11-16", id="none after an open day is that day"),
        pytest.param("2026-11-16", -1, "2026-11-13", id="one before a Monday is Friday"),
        pytest.param("2026-11-14", -1, "2026-11-13", id="one before a Saturday is Friday"),
        pytest.param("2026-05-13", 2, "2026-05-18", id="Ascension is skipped, the Friday after is worked"),
    ],
)
def test_working_days_are_counted(start, count, end):
    assert add_working_days(date.fromisoformat(start), count, FRENCH) == date.fromisoformat(end)


def test_good_friday_is_worked_in_paris_and_not_in_strasbourg():
    good_friday = date(2026, 4, 3)
    assert FRENCH.is_open(good_friday)
    assert not STRASBOURG.is_open(good_friday)
    assert not both(FRENCH, STRASBOURG).is_open(good_friday)
    assert not bank_days().is_open(good_friday)


def test_a_calendar_with_itself_is_itself():
    assert both(FRENCH, FRENCH) is FRENCH


def test_last_open_is_the_day_itself_or_the_open_day_before():
    assert FRENCH.last_open(date(2026, 11, 11)) == date(2026, 11, 10)
    assert FRENCH.last_open(date(2026, 11, 10)) == date(2026, 11, 10)


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2999, 12, 31)])
def test_a_day_outside_the_calendar_is_refused(day):
    with pytest.raises(DayOutsideCalendar, match="Correct the date"):
        FRENCH.next_open(day)
    with pytest.raises(DayOutsideCalendar):
        FRENCH.add(date(2079, 12, 29), 10)


def test_the_table_of_working_days_has_a_row_for_every_day():
    rows = list(FRENCH.days(date(2026, 11, 10), date(2026, 11, 13)))
    first = FRENCH.open_no(date(2026, 11, 10))
    assert rows == [
        NumberedDay(date(2026, 11, 10), is_open=True, next_open=date(2026, 11, 10), open_no=first),
        NumberedDay(date(2026, 11, 11), is_open=False, next_open=date(2026, 11, 12), open_no=first),
        NumberedDay(date(2026, 11, 12), is_open=True, next_open=date(2026, 11, 12), open_no=first + 1),
        NumberedDay(date(2026, 11, 13), is_open=True, next_open=date(2026, 11, 13), open_no=first + 2),
    ]


def walked(day, count, calendar):
    """Walk day by day: the slow witness of the numbered days."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not calendar.is_open(day):
            day += step
    return day


@given(day=DAYS, count=st.integers(-40, 40).filter(bool), calendar=CALENDARS)
def test_numbered_days_agree_with_walking_day_by_day(day, count, calendar):
    assert calendar.add(day, count) == walked(day, count, calendar)


@given(day=DAYS, count=st.integers(-300, 300), calendar=CALENDARS)
def test_adding_then_taking_away_comes_back_to_an_open_day(day, count, calendar):
    start = calendar.next_open(day)
    assert calendar.add(calendar.add(start, count), -count) == start
    assert working_days_between(start, calendar.add(start, count), calendar) == count


@given(day=DAYS, later=st.integers(0, 60), count=st.integers(0, 60), calendar=CALENDARS)
def test_shifts_are_monotone(day, later, count, calendar):
    assert calendar.add(day, count) <= calendar.add(day + timedelta(days=later), count)


@given(day=DAYS, calendar=CALENDARS)
def test_an_open_day_is_its_own_next_open_day(day, calendar):
    assert calendar.is_open(day) == (calendar.next_open(day) == day)
    assert calendar.is_open(calendar.next_open(day))
    assert calendar.open_no(day) - calendar.open_no(day - timedelta(days=1)) == calendar.is_open(day)


@given(day=DAYS)
def test_the_days_of_both_sides_are_open_on_each_side(day):
    joint = both(FRENCH, STRASBOURG)
    assert joint.is_open(day) == (FRENCH.is_open(day) and STRASBOURG.is_open(day))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
    ],
)
def test_months_are_added_to_the_same_day_or_the_last(start, months, end):
    assert add_months_clamped(date.fromisoformat(start), months) == date.fromisoformat(end)


def test_ends_of_months_and_half_years():
    assert end_of_month(date(2024, 2, 1)) == date(2024, 2, 29)
    assert half_year_start(date(2026, 6, 30)) == date(2026, 1, 1)
    assert half_year_start(date(2026, 7, 1)) == date(2026, 7, 1)
    assert next_half_year(date(2026, 11, 22)) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("day", "day_of_month", "next_day"),
    [
        ("2026-01-31", 10, "2026-02-10"),
        ("2026-02-10", 10, "2026-03-10"),
        ("2026-02-01", 31, "2026-02-28"),
        ("2026-02-28", 31, "2026-03-31"),
    ],
)
def test_the_next_day_of_the_month_is_strictly_after(day, day_of_month, next_day):
    assert first_after(date.fromisoformat(day), day_of_month) == date.fromisoformat(next_day)
