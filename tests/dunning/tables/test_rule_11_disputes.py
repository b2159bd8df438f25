"""Rule 11: what is disputed or held by a person is not asked, its clock stands still, and it resumes after the answer."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dunning.payers import CALL_AT, R1_AT, day
from dunning.world import CALENDAR, SYSTEM, World
from encaisse.db.clock import stopped
from encaisse.disputes import actions as disputes
from encaisse.disputes.rules import Correction, Outcome
from encaisse.dunning import actions, queries
from encaisse.dunning.rules.manual_holds import HoldReason, HoldTooLong

pytestmark = pytest.mark.django_db(transaction=True)


UNCHANGED = Correction()


def dispute(world: World, on: str, amount: str | None = None, *, item: str = "A") -> int:
    amounts = {world.items[item]: None if amount is None else Decimal(amount)}
    with stopped(day(on)):
        return disputes.open_dispute(SYSTEM, amounts=amounts, reason="PRICE", on=day(on), calendar=CALENDAR)


def close(
    dispute_id: int, on: str, *, answered: str = "", outcome: Outcome = Outcome.UNFOUNDED, correction: Correction = UNCHANGED
) -> None:
    with stopped(day(on)):
        if answered:
            disputes.answer_dispute(SYSTEM, dispute_id, on=day(answered), answer="la commande fait foi")
        disputes.close_dispute(SYSTEM, dispute_id, on=day(on), outcome=outcome, correction=correction)


def hold(world: World, on: str, until: str, *, item: str = "") -> int:
    with stopped(day(on)):
        return actions.set_hold(
            SYSTEM, customer_id=world.customer, item_id=world.items[item] if item else None, reason=HoldReason.INTERNAL_CHECK,
            on=day(on), until_on=day(until),
        )  # fmt: skip


def first_day_of(world: World, said: str, *, since: str, until: str) -> date | None:
    """Run each working day and return the first on which something is said."""
    on = day(since)
    while on <= day(until):
        if CALENDAR.is_open(on) and world.again(f"{on:%d/%m}") == said:
            return on
        on += timedelta(days=1)
    return None


def test_rule_11_a_disputed_item_is_not_asked_and_resumes_two_working_days_after_the_answer(world):
    opened = dispute(world, "5/10")
    assert world.again("6/10") == "hold items_held"
    close(opened, "12/10")
    assert [world.again(on) for on in ("12/10", "13/10", "14/10")] == ["wait not_yet", "wait not_yet", "act r1"]


def test_rule_11_the_two_days_count_from_the_answer_not_from_the_day_the_dispute_was_closed(world):
    opened = dispute(world, "5/10")
    close(opened, "20/10", answered="8/10")
    assert world.again("20/10") == "act r1"


def test_rule_11_of_two_disputes_the_last_answer_counts(world):
    later = dispute(world, "5/10", "600")
    earlier = dispute(world, "5/10", "400")
    close(later, "20/10")
    close(earlier, "8/10")
    assert [world.again(on) for on in ("20/10", "21/10", "22/10")] == ["wait not_yet", "wait not_yet", "act r1"]


def test_rule_11_the_clock_of_a_disputed_item_stands_still(world):
    """R1 on the 6th, disputed from the 7th to the 21st: the call of the 9th comes 14 days later."""
    world.took("A", R1_AT, "6/10")
    close(dispute(world, "7/10"), "21/10", answered="8/10")
    assert first_day_of(world, "act call", since="21/10", until="30/10") == day("23/10")


def test_rule_11_the_clock_of_an_item_disputed_in_part_goes_on(world):
    """100 of 1 000 were disputed for two weeks: the rest was asked meanwhile, and nothing is put back."""
    world.took("A", R1_AT, "6/10")
    opened = dispute(world, "7/10", "100")
    assert world.again("9/10") == "act call"
    assert world.action().net_amount == 900
    world.took("A", CALL_AT, "9/10")
    close(opened, "15/10", answered="13/10")
    assert world.again("16/10") == "act r2"
    assert world.action().net_amount == 1000


def test_rule_11_what_was_disputed_whole_stays_frozen_once_part_of_it_was_credited(world):
    world.took("A", R1_AT, "6/10")
    opened = dispute(world, "7/10")
    close(opened, "21/10", answered="8/10", outcome=Outcome.CREDITED)
    world.document("AV", "-300", "21/10", kind="credit_note", issued="21/10")
    world.allocate("A", "AV", "300", "21/10")
    assert first_day_of(world, "act call", since="21/10", until="30/10") == day("23/10")


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        pytest.param(Outcome.CORRECTED_FOR_THEM, "act r1", id="the error was theirs: it is late since the first due date"),
        pytest.param(Outcome.CORRECTED, "wait nothing_late", id="the error was ours: it is due when it says"),
    ],
)
def test_rule_11_a_corrected_invoice_gets_a_new_due_date_only_when_the_error_was_ours(world, outcome, said):
    """A, due in September, is disputed, credited and replaced by A2, which its seller makes due on 30 November."""
    opened = dispute(world, "5/10")
    world.document("AV", "-1000", "12/10", kind="credit_note", issued="12/10")
    world.allocate("A", "AV", "1000", "12/10")
    world.document("A2", "1000", "30/11", issued="12/10")
    close(opened, "12/10", outcome=outcome, correction=Correction(replacement_id=world.items["A2"]))
    assert world.again("14/10") == said


def test_rule_11_the_same_invoice_may_be_given_a_later_day_because_the_error_was_ours(world):
    close(dispute(world, "5/10"), "12/10", outcome=Outcome.CORRECTED, correction=Correction(due_on=day("6/11")))
    assert first_day_of(world, "act r1", since="14/10", until="30/11") == day("12/11")


def test_rule_11_a_dispute_settled_before_the_invoice_was_due_delays_nothing(world):
    world.document("B", "9000", "10/11")
    close(dispute(world, "5/10", item="B"), "26/10", answered="8/10")
    world.paid("V", "1000", "1/10", of="A")
    assert first_day_of(world, "act r1", since="10/11", until="30/11") == day("16/11")


def test_rule_11_a_hold_of_an_item_ends_by_its_day_and_its_clock_stood_still_meanwhile(world):
    world.took("A", R1_AT, "6/10")
    hold(world, "7/10", "20/10", item="A")
    assert world.again("20/10") == "hold items_held"
    assert first_day_of(world, "act call", since="21/10", until="30/10") == day("23/10")


def test_rule_11_a_hold_of_the_customer_freezes_the_clock_of_each_of_its_items(world):
    world.took("A", R1_AT, "6/10")
    hold(world, "7/10", "20/10")
    assert world.again("20/10") == "hold manual"
    assert first_day_of(world, "act call", since="21/10", until="30/10") == day("23/10")


def test_rule_11_a_hold_of_the_customer_delays_nothing_that_was_not_due_yet(world):
    world.document("B", "9000", "26/10")
    world.paid("V", "1000", "1/10", of="A")
    hold(world, "5/10", "30/10")
    lifted = queries.holds_of(SYSTEM, world.customer)[0]
    with stopped(day("23/10")):
        actions.lift_hold(SYSTEM, lifted.id)
    assert first_day_of(world, "act r1", since="26/10", until="30/11") == day("29/10")


def test_rule_11_a_hold_lifted_early_holds_no_more_from_the_day_its_company_lives_on(world):
    """The day of a demonstration company is not the machine's: lifted on its 14 October, the clock runs from there."""
    world.took("A", R1_AT, "6/10")
    hold_id = hold(world, "7/10", "5/11")
    world.run("14/10")
    actions.lift_hold(SYSTEM, hold_id)
    assert world.again("14/10") == "wait not_yet"
    assert world.again("16/10") == "act call"


def test_rule_11_overlapping_holds_are_counted_once(world):
    world.took("A", R1_AT, "6/10")
    hold(world, "7/10", "20/10")
    hold(world, "12/10", "20/10", item="A")
    close(dispute(world, "7/10"), "16/10", answered="8/10")
    assert first_day_of(world, "act call", since="21/10", until="30/10") == day("23/10")


def test_rule_11_a_hold_lasts_30_days_at_most_then_a_person_says_so_again(world):
    with pytest.raises(HoldTooLong):
        hold(world, "7/10", "7/11")
    hold(world, "7/10", "6/11")
    assert [world.again(on) for on in ("6/11", "9/11")] == ["hold manual", "act r1"]


def test_rule_11_a_hold_of_a_member_holds_the_account_that_pays_for_it(world):
    hold(world, "7/10", "20/10")
    assert world.again("8/10") == "hold manual"
