"""The order of a collector's calls, what must be said of a call, scripts, and the story's merge."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from encaisse.disputes.rules import reasons
from encaisse.dunning.rules.calls import CallResult
from encaisse.workbench.rules.agenda import CallToMake, next_call, worklist
from encaisse.workbench.rules.calls import (
    AmountOverManyItems,
    DisputeWithoutItems,
    Outcome,
    PromiseWithoutDay,
    ReachedWithoutReason,
    check_outcome,
    result_of,
)
from encaisse.workbench.rules.scripts import objections, pieces, script_for, scripts
from encaisse.workbench.rules.story import Family, Happening, page_of, without_doubles

MORNING = datetime(2026, 11, 17, 9, tzinfo=UTC)


def call(customer_id: int, net: int = 100, level: int = 1, reason: str = "step_due", call_back_at: datetime | None = None) -> CallToMake:
    return CallToMake(
        action_id=customer_id, customer_id=customer_id, creditor_id=1, code=f"C{customer_id}", name=f"Client {customer_id}", level=level,
        net_amount=Decimal(net), currency="EUR", planned_since=MORNING.date(), reason={"code": reason}, call_back_at=call_back_at,
    )  # fmt: skip


def test_call_backs_come_at_their_hour_then_broken_promises_then_net_overdue_times_level():
    late, early = call(1, call_back_at=MORNING.replace(hour=15)), call(2, call_back_at=MORNING)
    broken, high, large, small = call(3, 10, reason="promise_broken"), call(4, 200, level=3), call(5, 300), call(6, 5)
    work = worklist([small, large, high, broken, late, early], total=6, done_count=0)
    assert [each.customer_id for each in work.all] == [2, 1, 3, 4, 5, 6]
    assert (len(work.call_backs), len(work.broken_promises), len(work.calls)) == (2, 1, 3)


def test_a_day_holds_thirty_calls_and_the_rest_rolls_over():
    work = worklist([call(each, net=each) for each in range(1, 43)], total=42, done_count=0)
    assert (len(work), work.rolled_over) == (30, 12)
    assert work.calls[0].customer_id == 42


def test_calls_already_made_count_in_the_day_but_call_backs_are_kept():
    calls = [call(each) for each in range(1, 10)] + [call(99, call_back_at=MORNING)]
    work = worklist(calls, total=10, done_count=30)
    assert [each.customer_id for each in work.all] == [99]
    assert work.rolled_over == 9


def test_the_next_call_follows_the_one_just_made():
    work = worklist([call(1, 300), call(2, 200), call(3, 100)], total=3, done_count=0)
    assert next_call(work, after_customer_id=1) == work.calls[1]
    assert next_call(work, after_customer_id=3) == work.calls[0]
    assert next_call(work, after_customer_id=None) == work.calls[0]
    assert next_call(worklist([call(1)], total=1, done_count=0), after_customer_id=1) is None


@pytest.mark.parametrize(
    ("outcome", "refusal"),
    [
        pytest.param(Outcome(result=CallResult.REACHED), ReachedWithoutReason, id="reached needs a reason or a promise"),
        pytest.param(
            Outcome(result=CallResult.REACHED, reason="FORGOT", promised_amount=Decimal(5)), PromiseWithoutDay, id="a promise has a day"
        ),
        pytest.param(
            Outcome(result=CallResult.REACHED, reason="PRICE", disputes=True), DisputeWithoutItems, id="a dispute names its items"
        ),
        pytest.param(
            Outcome(result=CallResult.REACHED, reason="PRICE", disputes=True, disputed_amount=Decimal(5), item_ids=(1, 2)),
            AmountOverManyItems,
            id="a contested amount concerns one item",
        ),
        pytest.param(Outcome(result=CallResult.REACHED, reason="FORGOT"), None, id="a reason is enough"),
        pytest.param(Outcome(result=CallResult.REACHED, promised_for=date(2026, 11, 20)), None, id="a promise is enough"),
        pytest.param(Outcome(result=CallResult.NO_ANSWER), None, id="nobody reached needs nothing"),
    ],
)
def test_what_must_be_said_of_a_call(outcome: Outcome, refusal: type[Exception] | None):
    if refusal is None:
        check_outcome(outcome)
    else:
        with pytest.raises(refusal):
            check_outcome(outcome)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_script_can_be_followed_and_names_known_reasons(language: str):
    for script in scripts(language).values():
        assert script.name
        assert script.prepare
        for node in script.nodes.values():
            assert node.words
            assert all(branch.goto in script.nodes for branch in node.branches if branch.goto)
            assert all(branch.reason in reasons() for branch in node.branches if branch.reason)
            assert all(branch.words and (branch.goto or branch.outcome) for branch in node.branches)
    assert len(objections(language)) == 5


def test_a_script_is_found_by_the_template_of_the_call():
    assert script_for("CALL:BROKEN_PROMISE", "en").code == "BROKEN_PROMISE"
    assert script_for("", "fr").code == "FIRST_OVERDUE"
    assert script_for("CALL:BROKEN_PROMISE", "fr").node("NOWHERE").id == "OPEN"


def test_an_answer_stands_for_a_result():
    assert (result_of("VOICEMAIL"), result_of("PROMISE_FULL"), result_of("")) == (CallResult.VOICEMAIL, CallResult.REACHED, None)


def test_known_figures_fill_the_sentence_and_unknown_ones_stay_blank():
    said = pieces("{{agent}} de {{creditor}}, bonjour.", {"agent": "Nadia"})
    assert said == (("Nadia", "filled"), (" de ", "plain"), ("…", "missing"), (", bonjour.", "plain"))


def happening(day: int, family: Family = Family.CALL, state: str = "reached", channel: str = "call") -> Happening:
    return Happening(at=MORNING.replace(day=day), on=date(2026, 11, day), family=family, kind="call", state=state, channel=channel)


def test_the_story_is_merged_newest_first_and_cut_in_pages():
    page = page_of([happening(3), happening(9), happening(5)], page=1, size=2)
    assert ([each.on.day for each in page.rows], page.has_next) == ([9, 5], True)
    assert [each.on.day for each in page_of([happening(3), happening(9), happening(5)], page=2, size=2).rows] == [3]


def test_a_noted_call_is_told_once():
    bare = [happening(3), happening(3), happening(4, state="no_answer"), happening(3, channel="reply")]
    assert without_doubles(bare, [happening(3)]) == [bare[1], bare[2], bare[3]]
