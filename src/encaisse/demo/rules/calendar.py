"""The days of the story, all counted from the day it stands on."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from encaisse.kit.dates import working_days

LIVE_DAYS = 60
DAILY = 10  # the last working days are played one by one
EARLIER = 22  # before, one in so many calendar days


@dataclass(frozen=True)
class StoryDays:
    """Twelve months of trade, the day the house went live, the days of the runs."""

    anchor: date

    @cached_property
    def today(self) -> date:
        """The working day on which the story stands: the anchor, or the one before it."""
        return working_days().last_open(self.anchor)

    @cached_property
    def opening(self) -> date:
        first = self.today.replace(day=1)
        return first.replace(year=first.year - 1)

    @cached_property
    def live(self) -> date:
        return working_days().next_open(self.today - timedelta(days=LIVE_DAYS))

    @cached_property
    def yesterday(self) -> date:
        return self.before(self.today)

    def before(self, day: date) -> date:
        return working_days().add(day, -1)

    def ago(self, count: int) -> date:
        """Return the working day so many working days before today."""
        return working_days().add(self.today, -count) if count else self.today

    @cached_property
    def trade(self) -> list[date]:
        """The working days on which something is sold or paid, until yesterday."""
        return [day.day for day in working_days().days(self.opening, self.yesterday) if day.is_open]

    @cached_property
    def of_evidence(self) -> list[date]:
        """The days on which files, sendings and states of invoices come in: now and then, and today."""
        return [day for day in self.runs if day < self.ago(DAILY - 1) or day == self.today]

    @cached_property
    def runs(self) -> list[date]:
        """The days of the runs, today included."""
        since = self.ago(DAILY - 1)
        earlier = {working_days().next_open(self.live + timedelta(days=step)) for step in range(0, LIVE_DAYS, EARLIER)}
        days = [each.day for each in working_days().days(self.live, self.today) if each.is_open]
        return [day for day in days if day >= since or day in earlier]
