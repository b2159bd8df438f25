"""Rule 8: which invoice a credit names."""

from decimal import Decimal

import pytest

from encaisse.dunning.rules.naming import Entry, named_lines

FIRST, SECOND, CREDIT = 1, 2, 9


def invoice(
    item_id: int, amount: int, number: str = "190668", *, document_id: int = 100, customer_id: int = 7, currency: str = "EUR"
) -> Entry:
    return Entry(item_id, document_id, customer_id, number, Decimal(amount), currency)


def credit(amount: int, number: str = "190668", *, is_payment: bool = False, about: int | None = None) -> Entry:
    return Entry(CREDIT, 200, 7, number, Decimal(-amount), "EUR", is_payment, about)


@pytest.mark.parametrize(
    ("entries", "names"),
    [
        pytest.param([invoice(FIRST, 1000), credit(300, "AV12", about=100)], (FIRST,), id="the document it is about"),
        pytest.param([invoice(FIRST, 1000), credit(300)], (FIRST,), id="a credit note that bears the number of an invoice"),
        pytest.param([invoice(FIRST, 600), invoice(SECOND, 400), credit(300)], (FIRST, SECOND), id="each of its due lines"),
        pytest.param([invoice(FIRST, 1000), credit(1000, is_payment=True)], (FIRST,), id="a payment of its number and its amount"),
        pytest.param([invoice(FIRST, 600), invoice(SECOND, 400), credit(400, is_payment=True)], (SECOND,), id="or of one of its due lines"),
        pytest.param([invoice(FIRST, 1000), credit(999, is_payment=True)], (), id="another amount: the number alone may be chance"),
        pytest.param([invoice(FIRST, 1000), credit(300, "190669")], (), id="another number"),
        pytest.param([invoice(FIRST, 1000, ""), credit(300, "")], (), id="no number at all"),
        pytest.param([invoice(FIRST, 1000, customer_id=8), credit(300)], (), id="the number of another customer's invoice"),
        pytest.param([invoice(FIRST, 1000, currency="USD"), credit(300)], (), id="in another currency"),
        pytest.param(
            [invoice(FIRST, 1000), invoice(SECOND, 500, document_id=101), credit(300)],
            (),
            id="two invoices of that number: nobody knows which",
        ),
    ],
)
def test_rule_08_a_credit_names_the_invoice_it_is_about_or_whose_number_it_bears(entries: list[Entry], names: tuple[int, ...]) -> None:
    assert named_lines(entries).get(CREDIT, ()) == names
