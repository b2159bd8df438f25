"""The worked morning of Tuesday 17 November 2026, every figure of it."""

from decimal import Decimal

import pytest

from dunning.payers import CALL_AT, CFO_AT, FRANCE, R1_AT, R2_AT, SALES_AT, SME, credit, day, item, paid, payer, promise
from encaisse.dunning.rules import Act, Channel, Hold, Level, Reason, StepMode, decide
from encaisse.dunning.rules.decisions import Section
from encaisse.dunning.rules.explain import explain
from encaisse.dunning.rules.values import PartOfItem, StepEnd

A, B, C, D, E, CREDIT = 1, 2, 3, 4, 5, 9

ACCOUNT = payer(
    item(A, "30/9", 4000, was=10000, done=SALES_AT, on="19/10", reference="A"),
    item(E, "18/10", 600, done=SALES_AT, on="6/11", reference="E", disputed_amount=Decimal(200)),
    item(B, "31/10", 1200, done=CALL_AT, on="10/11", reference="B"),
    item(C, "12/11", 800, reference="C"),
    item(D, "30/11", 2500, reference="D"),
    credit(CREDIT, "2/11", 500),
    last_contact_on=day("10/11"),
    last_message_on=day("3/11"),
    sales_task_on=day("6/11"),
    payments=(paid("10/11", 6000, named=(PartOfItem(A, Decimal(6000)),)),),
    promises=(promise(6000, "9/11", promised_on="30/10"),),
    facts_true_until=day("16/11"),
)


def test_monday_16_november_nothing_leaves_three_days_of_silence_after_6000_euros() -> None:
    decision = decide(ACCOUNT, SME, FRANCE, on=day("16/11"))
    assert isinstance(decision, Hold)
    assert (decision.reason, decision.until) == (Reason.PART_PAYMENT, day("17/11"))


@pytest.fixture
def tuesday() -> Act:
    decision = decide(ACCOUNT, SME, FRANCE, on=day("17/11"))
    assert isinstance(decision, Act)
    return decision


def test_tuesday_17_november_one_draft_at_level_3(tuesday: Act) -> None:
    assert (tuesday.step.key, tuesday.level, tuesday.channel, tuesday.mode) == ("cfo", Level.R3, Channel.EMAIL, StepMode.TO_APPROVE)
    assert tuesday.figures == {"weight": Decimal(4400), "overdue": Decimal(6400), "currency": "EUR"}
    assert round(100 * tuesday.figures["weight"] / tuesday.figures["overdue"]) == 69


def test_tuesday_says_thank_you_for_6000_euros(tuesday: Act) -> None:
    assert tuesday.thanks == {"EUR": Decimal(6000)}


def test_tuesday_asks_5900_net_and_lists_every_section(tuesday: Act) -> None:
    assert [(each.reference, each.section, each.amount) for each in tuesday.items] == [
        ("A", Section.CLAIMED, Decimal(4000)),
        ("E", Section.CLAIMED, Decimal(400)),
        ("B", Section.CLAIMED, Decimal(1200)),
        ("C", Section.ALSO_DUE, Decimal(800)),
        ("E", Section.DISPUTED, Decimal(200)),
        ("AV9", Section.CREDIT, Decimal(-500)),
        ("D", Section.TO_COME, Decimal(2500)),
    ]
    assert tuesday.net_amounts == {"EUR": Decimal(5900)}


def test_tuesday_records_a_and_e_at_r3_b_at_r2_and_c_at_r1(tuesday: Act) -> None:
    recorded = {each.reference: (each.own_position, each.how) for each in tuesday.items if each.own_position is not None}
    assert recorded == {
        "A": (CFO_AT, StepEnd.DONE),
        "E": (CFO_AT, StepEnd.DONE),
        "B": (R2_AT, StepEnd.REPLACED),
        "C": (R1_AT, StepEnd.REPLACED),
    }
    assert tuesday.tasks == ()


def test_tuesday_explains_itself(tuesday: Act) -> None:
    assert [str(each) for each in explain(tuesday)] == [
        "Due at this level: 4400 of 6400 EUR overdue.",
        "Thank you for 6000 EUR",
        "200 disputed, not claimed",
        "Looked at again on 2026-11-18, or as soon as a fact changes",
    ]


@pytest.mark.parametrize("amount", [6000, 10000], ids=["the 6,000 were what was promised", "the 10,000 were promised: kept in part"])
def test_the_morning_is_the_same_however_much_was_promised(amount: int) -> None:
    account = ACCOUNT
    promises = (promise(amount, "9/11", promised_on="30/10"),)
    other = type(account)(**{**{name: getattr(account, name) for name in account.__slots__}, "promises": promises})
    decision = decide(other, SME, FRANCE, on=day("17/11"))
    assert isinstance(decision, Act)
    assert decision.net_amounts == {"EUR": Decimal(5900)}
