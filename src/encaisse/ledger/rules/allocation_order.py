"""Which debts a payment without instructions pays, in the order of article 1342-10 of the French civil code."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from encaisse.kit.money import shared_out
from encaisse.ledger.rules.items import OpenItem


@dataclass(frozen=True, slots=True)
class Share:
    """What one debt receives of a payment."""

    item_id: int
    amount: Decimal


def spread(amount: Decimal, debits: Iterable[OpenItem], *, on: date, chosen: tuple[int, ...] = ()) -> list[Share]:
    """Spread a payment of one currency: first the debts the payer chose, then the debts due, the oldest first; equals pro rata.

    What is left when every debt is paid stays on the payment.
    """
    owed = [item for item in debits if item.open_amount > 0]
    named = sorted((item for item in owed if item.id in chosen), key=lambda item: chosen.index(item.id))
    others = sorted((item for item in owed if item.id not in chosen), key=lambda item: precedence(item, on))
    groups = [[item] for item in named] + [list(same) for _, same in groupby(others, key=lambda item: precedence(item, on))]
    return list(paid_in_turn(amount, groups))


def precedence(item: OpenItem, on: date) -> tuple[bool, date]:
    return item.due_date > on, item.due_date


def paid_in_turn(amount: Decimal, groups: Iterable[list[OpenItem]]) -> Iterator[Share]:
    left = amount
    for group in groups:
        owed = sum((item.open_amount for item in group), Decimal(0))
        given = min(left, owed)
        if given <= 0:
            return
        parts = shared_out(given, group[0].currency, [item.open_amount for item in group])
        yield from (Share(item.id, part) for item, part in zip(group, parts, strict=True) if part)
        left -= given
