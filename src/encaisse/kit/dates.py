"""Working days as numbered days, ends of months, and the procedural deadlines of articles 641 and 642 of the French code."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, compress

from encaisse.kit.holidays import FRANCE, T2, closing_days
from encaisse.kit.refusals import Refusal, gettext_noop

# Every calendar covers the same years, so that the numbers of two runs are the same numbers.
FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2079, 12, 31)
SATURDAY = 5
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

    __slots__ = ("_open_before", "_open_days", "name")

    def __init__(self, name: str, opens: Callable[[date], bool]) -> None:
        days = [date.fromordinal(FIRST_ORDINAL + place) for place in range(DAY_COUNT)]
        is_open = list(map(opens, days))
        self.name = name
        self._open_days = list(compress(days, is_open))
        self._open_before = [0, *accumulate(is_open)]  # by place: how many open days come before that day

    def __repr__(self) -> str:
        return f"WorkingDays({self.name})"

    @property
    def open_days(self) -> frozenset[date]:
        return frozenset(self._open_days)

    def _place(self, day: date) -> int:
        place = day.toordinal() - FIRST_ORDINAL
        if not 0 <= place < DAY_COUNT:
            raise DayOutsideCalendar(day=day, first=FIRST_DAY, last=LAST_DAY)
        return place

    def is_open(self, day: date) -> bool:
        place = self._place(day)
        return self._open_before[place + 1] > self._open_before[place]

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
def working_days(region: str = FRANCE) -> WorkingDays:
    """Return the working days of a region (or of T2): neither Saturday, nor Sunday, nor public holiday."""
    closed = frozenset(day for year in range(FIRST_DAY.year, LAST_DAY.year + 1) for day in closing_days(year, region))
    return WorkingDays(region, lambda day: day.weekday() < SATURDAY and day not in closed)


@cache
def both(ours: WorkingDays, theirs: WorkingDays) -> WorkingDays:
    """Return the days on which both sides work."""
    if ours is theirs:
        return ours
    return WorkingDays(f"{ours.name}+{theirs.name}", (ours.open_days & theirs.open_days).__contains__)


@cache
def without(calendar: WorkingDays, closed: frozenset[date]) -> WorkingDays:
    """Return a calendar less some days: those on which a company closes by its own will."""
    if not closed:
        return calendar
    return WorkingDays(f"{calendar.name}-{len(closed)}", (calendar.open_days - closed).__contains__)


@cache
def beside(calendar: WorkingDays, opened: frozenset[date]) -> WorkingDays:
    """Return a calendar and some days more: those on which a company works by its own will."""
    if not opened:
        return calendar
    return WorkingDays(f"{calendar.name}+{len(opened)}", (calendar.open_days | opened).__contains__)


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
