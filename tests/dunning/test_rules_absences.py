"""What is written while the customer's contact is away: to somebody else, or a little later; the law's own letters wait for nobody."""

import pytest

from dunning.payers import FRANCE, FULL, NOTICE_AT, SME, day, item, payer
from encaisse.dunning.rules import Act, Hold, decide
from encaisse.dunning.rules.decisions import Reason
from encaisse.dunning.rules.explain import explain
from encaisse.dunning.rules.scenario import Channel
from encaisse.dunning.rules.values import Away

TODAY = day("17/11")
LATE = item(1, "1/11")


def away(noted: str, back: str, *, is_replaced: bool = False) -> Away:
    return Away("Anne Martin", day(noted), day(back), is_replaced)


def test_somebody_else_is_written_to_and_the_explanation_says_so() -> None:
    decision = decide(payer(LATE, email_away=away("16/11", "1/12", is_replaced=True)), SME, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    said = {each.code: str(each) for each in explain(decision)}
    assert said["somebody_else"] == "Anne Martin is away, back on 2026-12-01: another contact is written to"


@pytest.mark.parametrize(
    ("noted", "back", "until"),
    [
        pytest.param("16/11", "1/12", "19/11", id="away for long: three working days, no more"),
        pytest.param("16/11", "18/11", "18/11", id="back before: their return"),
    ],
)
def test_the_only_contact_is_waited_for_a_little(noted: str, back: str, until: str) -> None:
    decision = decide(payer(LATE, email_away=away(noted, back)), SME, FRANCE, on=TODAY)
    assert isinstance(decision, Hold)
    assert (decision.reason, decision.until) == (Reason.CONTACT_AWAY, day(until))


def test_after_the_wait_it_goes_to_them_all_the_same() -> None:
    decision = decide(payer(LATE, email_away=away("2/11", "1/12")), SME, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert "to_them_all_the_same" in {each.code for each in explain(decision)}


def test_once_back_nothing_is_said_of_it() -> None:
    decision = decide(payer(LATE, email_away=away("2/11", "17/11")), SME, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert decision.away is None


def test_a_letter_and_a_formal_notice_wait_for_nobody() -> None:
    noticed = payer(item(1, "1/9", done=NOTICE_AT - 1, on="1/10", at=FULL), email_away=away("16/11", "1/12"))
    decision = decide(noticed, FULL, FRANCE, on=TODAY)
    assert isinstance(decision, Act)
    assert decision.channel is Channel.REGISTERED_LETTER
    by_post = payer(LATE, email_away=away("16/11", "1/12"), reachable=frozenset({Channel.LETTER}))
    assert isinstance(decide(by_post, SME, FRANCE, on=TODAY), Act)


def test_the_day_they_are_back_is_looked_at() -> None:
    decision = decide(payer(LATE, email_away=away("16/11", "18/11"), reach_changes_on=day("18/11")), SME, FRANCE, on=TODAY)
    assert decision.until == day("18/11")
