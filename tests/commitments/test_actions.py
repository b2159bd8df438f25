"""Promises and plans on the tables: the money decides, nobody marks."""

from datetime import date
from decimal import Decimal

import pytest

from encaisse.commitments import actions, queries, rules
from encaisse.commitments.models import Plan
from encaisse.commitments.rules import Instalment, PromiseState
from encaisse.kit.actor import Actor
from encaisse.kit.dates import working_days
from encaisse.kit.refusals import NotAllowed
from encaisse.ledger import actions as ledger
from ledger.world import SYSTEM, a_creditor, a_customer, an_item

pytestmark = pytest.mark.django_db
CALENDAR = working_days()
MADE_ON, FOR = date(2026, 10, 30), date(2026, 11, 9)


class Account:
    def __init__(self) -> None:
        self.creditor = a_creditor()
        self.customer = a_customer(self.creditor)
        self.old = an_item(self.creditor, self.customer, "FA1", "6000", due=date(2026, 9, 30))
        self.new = an_item(self.creditor, self.customer, "FA2", "4000", due=date(2026, 10, 31))

    def promise(self, amount: str | None = "6000", promised_for: date = FOR) -> int:
        asked = None if amount is None else Decimal(amount)
        return actions.make_promise(SYSTEM, item_ids=[self.new, self.old], amount=asked, promised_for=promised_for, on=MADE_ON)

    def paid(self, number: str, amount: str, on: date) -> int:
        return an_item(self.creditor, self.customer, number, f"-{amount}", due=on, issued_on=on, kind="payment")

    def states(self, on: date = date(2026, 11, 16)) -> list[tuple[PromiseState, Decimal]]:
        found = queries.promises_of(SYSTEM, self.customer, facts_true_until=on, calendar=CALENDAR, on=on)
        return [(each.state, each.paid_amount) for each in found]


@pytest.fixture
def account() -> Account:
    return Account()


def test_a_promise_without_amount_is_for_all_that_is_open(account: Account) -> None:
    account.promise(None)
    [promise] = queries.promises_in_force(SYSTEM, facts_true_until=MADE_ON, calendar=CALENDAR, on=MADE_ON)
    assert (promise.amount, promise.state, set(promise.item_ids)) == (Decimal(10000), PromiseState.OPEN, {account.old, account.new})


def test_a_promised_amount_names_the_oldest_items_first(account: Account) -> None:
    account.promise("6000")
    [promise] = queries.promises_in_force(SYSTEM, facts_true_until=MADE_ON, calendar=CALENDAR, on=MADE_ON)
    assert promise.item_ids == (account.old,)


def test_the_money_received_keeps_the_promise(account: Account) -> None:
    account.promise()
    assert account.states() == [(PromiseState.BROKEN, Decimal(0))]
    account.paid("VIR1", "6000", date(2026, 11, 10))
    assert account.states() == [(PromiseState.KEPT, Decimal(6000))]


def test_money_that_names_other_items_does_not_count(account: Account) -> None:
    account.promise()
    payment = account.paid("VIR1", "4000", date(2026, 11, 10))
    ledger.allocate(SYSTEM, debit_id=account.new, credit_id=payment, amount=Decimal(4000), on=date(2026, 11, 10))
    assert account.states() == [(PromiseState.BROKEN, Decimal(0))]


def test_money_received_before_the_promise_does_not_count(account: Account) -> None:
    account.paid("VIR0", "6000", date(2026, 10, 29))
    account.promise()
    assert account.states() == [(PromiseState.BROKEN, Decimal(0))]


def test_a_new_promise_takes_the_place_of_the_old_one(account: Account) -> None:
    account.promise()
    account.promise("6000", date(2026, 11, 30))
    assert [state for state, _ in account.states()] == [PromiseState.OPEN, PromiseState.REPLACED]


def test_a_withdrawn_promise_holds_nothing(account: Account) -> None:
    actions.withdraw_promise(SYSTEM, account.promise(), on=date(2026, 11, 2))
    assert [state for state, _ in account.states()] == [PromiseState.WITHDRAWN]


def test_a_promise_or_a_plan_in_two_currencies_is_refused(account: Account) -> None:
    dollars = an_item(account.creditor, account.customer, "US1", "6000", due=date(2026, 9, 30), currency="USD")
    with pytest.raises(rules.SeveralCurrencies):
        actions.make_promise(SYSTEM, item_ids=[account.old, dollars], amount=None, promised_for=FOR, on=MADE_ON)
    with pytest.raises(rules.SeveralCurrencies):
        actions.propose_plan(SYSTEM, item_ids=[account.old, dollars], instalments=[Instalment(1, date(2026, 12, 5), Decimal(12000))])


def test_a_plan_adds_up_is_accepted_and_can_be_ended(account: Account) -> None:
    parts = [Instalment(1, date(2026, 12, 5), Decimal(3000)), Instalment(2, date(2027, 1, 5), Decimal(3000))]
    plan_id = actions.propose_plan(SYSTEM, item_ids=[account.old], instalments=parts)
    actions.accept_plan(SYSTEM, plan_id, on=date(2026, 11, 2), acceptance={"by": "Mme Martin"})
    [plan] = queries.plans_of(SYSTEM, account.customer)
    assert (plan.state, plan.amount, plan.instalments, plan.item_ids) == ("accepted", Decimal(6000), tuple(parts), (account.old,))
    actions.end_plan(SYSTEM, plan_id, on=date(2026, 12, 15), state=Plan.State.BROKEN)
    assert queries.plans_of(SYSTEM, account.customer)[0].state == "broken"


def test_a_plan_of_another_amount_is_refused(account: Account) -> None:
    with pytest.raises(rules.PlanDoesNotAddUp):
        actions.propose_plan(SYSTEM, item_ids=[account.old], instalments=[Instalment(1, date(2026, 12, 5), Decimal(5999))])


def test_whoever_may_not_take_promises_is_refused(account: Account) -> None:
    with pytest.raises(NotAllowed):
        actions.make_promise(
            Actor(user_id=1, name="Personne", all_creditors=True), item_ids=[account.old], amount=None, promised_for=FOR, on=MADE_ON
        )
