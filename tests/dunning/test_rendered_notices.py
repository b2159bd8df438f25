"""What the figures of a formal notice are made of."""

from datetime import date
from decimal import Decimal

import pytest

from encaisse.dunning.queries import particulars
from encaisse.kit.money import Money


class Item:
    """Just the facts that the late charges read."""

    def __init__(self, amount: str, due_date: date) -> None:
        self.amount, self.due_date, self.currency = Decimal(amount), due_date, "EUR"


class Customer:
    def __init__(self, kind: str) -> None:
        self.kind = kind


@pytest.mark.parametrize(
    ("kind", "on", "said"),
    [
        ("business", date(2026, 11, 17), {"fixed_indemnity": Money(Decimal(40), "EUR"), "grand_total": Money(Decimal(1040), "EUR")}),
        ("consumer", date(2026, 11, 17), {"grand_total": Money(Decimal(1000), "EUR"), "legal_rate": ""}),
        ("consumer", date(2026, 5, 17), {"grand_total": Money(Decimal(1000), "EUR"), "legal_rate": Decimal("2.62")}),
    ],
)
def test_late_charges_are_said_without_inventing_a_rate(kind, on, said):
    items = [Item("1000", date(2026, 4, 1))]
    assert particulars.charges_said(items, Customer(kind), Money(Decimal(1000), "EUR"), on=on, language="fr") == said


def test_with_the_rate_interest_and_fee_join_the_total():
    said = particulars.charges_said(
        [Item("1000", date(2026, 4, 17))], Customer("business"), Money(Decimal(1000), "EUR"), on=date(2026, 5, 17), language="fr"
    )
    assert said["penalty_rate"] == Decimal("12.15")
    assert said["grand_total"] == Money(Decimal(1000), "EUR") + said["fixed_indemnity"] + said["penalty_amount"]
