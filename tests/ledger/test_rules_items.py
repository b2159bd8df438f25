"""Open items: what may be allocated, what was open on a past day, how late they are."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encaisse.ledger.rules import (
    AgedBalance,
    Allocation,
    AllocationOfNothing,
    AllocationOfTwoCurrencies,
    AllocationOfWrongSides,
    AllocationTooLarge,
    AlreadyReversed,
    OpenItem,
    PaymentTooSmall,
    Share,
    age_at,
    age_moves_on,
    age_of,
    aged_balance,
    aged_balances,
    check_allocation,
    check_reversal,
    coming_class,
    days_overdue,
    open_amount_at,
    spread,
)

TODAY = date(2026, 11, 22)


def item(amount, *, number=1, open_amount=None, late=0, currency="EUR"):
    exact = Decimal(amount)
    still_open = exact if open_amount is None else Decimal(open_amount)
    return OpenItem(number, f"F{number}", TODAY - timedelta(days=late), currency, exact, still_open)


INVOICE = item(1200, open_amount="400.50")
TRANSFER = item(-1000, number=2, open_amount=-300)


def test_an_allocation_within_both_sides_is_accepted():
    check_allocation(INVOICE, TRANSFER, Decimal(300))


@pytest.mark.parametrize(
    ("debit", "credit", "asked", "refusal", "words"),
    [
        pytest.param(INVOICE, item(-1000, number=2), 500, AllocationTooLarge, r"Allocate 400\.50 EUR", id="over the debit"),
        pytest.param(INVOICE, TRANSFER, 350, PaymentTooSmall, "only 300 EUR is not yet allocated", id="over the payment"),
        pytest.param(INVOICE, TRANSFER, 0, AllocationOfNothing, "To undo one, reverse it", id="of nothing"),
        pytest.param(TRANSFER, INVOICE, 100, AllocationOfWrongSides, "F1 cannot pay F2", id="of an invoice to a payment"),
        pytest.param(INVOICE, item(-9, currency="USD"), 1, AllocationOfTwoCurrencies, "convert the payment into EUR", id="two currencies"),
    ],
)
def test_an_allocation_is_refused_with_the_figure_and_the_remedy(debit, credit, asked, refusal, words):
    with pytest.raises(refusal, match=words):
        check_allocation(debit, credit, Decimal(asked))


def test_an_allocation_is_undone_once():
    check_reversal(already_reversed=False)
    with pytest.raises(AlreadyReversed):
        check_reversal(already_reversed=True)


MORNING = datetime(2026, 11, 10, 8, tzinfo=UTC)
ROWS = [
    Allocation(1, 2, Decimal(600), date(2026, 11, 1), MORNING),
    Allocation(1, 3, Decimal(300), date(2026, 11, 5), MORNING + timedelta(days=3)),
    Allocation(1, 2, Decimal(-600), date(2026, 11, 20), MORNING + timedelta(days=10)),
]


@pytest.mark.parametrize(
    ("on", "known_at", "open_amount"),
    [
        pytest.param(date(2026, 10, 31), None, 1000, id="before anything was paid"),
        pytest.param(date(2026, 11, 1), None, 400, id="on the day of the first payment"),
        pytest.param(date(2026, 11, 5), None, 100, id="as it truly was on 5 November"),
        pytest.param(date(2026, 11, 5), MORNING, 400, id="as it was known before the second payment was learnt"),
        pytest.param(date(2026, 11, 20), None, 700, id="after the undo"),
    ],
)
def test_what_was_open_on_a_day_follows_two_clocks(on, known_at, open_amount):
    assert open_amount_at(1, Decimal(1000), ROWS, on=on, known_at=known_at) == open_amount


def test_a_payment_is_used_up_by_its_allocations():
    assert open_amount_at(2, Decimal(-600), ROWS, on=date(2026, 11, 5)) == 0
    assert open_amount_at(2, Decimal(-600), ROWS, on=date(2026, 11, 20)) == -600


AMOUNTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))


@given(debit=AMOUNTS, credit=AMOUNTS, asked=AMOUNTS)
def test_an_allocation_never_exceeds_what_is_open(debit, credit, asked):
    invoice, payment = item(debit), item(-credit, number=2)
    try:
        check_allocation(invoice, payment, asked)
    except (AllocationTooLarge, PaymentTooSmall):
        assert asked > min(debit, credit)
    else:
        row = Allocation(1, 2, asked, TODAY, MORNING)
        assert 0 <= open_amount_at(1, invoice.amount, [row], on=TODAY) <= debit
        assert -credit <= open_amount_at(2, payment.amount, [row], on=TODAY) <= 0


def test_lateness_starts_the_day_after_the_due_date():
    assert [days_overdue(TODAY, TODAY + timedelta(days=days)) for days in (-1, 0, 1)] == [0, 0, 1]


@pytest.mark.parametrize(
    ("days", "age"),
    [(-5, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (120, 4), (121, 5), (180, 5), (181, 6), (4000, 6)],
)
def test_there_are_six_ages_of_lateness(days, age):
    assert age_of(days) == age


@pytest.mark.parametrize(("days", "expected"), [(-1, 0), (0, 1), (30, 1), (31, 2), (60, 2), (61, 3)])
def test_what_is_to_come_has_three_classes(days, expected):
    assert coming_class(TODAY + timedelta(days=days), TODAY) == expected


def test_the_aged_balance_of_a_customer_shows_credits_apart():
    items = [
        item(100),
        item(200, late=1),
        item(300, late=45),
        item(400, late=200, open_amount=150),
        item(-80, late=10),
        item(50, open_amount=0),
    ]
    assert aged_balance("EUR", items, on=TODAY) == AgedBalance(
        currency="EUR",
        aged_on=TODAY,
        open_amount=Decimal(670),
        credit_amount=Decimal(-80),
        not_due_amount=Decimal(100),
        overdue_amount=Decimal(650),
        ages=(Decimal(200), Decimal(300), Decimal(0), Decimal(0), Decimal(0), Decimal(150)),
        oldest_due_date=TODAY - timedelta(days=200),
        moves_on=TODAY + timedelta(days=1),
        item_count=5,
    )


def test_currencies_are_aged_apart():
    balances = aged_balances([item(10), item(20, currency="USD"), item(30, currency="CHF", open_amount=0)], on=TODAY)
    assert {currency: balance.open_amount for currency, balance in balances.items()} == {"EUR": 10, "USD": 20}


@given(late=st.integers(-200, 400))
def test_an_item_keeps_its_age_until_the_day_it_moves(late):
    due = TODAY - timedelta(days=late)
    moves = age_moves_on(due, TODAY)
    if moves is None:
        assert age_at(due, TODAY) == 6
    else:
        assert moves > TODAY
        assert age_at(due, moves) == age_at(due, TODAY) + 1
        assert age_at(due, moves - timedelta(days=1)) == age_at(due, TODAY)


@given(st.lists(st.tuples(st.integers(-(10**6), 10**6), st.integers(-100, 300)), max_size=20))
def test_the_parts_of_the_balance_sum_to_the_whole(facts):
    balance = aged_balance("EUR", [item(Decimal(cents).scaleb(-2), late=late) for cents, late in facts], on=TODAY)
    assert sum(balance.ages) == balance.overdue_amount
    assert balance.credit_amount + balance.not_due_amount + balance.overdue_amount == balance.open_amount
    assert balance.open_amount == sum(Decimal(cents).scaleb(-2) for cents, _ in facts)


def test_a_payment_without_instructions_pays_the_oldest_debt_due():
    debits = [item(100, number=1, late=-10), item(200, number=2, late=40), item(300, number=3, late=5)]
    assert spread(Decimal(450), debits, on=TODAY) == [Share(2, Decimal(200)), Share(3, Decimal(250))]


def test_the_payer_chooses_first():
    debits = [item(100, number=1, late=-10), item(200, number=2, late=40)]
    assert spread(Decimal(150), debits, on=TODAY, chosen=(1,)) == [Share(1, Decimal(100)), Share(2, Decimal(50))]


def test_debts_of_the_same_day_share_in_proportion():
    debits = [item(100, number=1, late=5), item(200, number=2, late=5)]
    assert spread(Decimal(100), debits, on=TODAY) == [Share(1, Decimal("33.33")), Share(2, Decimal("66.67"))]


@given(
    amount=AMOUNTS,
    facts=st.lists(st.tuples(AMOUNTS, st.integers(-20, 20)), max_size=8),
)
def test_spreading_never_exceeds_the_payment_nor_a_debt(amount, facts):
    debits = [item(owed, number=number, late=late) for number, (owed, late) in enumerate(facts)]
    shares = spread(amount, debits, on=TODAY)
    assert sum(share.amount for share in shares) == min(amount, sum(owed for owed, _ in facts))
    assert all(0 < share.amount <= debits[share.item_id].open_amount for share in shares)
