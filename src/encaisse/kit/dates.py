"""Working days as numbered days, ends of months, and the procedural deadlines of articles 641 and 642 of the French code."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, compress
from operator import and_

from encaisse.kit.holidays import FRANCE, T2, closing_days
from encaisse.kit.refusals import Refusal, gettext_noop

# Every calendar covers the same years, so that the numbers of two runs are the same numbers.
FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2079, 12, 31)
SATURDAY = 5
WEEK = bytes(day < SATURDAY for day in range(7))
FIRST_ORDINAL = FIRST_DAY.toordinal()
DAY_COUNT = LAST_DAY.toordinal() - FIRST_ORDINAL + 1


class DayOutsideCalendar(Refusal):
    sentence = gettext_noop("The day %(day)s lies outside the calendar of working days (%(first)s to %(last)s). Correct the date.")


@dataclass(frozen=True, slots=True)
class NumberedDay:
    """One day of the table of working days: `open_no` counts the open days up to this day, included."""

    day: date
    is_open: bool
    next_open: date
    open_no: int


class WorkingDays:
    """The working days of one region or of two sides: every question is one look-up by day number.

    `open_no(day)` is the number of open days up to the day, included; `next_open(day)` is the day itself when open.
    """

    __slots__ = ("_open_before", "_open_days", "by_place", "name")

    def __init__(self, name: str, is_open: bytes) -> None:
        self.name = name
        self.by_place = is_open  # by place: 1 for an open day
        self._open_days = list(compress(every_day(), is_open))
        self._open_before = [0, *accumulate(is_open)]  # by place: how many open days come before that day

    def __repr__(self) -> str:
        return f"WorkingDays({self.name})"

    def shared_with(self, theirs: "WorkingDays") -> "WorkingDays":
        """Return the days on which both sides work."""
        return WorkingDays(f"{self.name}+{theirs.name}", bytes(map(and_, self.by_place, theirs.by_place)))

    def with_days(self, name: str, days: Iterable[date], *, is_open: bool) -> "WorkingDays":
        """Return this calendar with some days opened or closed; those it does not cover change nothing."""
        changed = bytearray(self.by_place)
        for day in days:
            if FIRST_DAY <= day <= LAST_DAY:
                changed[day.toordinal() - FIRST_ORDINAL] = is_open
        return WorkingDays(name, bytes(changed))

    def _place(self, day: date) -> int:
        place = day.toordinal() - FIRST_ORDINAL
        if not 0 <= place < DAY_COUNT:
            raise DayOutsideCalendar(day=day, first=FIRST_DAY, last=LAST_DAY)
        return place

    def is_open(self, day: date) -> bool:
        return bool(self.by_place[self._place(day)])

    def next_open(self, day: date) -> date:
        """Return the day itself when it is open, or the first open day after it."""
        before = self._open_before[self._place(day)]
        return self._open_days[min(before, len(self._open_days) - 1)]

    def last_open(self, day: date) -> date:
        """Return the day itself when it is open, or the last open day before it."""
        return self.numbered(self.open_no(day))

    def open_no(self, day: date) -> int:
        return self._open_before[self._place(day) + 1]

    def numbered(self, number: int) -> date:
        """Return the open day that bears a number."""
        if not 1 <= number <= len(self._open_days):
            raise DayOutsideCalendar(day=f"no. {number}", first=FIRST_DAY, last=LAST_DAY)
        return self._open_days[number - 1]

    def add(self, day: date, count: int) -> date:
        """Return the count-th open day strictly after the day (strictly before, when negative); 0 is the next open day."""
        if count > 0:
            return self.numbered(self._open_before[self._place(day) + 1] + count)
        if count < 0:
            return self.numbered(self.open_no(day - timedelta(days=1)) + 1 + count)
        return self.next_open(day)

    def between(self, start: date, end: date) -> int:
        """Return how many open days have passed from start (not counted) to end (counted); negative when end comes first."""
        return self.open_no(end) - self.open_no(start)

    def days(self, first: date, last: date) -> Iterator[NumberedDay]:
        """Yield the rows of the table of working days from a day to another, both included."""
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            yield NumberedDay(day, self.is_open(day), self.next_open(day), self.open_no(day))


@cache
def every_day() -> tuple[date, ...]:
    return tuple(map(date.fromordinal, range(FIRST_ORDINAL, FIRST_ORDINAL + DAY_COUNT)))


@cache
def weekdays() -> WorkingDays:
    weeks = WEEK * (DAY_COUNT // len(WEEK) + 2)
    return WorkingDays("weekdays", weeks[FIRST_DAY.weekday() :][:DAY_COUNT])


@cache
def working_days(region: str = FRANCE) -> WorkingDays:
    """Return the working days of a region (or of T2): neither Saturday, nor Sunday, nor public holiday."""
    closed = (day for year in range(FIRST_DAY.year, LAST_DAY.year + 1) for day in closing_days(year, region))
    return weekdays().with_days(region, closed, is_open=False)


@cache
def both(ours: WorkingDays, theirs: WorkingDays) -> WorkingDays:
    """Return the days on which both sides work."""
    return ours if ours is theirs else ours.shared_with(theirs)


@cache
def without(calendar: WorkingDays, closed: frozenset[date]) -> WorkingDays:
    """Return a calendar less some days: those on which a company closes by its own will."""
    if not closed:
        return calendar
    return calendar.with_days(f"{calendar.name}-{len(closed)}", closed, is_open=False)


@cache
def beside(calendar: WorkingDays, opened: frozenset[date]) -> WorkingDays:
    """Return a calendar and some days more: those on which a company works by its own will."""
    if not opened:
        return calendar
    return calendar.with_days(f"{calendar.name}+{len(opened)}", opened, is_open=True)


def bank_days() -> WorkingDays:
    return working_days(T2)


def add_working_days(day: date, count: int, calendar: WorkingDays) -> date:
    return calendar.add(day, count)


def working_days_between(start: date, end: date, calendar: WorkingDays) -> int:
    return calendar.between(start, end)


def end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months_clamped(day: date, months: int) -> date:
    """Return the same day of another month, or its last day when that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years_clamped(day: date, years: int) -> date:
    return add_months_clamped(day, 12 * years)


def half_year_start(day: date) -> date:
    """Return 1 January or 1 July: the day from which the legal rates of the half-year run."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)  # noqa: PLR2004 - June is the sixth month


def next_half_year(day: date) -> date:
    return add_months_clamped(half_year_start(day), 6)


def procedural_deadline(event: date, *, days: int = 0, months: int = 0, calendar: WorkingDays | None = None) -> date:
    """Return the last day of a procedural delay (articles 641 and 642 CPC).

    The day of the event does not count; months run to the same day number, or to the last day of a shorter month; a delay that
    would end on a Saturday, a Sunday or a public holiday ends on the next working day.
    """
    raw = add_months_clamped(event, months) + timedelta(days=days)
    return (calendar or working_days()).next_open(raw)


def first_after(day: date, day_of_month: int) -> date:
    """Return the first date strictly after a day that bears a day number, or the end of a month too short to have it."""
    here = clamped(day, day_of_month)
    return here if here > day else clamped(add_months_clamped(day.replace(day=1), 1), day_of_month)


def clamped(month: date, day_of_month: int) -> date:
    return month.replace(day=min(day_of_month, monthrange(month.year, month.month)[1]))
