"""What `verify` says: kept figures are reckoned again from the facts, and must never differ."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """A kept figure that the facts do not confirm."""

    what: str
    subject: str
    kept: str
    facts: str


@dataclass(frozen=True, slots=True)
class Verified:
    checked: int
    differences: tuple[Difference, ...]


def together(found: Iterable[Verified]) -> Verified:
    each = list(found)
    return Verified(sum(one.checked for one in each), tuple(difference for one in each for difference in one.differences))
