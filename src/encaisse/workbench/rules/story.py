"""The story of a customer: everything that happened, whichever room knows it, on one timeline."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Family(StrEnum):
    """What the reader filters by."""

    MONEY = "money"
    MESSAGE = "message"
    CALL = "call"
    COMMITMENT = "commitment"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened. `kind` names it; its words, icon and tone are the screen's."""

    at: datetime
    on: date
    family: Family
    kind: str
    reference: str = ""
    amount: Decimal | None = None
    currency: str = "EUR"
    state: str = ""
    detail: str = ""
    by_name: str = ""
    until: date | None = None
    level: int | None = None
    channel: str = ""
    message_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StoryPage:
    rows: tuple[Happening, ...]
    page: int
    has_next: bool


def newest_first(happenings: Iterable[Happening]) -> list[Happening]:
    return sorted(happenings, key=lambda each: (each.on, each.at), reverse=True)


def page_of(happenings: Iterable[Happening], *, page: int, size: int) -> StoryPage:
    """Cut a page of the merged story."""
    ranked = newest_first(happenings)
    start = (page - 1) * size
    return StoryPage(tuple(ranked[start : start + size]), page, len(ranked) > start + size)


def without_doubles(contacts: Iterable[Happening], calls: Iterable[Happening]) -> list[Happening]:
    """Leave out the bare contacts that a noted call tells better: same day, same result."""
    told = Counter((call.on, call.state) for call in calls)
    left = []
    for contact in contacts:
        if contact.channel == "call" and told[contact.on, contact.state]:
            told[contact.on, contact.state] -= 1
        else:
            left.append(contact)
    return left
