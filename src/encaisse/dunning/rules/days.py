"""Rule 24: which day it is for a creditor, and which runs only look."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today_for(timezone: str, *, now: datetime) -> date:
    """Return today where the creditor lives; `now` carries its own time zone."""
    return now.astimezone(ZoneInfo(timezone)).date()


def is_dry_run(*, on: date, today: date, is_demonstration: bool, asked: bool = False) -> bool:
    """A day in the past or the future is only looked at, except on a demonstration database."""
    return asked or (on != today and not is_demonstration)
