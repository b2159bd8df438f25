"""Rule 6: one message per contact address and day, across all creditors of the organisation."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from encaisse.dunning.rules.scenario import INTERNAL, SPOKEN, Channel


class Candidate(NamedTuple):
    """An account that would be contacted today, at an address (its digest) it may share with other creditors' accounts."""

    payer_id: int
    address: str
    channel: Channel
    overdue: Decimal
    is_common: bool = False
    """The option « relance commune » of its creditor."""


class AddressChoice(NamedTuple):
    """Which accounts speak today, which join another one's message (one block and one IBAN per creditor), which wait."""

    leading: tuple[int, ...]
    joined: dict[int, int]
    waiting: tuple[int, ...]


def choose_per_address(candidates: Iterable[Candidate]) -> AddressChoice:
    """Let the largest overdue speak first at each address; the others join it when they may, or wait for another day."""
    leading: list[int] = []
    joined: dict[int, int] = {}
    waiting: list[int] = []
    ordered = sorted(candidates, key=lambda each: (each.address, -each.overdue, each.payer_id))
    for _, group in groupby(ordered, key=lambda each: each.address):
        talking = [each for each in group if not takes_no_address(each, leading)]
        for place, each in enumerate(talking):
            if place == 0:
                leading.append(each.payer_id)
            elif may_join(each, talking[0]):
                joined[each.payer_id] = talking[0].payer_id
            else:
                waiting.append(each.payer_id)
    return AddressChoice(tuple(leading), joined, tuple(waiting))


def takes_no_address(each: Candidate, leading: list[int]) -> bool:
    """Internal work and registered letters contact nobody's address of the day: they go on by themselves."""
    if each.channel in INTERNAL or each.channel is Channel.REGISTERED_LETTER:
        leading.append(each.payer_id)
        return True
    return False


def may_join(each: Candidate, leader: Candidate) -> bool:
    """A call is always common, with other calls alone; a message is when both creditors chose it."""
    if leader.channel in SPOKEN:
        return each.channel in SPOKEN
    return each.is_common and leader.is_common and each.channel is leader.channel
