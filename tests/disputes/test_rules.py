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


DUE, LATER, AGREED = date(2026, 9, 30), date(2026, 11, 30), date(2026, 12, 15)
OURS, THEIRS = rules.Outcome.CORRECTED, rules.Outcome.CORRECTED_FOR_THEM


@pytest.mark.parametrize(
    ("outcome", "own", "agreed", "due"),
    [
        pytest.param(OURS, LATER, None, LATER, id="our error: the corrected invoice is due when it says"),
        pytest.param(OURS, LATER, AGREED, AGREED, id="our error: or on the day agreed"),
        pytest.param(THEIRS, LATER, None, DUE, id="their error: it is due when the first one was"),
        pytest.param(THEIRS, date(2026, 9, 15), None, date(2026, 9, 15), id="their error: never later than it says"),
        pytest.param(rules.Outcome.UNFOUNDED, LATER, None, LATER, id="nothing was corrected: nothing changes"),
    ],
)
def test_a_corrected_invoice_gets_a_new_due_date_only_when_the_error_was_ours(outcome, own, agreed, due) -> None:
    assert rules.corrected_due_date(outcome, first_due_on=DUE, own_due_on=own, agreed_on=agreed) == due


@pytest.mark.parametrize("outcome", [each for each in rules.Outcome if each is not OURS])
def test_a_new_due_date_is_refused_unless_the_error_was_ours(outcome: rules.Outcome) -> None:
    with pytest.raises(rules.KeepsItsDueDate):
        rules.check_correction(outcome, rules.Correction(due_on=AGREED))
    rules.check_correction(OURS, rules.Correction(due_on=AGREED))


@pytest.mark.parametrize("outcome", [each for each in rules.Outcome if each not in {OURS, THEIRS}])
def test_only_a_corrected_invoice_is_replaced(outcome: rules.Outcome) -> None:
    with pytest.raises(rules.NotCorrected):
        rules.check_correction(outcome, rules.Correction(replacement_id=1))


def test_a_dispute_is_about_one_currency() -> None:
    rules.check_one_currency(["EUR", "EUR"])
    with pytest.raises(rules.SeveralCurrencies):
        rules.check_one_currency(["EUR", "USD"])
