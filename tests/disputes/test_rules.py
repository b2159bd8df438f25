"""What a dispute is, before any table."""

from datetime import date
from decimal import Decimal

import pytest

from encaisse.disputes import rules
from encaisse.kit.dates import working_days

FRIDAY = date(2026, 11, 6)


def test_thirty_six_reasons_each_with_a_department_and_words_in_both_languages() -> None:
    reasons = rules.reasons().values()
    assert len(reasons) == 36
    assert all(reason.fr and reason.en and reason.next_action_fr and reason.next_action_en for reason in reasons)
    assert {reason.department for reason in reasons} <= set(rules.Department)


@pytest.mark.parametrize(
    ("reason", "due_on"),
    [
        pytest.param("PRICE", date(2026, 11, 16), id="a price dispute is answered within five working days, 11 November is none"),
        pytest.param("INV_NOT_RECEIVED", date(2026, 11, 9), id="a copy is sent the next working day"),
        pytest.param("FORGOT", FRIDAY, id="what takes no day is due the same working day"),
    ],
)
def test_the_department_has_its_deadline_in_working_days(reason: str, due_on: date) -> None:
    assert rules.answer_due_on(reason, opened_on=FRIDAY, calendar=working_days()) == due_on


def test_an_unknown_reason_is_refused() -> None:
    with pytest.raises(rules.UnknownReason):
        rules.reason("BECAUSE")


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        pytest.param(Decimal("100.01"), rules.DisputedAmountTooLarge, id="more than is free"),
        pytest.param(Decimal(0), rules.NothingDisputed, id="nothing"),
        pytest.param(Decimal(-5), rules.NothingDisputed, id="less than nothing"),
    ],
)
def test_a_disputed_amount_is_positive_and_at_most_what_is_free(asked: Decimal, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        rules.check_disputed_amount(asked, reference="FA1", free_amount=Decimal(100))


def test_the_whole_free_amount_may_be_disputed() -> None:
    rules.check_disputed_amount(Decimal(100), reference="FA1", free_amount=Decimal(100))


def test_a_closed_dispute_stays_closed() -> None:
    with pytest.raises(rules.DisputeClosed):
        rules.check_open(FRIDAY)
