"""Which invoice a file shows: by the number in its name, else by the numbers in its text."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

SHORTEST_IN_TEXT = 5  # a shorter run of digits alone in a text may be an amount, a year or a quantity


class Confidence(StrEnum):
    CERTAIN = "certain"  # the name and the text agree
    LIKELY = "likely"


class Reason(StrEnum):
    NAME = "name"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A document of the accounts, with its number compact."""

    document_id: int
    number: str


@dataclass(frozen=True, slots=True)
class Matched:
    document: Numbered
    confidence: Confidence
    reason: Reason


@dataclass(frozen=True, slots=True)
class Ambiguous:
    candidates: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    pass


Match = Matched | Ambiguous | Unmatched


def match(in_name: Collection[str], in_text: Collection[str], known: Sequence[Numbered]) -> Match:
    """Return the document that a file names; its name is believed before its text, which only decides between several."""
    by_name = longest([each for each in known if each.number in in_name])
    by_text = longest([each for each in known if each.number in in_text and tells_in_text(each.number)])
    if by_name:
        both = [each for each in by_name if each in by_text]
        found = both if len(both) == 1 else by_name
        return decided(found, Confidence.CERTAIN if both else Confidence.LIKELY, Reason.NAME)
    return decided(by_text, Confidence.LIKELY, Reason.TEXT) if by_text else Unmatched()


def decided(found: Sequence[Numbered], confidence: Confidence, reason: Reason) -> Match:
    return Matched(found[0], confidence, reason) if len(found) == 1 else Ambiguous(tuple(found))


def longest(found: Sequence[Numbered]) -> list[Numbered]:
    """Leave out numbers that are only a part of another one found."""
    numbers = {each.number for each in found}
    return [each for each in found if not any(each.number != other and each.number in other for other in numbers)]


def tells_in_text(number: str) -> bool:
    return not number.isdigit() or len(number) >= SHORTEST_IN_TEXT
