"""A situation says everything that is open: what is absent was settled. Too much absent at once is more likely a wrong file."""

from decimal import Decimal

from encaisse.intake.rules.refusals import TooMuchVanishes

LIMIT = Decimal("0.20")


def check_vanishing(*, known_items: int, known_amount: Decimal, vanished_items: int, vanished_amount: Decimal, is_accepted: bool) -> None:
    """Refuse, unless a person confirmed, a situation in which more than 20 % of the items or of the amount vanish."""
    too_many = vanished_items > LIMIT * known_items
    too_much = abs(vanished_amount) > LIMIT * abs(known_amount)
    if (too_many or too_much) and not is_accepted:
        raise TooMuchVanishes(
            items=vanished_items, known=known_items, amount=vanished_amount, known_amount=known_amount, limit=int(LIMIT * 100)
        )
