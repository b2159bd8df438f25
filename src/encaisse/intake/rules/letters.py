"""Lettering: the items of one customer that accountants marked with one letter pay each other when they balance."""

from collections.abc import Sequence
from decimal import Decimal

NOTHING = Decimal(0)


def is_balanced(amounts: Sequence[Decimal]) -> bool:
    return sum(amounts, NOTHING) == 0


def open_amounts(amounts: Sequence[Decimal]) -> list[Decimal]:
    """Return what stays open of each amount under a letter: nothing when the letter balances, everything otherwise.

    A letter that does not balance proves nothing about which invoice was paid: its credits stay in sight, unallocated.
    """
    return [NOTHING] * len(amounts) if is_balanced(amounts) else list(amounts)
