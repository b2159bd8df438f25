"""A night: from six in the evening to six the next, so that everything belongs to one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVENING = time(18)
NIGHT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Night:
    """The night before a day."""

    morning: date
    since: datetime
    until: datetime

    @property
    def evening(self) -> date:
        return self.morning - NIGHT


def night_before(day: date, timezone: str) -> Night:
    until = datetime.combine(day, EVENING, ZoneInfo(timezone))
    since = datetime.combine(day - NIGHT, EVENING, ZoneInfo(timezone))
    return Night(day, since, until)


def night_of(at: datetime, timezone: str) -> Night:
    """Return the night an instant belongs to: after six in the evening, that of the next morning."""
    local = at.astimezone(ZoneInfo(timezone))
    return night_before(local.date() + (NIGHT if local.time() >= EVENING else timedelta()), timezone)


@dataclass(frozen=True, slots=True)
class JobTally:
    """What one kind of work did in a night."""

    name: str
    done: int
    failed: int
    seconds: float


def tallies(runs: Iterable[tuple[str, bool, float]]) -> list[JobTally]:
    """Add the jobs of a night up by name, those that failed first."""
    found: dict[str, JobTally] = {}
    for name, is_done, seconds in runs:
        before = found.get(name, JobTally(name, 0, 0, 0.0))
        found[name] = JobTally(name, before.done + is_done, before.failed + (not is_done), before.seconds + seconds)
    return sorted(found.values(), key=lambda tally: (-tally.failed, tally.name))
