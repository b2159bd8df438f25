"""The story of a customer: everything that happened, whichever room knows it, on one timeline."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from encaisse.kit.folding import folded


class Family(StrEnum):
    """What the reader filters by."""

    MONEY = "money"
    MESSAGE = "message"
    CALL = "call"
    COMMITMENT = "commitment"
    NOTE = "note"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file kept beside what happened."""

    id: int
    name: str
    size: int


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
    mail_id: int | None = None
    is_open: bool = False
    file_count: int = 0
    files: tuple[FileRef, ...] = ()
    proof_id: int | None = None
    deposit_id: int | None = None
    customer_id: int | None = None
    changes: tuple[tuple[bool, str], ...] = ()
    """Sentences put in (true) or taken out of a text."""
    failure: str = ""

    @property
    def told(self) -> str:
        """Return its words as a search reads them."""
        names, sentences = (file.name for file in self.files), (words for _added, words in self.changes)
        return folded(" ".join((self.reference, self.detail, self.failure, self.by_name, *names, *sentences)))


@dataclass(frozen=True, slots=True)
class StoryFilter:
    """What the reader asked of the story: a family, a person, an invoice, words."""

    family: Family | None = None
    by_name: str = ""
    invoice: str = ""
    words: str = ""

    @property
    def is_narrow(self) -> bool:
        """Tell whether what happened must be read to know if it is wanted: then more is read than a page shows."""
        return bool(self.by_name or self.invoice or self.words)

    def wants(self, happening: Happening) -> bool:
        if self.by_name and happening.by_name != self.by_name:
            return False
        told = happening.told
        return (not self.invoice or folded(self.invoice) in told) and all(word in told for word in folded(self.words).split())


@dataclass(frozen=True, slots=True)
class StoryPage:
    rows: tuple[Happening, ...]
    page: int
    has_next: bool
    people: tuple[str, ...] = ()
    is_cut: bool = False


def newest_first(happenings: Iterable[Happening]) -> list[Happening]:
    return sorted(happenings, key=lambda each: (each.on, each.at), reverse=True)


def page_of(happenings: Iterable[Happening], *, page: int, size: int, asked: StoryFilter | None = None, is_cut: bool = False) -> StoryPage:
    """Cut a page of the merged story; `people` are those it can be narrowed to."""
    found = list(happenings)
    ranked = newest_first(each for each in found if asked is None or asked.wants(each))
    start = (page - 1) * size
    people = tuple(sorted({each.by_name for each in found if each.by_name}))
    return StoryPage(tuple(ranked[start : start + size]), page, len(ranked) > start + size, people, is_cut)


def without_doubles(contacts: Iterable[Happening], calls: Iterable[Happening]) -> list[Happening]:
    """Leave out the bare contacts that a noted call or visit tells better: same channel, same day, same result."""
    told = Counter((call.channel, call.on, call.state) for call in calls)
    left = []
    for contact in contacts:
        if told[contact.channel, contact.on, contact.state]:
            told[contact.channel, contact.on, contact.state] -= 1
        else:
            left.append(contact)
    return left
