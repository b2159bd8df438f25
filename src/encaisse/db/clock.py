"""The one clock. Doors read it and pass the day on; rules never do.

It can be stopped on a day: for a block of code (tests), or for the whole demonstration database, whose story is told by dates.
"""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from time import monotonic
from zoneinfo import ZoneInfo

from django.conf import settings

from encaisse.db.models import StoppedClock

HOME = "Europe/Paris"
LOOK_EVERY = 1.0
# The hour at which the last day of the demonstration is told: its clock shows none before, even when it is made at night.
MORNING = time(8)

stopped_here: ContextVar[datetime | None] = ContextVar("stopped_here", default=None)


class DemonstrationDay:
    """The day the demonstration database stands on, read at most once a second."""

    day: date | None = None
    read_at: float = 0.0

    def read(self) -> date | None:
        if monotonic() - self.read_at > LOOK_EVERY:
            self.day = StoppedClock.objects.values_list("stopped_on", flat=True).first()
            self.read_at = monotonic()
        return self.day

    def forget(self) -> None:
        self.read_at = 0.0


demonstration_day = DemonstrationDay()


def now() -> datetime:
    """Return the instant, in UTC."""
    if stopped := stopped_here.get():
        return stopped
    instant = datetime.now(UTC)
    if settings.DEMO and (day := demonstration_day.read()):
        return hour_of_story(day, instant)
    return instant


def hour_of_story(day: date, instant: datetime) -> datetime:
    """Return the hour it is at home, on the day of the story: what was told that morning is never still to come."""
    home = ZoneInfo(HOME)
    return datetime.combine(day, max(instant.astimezone(home).time(), MORNING), home).astimezone(UTC)


def today(timezone: str = HOME) -> date:
    """Return the day it is at a creditor's place."""
    if stopped_here.get() is None and settings.DEMO and (day := demonstration_day.read()):
        return day
    return now().astimezone(ZoneInfo(timezone)).date()


@contextlib.contextmanager
def stopped(at: date | datetime) -> Iterator[None]:
    """Stop the clock for a block: at an instant, or at noon of a day."""
    instant = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, 12, tzinfo=ZoneInfo(HOME))
    token = stopped_here.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        stopped_here.reset(token)
