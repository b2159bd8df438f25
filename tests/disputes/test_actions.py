"""Disputes on the tables: what is contested is held, and nothing else."""

from datetime import date
from decimal import Decimal

import pytest

from encaisse.audit.models import Entry
from encaisse.customers.models import LastFact
from encaisse.disputes import actions, queries, rules
from encaisse.kit.actor import Actor, Grant, Mode, Permission, Scope
from encaisse.kit.dates import working_days
from encaisse.kit.refusals import NotAllowed, NotFound
from encaisse.ledger import queries as ledger
from encaisse.ledger.models import DueDateChange
from ledger.world import SYSTEM, a_creditor, a_customer, an_item

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 17)
CALENDAR = working_days()


@pytest.fixture
def item() -> int:
    creditor = a_creditor()
    return an_item(creditor, a_customer(creditor), "FA1", "600")


def contest(item: int, amount: str | None, actor: Actor = SYSTEM) -> int:
    asked = None if amount is None else Decimal(amount)
    return actions.open_dispute(actor, amounts={item: asked}, reason="PRICE", on=ON, calendar=CALENDAR, comment="prix du devis")


def test_a_partial_dispute_holds_the_part_and_goes_to_the_department_with_a_deadline(item: int) -> None:
    dispute_id = contest(item, "200")
    [dispute] = queries.open_disputes(SYSTEM)
    assert (dispute.id, dispute.department, dispute.disputed_amount) == (dispute_id, "sales", Decimal(200))
    assert dispute.due_on == date(2026, 11, 24)
    assert queries.disputed_amounts(SYSTEM, [item]) == {item: Decimal(200)}


def test_two_disputes_never_contest_more_than_is_open(item: int) -> None:
    contest(item, "500")
    with pytest.raises(rules.DisputedAmountTooLarge):
        contest(item, "101")
    contest(item, None)
    assert queries.disputed_amounts(SYSTEM, [item]) == {item: Decimal(600)}


def test_a_dispute_is_neither_answered_nor_closed_before_it_was_opened(item: int) -> None:
    dispute_id, before = contest(item, None), date(2026, 11, 16)
    with pytest.raises(rules.BeforeItOpened):
        actions.answer_dispute(SYSTEM, dispute_id, on=before, answer="")
    with pytest.raises(rules.BeforeItOpened):
        actions.close_dispute(SYSTEM, dispute_id, on=before, outcome=rules.Outcome.UNFOUNDED)
    [dispute] = queries.open_disputes(SYSTEM)
    assert dispute.answered_on is None


def test_closing_frees_the_amount_and_keeps_the_story(item: int) -> None:
    dispute_id = contest(item, None)
    actions.answer_dispute(SYSTEM, dispute_id, on=date(2026, 11, 18), answer="le devis disait 600")
    actions.close_dispute(SYSTEM, dispute_id, on=date(2026, 11, 19), outcome=rules.Outcome.UNFOUNDED)
    [dispute] = queries.disputes_of(SYSTEM, queries_customer(dispute_id))
    assert (dispute.answered_on, dispute.closed_on, dispute.outcome) == (date(2026, 11, 18), date(2026, 11, 19), "unfounded")
    assert queries.disputed_amounts(SYSTEM, [item]) == {}
    assert [each.kind for each in queries.happenings(SYSTEM, dispute.customer_id)] == ["closed", "answered", "opened"]
    with pytest.raises(rules.DisputeClosed):
        actions.answer_dispute(SYSTEM, dispute_id, on=ON, answer="")


def queries_customer(dispute_id: int) -> int:
    return next(each.customer_id for each in [queries.locked_dispute(SYSTEM, dispute_id)])


def test_a_dispute_is_audited_and_makes_the_run_decide_again(item: int) -> None:
    before = LastFact.objects.get().recorded_at
    dispute_id = contest(item, "200")
    assert Entry.objects.filter(did="dispute.opened", subject_id=dispute_id).count() == 1
    assert LastFact.objects.get().recorded_at >= before


def test_whoever_may_not_open_disputes_is_refused(item: int) -> None:
    with pytest.raises(NotAllowed):
        contest(item, "200", Actor(user_id=1, name="Personne", all_creditors=True))


def test_a_salesperson_sees_and_contests_own_customers_only(item: int) -> None:
    grants = {
        p: Grant(p, Mode.ACT, Scope.PORTFOLIO) for p in (Permission.CUSTOMER_VIEW, Permission.INVOICE_VIEW, Permission.DISPUTE_CREATE)
    }
    stranger = Actor(user_id=7, name="Vendeur", grants=grants, all_creditors=True, own_ids=frozenset({7}))
    with pytest.raises(NotFound):
        contest(item, "200", stranger)
    contest(item, "200")
    assert queries.open_disputes(stranger) == []
    assert queries.disputed_amounts(stranger, [item]) == {}


def test_the_invoice_that_replaces_the_contested_one_is_one_of_the_customer_s_own(item: int) -> None:
    creditor = ledger.items(SYSTEM, [item])[item].creditor_id
    elsewhere = an_item(creditor, a_customer(creditor, "C9"), "FB1", "600")
    dispute_id = contest(item, None)
    for named in (elsewhere, item, 999_999):
        with pytest.raises(NotFound):
            close_as_theirs(dispute_id, named)
    assert queries.open_disputes(SYSTEM)[0].id == dispute_id


def test_the_due_date_kept_is_told_with_its_reason_in_the_audit_and_on_the_story(item: int) -> None:
    dispute_id = contest(item, None)
    found = ledger.items(SYSTEM, [item])[item]
    other = an_item(found.creditor_id, found.customer_id, "FA2", "600", due=date(2027, 1, 31))
    close_as_theirs(dispute_id, other)
    assert ledger.items(SYSTEM, [other])[other].due_date == found.due_date
    [change] = DueDateChange.objects.filter(item_id=other)
    assert (change.from_date, change.to_date) == (date(2027, 1, 31), found.due_date)
    closed = Entry.objects.get(did="dispute.closed")
    assert closed.change == {"outcome": "corrected_for_them", "replaced_by": "FA2"}


def close_as_theirs(dispute_id: int, replacement_id: int) -> None:
    correction = rules.Correction(replacement_id=replacement_id)
    actions.close_dispute(SYSTEM, dispute_id, on=ON, outcome=rules.Outcome.CORRECTED_FOR_THEM, correction=correction)
