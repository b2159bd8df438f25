"""What is asked of a list of customers, and the page it answers with."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from encaisse.kit.folding import folded

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list of customers; empty values do not."""

    search: str = ""
    creditor_id: int | None = None
    collector_id: int | None = None
    salesperson_id: int | None = None
    segment: str = ""
    group_id: int | None = None
    region: str = ""
    kind: str = ""
    only_overdue: bool = False  # of balances only

    def parameters(self) -> dict[str, str | int | bool | None]:
        """Return the parameters of the statements that list customers."""
        return {
            "words": word_query(self.search),
            "creditor": self.creditor_id,
            "collector": self.collector_id,
            "salesperson": self.salesperson_id,
            "segment": self.segment,
            "group": self.group_id,
            "region": self.region,
            "kind": self.kind,
            "only_overdue": self.only_overdue,
        }


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a longer list; `count` is the length of the whole."""

    rows: tuple[Row, ...]
    count: int
    page: int = 1
    size: int = 50

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // self.size))

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    @property
    def has_previous(self) -> bool:
        return self.page > 1


def word_query(words: str) -> str:
    """Return a text search that finds every word typed as the beginning of a word; empty when nothing was typed."""
    plain = folded(words)
    # A number typed in groups of three (a SIREN as on paper) is one word.
    parts = [plain.replace(" ", "")] if plain.replace(" ", "").isdecimal() else plain.split()
    return " & ".join(f"{word}:*" for word in parts)
