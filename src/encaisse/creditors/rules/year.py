"""A year of a company, day by day: what its region, its own will and its quiet periods make of each."""

from calendar import Calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from encaisse.creditors.rules import Quiet
from encaisse.kit.dates import FIRST_DAY, LAST_DAY, SATURDAY, WorkingDays
from encaisse.kit.holidays import Holiday
from encaisse.kit.refusals import Refusal, gettext_noop

MONTHS = range(1, 13)
# A year is read with the day before it, and a week with the month after.
FIRST_YEAR, LAST_YEAR = FIRST_DAY.year + 1, LAST_DAY.year - 1


class OpenAlready(Refusal):
    sentence = gettext_noop("%(day)s is a working day already. Choose a week-end or a public holiday.")


class ClosedByTheCompany(Refusal):
    sentence = gettext_noop("%(day)s was closed by the company itself. Remove this closed day: it is a working day again.")


class NothingExceptional(Refusal):
    sentence = gettext_noop("Nothing was set for %(day)s: it follows its region. Choose one of the exceptional days of the list.")


class DayKind(StrEnum):
    OPEN = "open"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSED = "closed"  # by the company, though its region works
    OPENED = "opened"  # by the company, though its region does not


@dataclass(frozen=True, slots=True)
class YearDay:
    """One day. `number` counts the open days of the year up to it: the next open day bears the next number."""

    day: date
    kind: DayKind
    number: int
    names: tuple[str, ...] = ()
    quiet: str | None = None  # the name of the quiet period, "" when it has none

    @property
    def is_open(self) -> bool:
        return self.kind in {DayKind.OPEN, DayKind.OPENED}


@dataclass(frozen=True, slots=True)
class Month:
    """A month by weeks from Monday to Sunday; None = a day of another month."""

    first: date
    weeks: tuple[tuple[YearDay | None, ...], ...]

    @property
    def days(self) -> list[YearDay]:
        return [day for week in self.weeks for day in week if day is not None]

    @property
    def open_count(self) -> int:
        return sum(day.is_open for day in self.days)


@dataclass(frozen=True, slots=True)
class OwnDays:
    """What a company lives by: its calendar, the holidays of its region, its exceptional days with their reason, its quiet periods."""

    calendar: WorkingDays
    holidays: Sequence[Holiday]
    closed: Mapping[date, str]
    opened: Mapping[date, str]
    quiet: Sequence[Quiet]


def months_of(year: int, own: OwnDays) -> list[Month]:
    """Return the twelve months of a year, each open day with its number in the year."""
    before = own.calendar.open_no(date(year, 1, 1) - timedelta(days=1))
    weeks = Calendar().monthdatescalendar
    return [
        Month(
            date(year, month, 1),
            tuple(tuple(day_of_year(day, own, before) if day.month == month else None for day in week) for week in weeks(year, month)),
        )
        for month in MONTHS
    ]


def day_of_year(day: date, own: OwnDays, before: int) -> YearDay:
    kind = kind_of(day, own)
    names = tuple(holiday.name for holiday in own.holidays if holiday.day == day)
    quiet = next((period.name for period in own.quiet if period.from_on <= day <= period.to_on), None)
    own_name = own.closed.get(day) or own.opened.get(day) or ""
    return YearDay(day, kind, own.calendar.open_no(day) - before, (*names, *([own_name] if own_name else [])), quiet)


def kind_of(day: date, own: OwnDays) -> DayKind:
    if day in own.opened:
        return DayKind.OPENED
    if day in own.closed:
        return DayKind.CLOSED
    if any(holiday.day == day for holiday in own.holidays):
        return DayKind.HOLIDAY
    return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.OPEN


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change of the calendar moves: the open days of its year before and after, and the next open day from that day on."""

    day: date
    before: int
    after: int
    next_open: date


def moved(day: date, *, before: WorkingDays, after: WorkingDays) -> Moved:
    return Moved(day, open_days_in(day.year, before), open_days_in(day.year, after), after.next_open(day))


def open_days_in(year: int, calendar: WorkingDays) -> int:
    return calendar.between(date(year, 1, 1) - timedelta(days=1), date(year, 12, 31))
