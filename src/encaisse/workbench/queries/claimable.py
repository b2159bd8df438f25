"""What may be claimed among open items: late, owed to us, and left out by nobody."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from encaisse.ledger.queries import OpenItemRow


def is_claimable(item: OpenItemRow, *, on: date) -> bool:
    return item.open_amount > 0 and item.due_date < on and item.is_dunnable_on(on)


def main_currency(items: Sequence[OpenItemRow]) -> list[OpenItemRow]:
    """Keep the items of the currency that weighs most."""
    weights: dict[str, Decimal] = defaultdict(Decimal)
    for item in items:
        weights[item.currency] += item.open_amount
    main = max(weights, key=lambda currency: weights[currency], default="")
    return [item for item in items if item.currency == main]
