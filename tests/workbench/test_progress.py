"""What was done today and how the month stands; the SQL of the month and its rule agree."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from encaisse.dunning.models import PlannedAction
from encaisse.kit.actor import Role, system_actor
from encaisse.ledger import actions as ledger
from encaisse.ledger.models import OpenItem
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts
from encaisse.workbench import actions
from encaisse.workbench.queries.progress import goals, month_receipts, progress
from encaisse.workbench.rules.team import Receipt, brought_in

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 17)
SYSTEM = system_actor()
HTMX = {"HTTP_HX_REQUEST": "true"}


def text(response) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def pay(world, customer_id: int, number: str, receipt: Receipt) -> None:
    amount = -receipt.amount
    facts = DocumentFacts(
        customer_id=customer_id, kind="payment", number=number, issued_on=receipt.received_on, amount=amount, source_key=number,
        currency=receipt.currency, parts=(PartFacts(receipt.received_on, amount),),
    )  # fmt: skip
    recorded = ledger.record_documents(SYSTEM, world.creditor, world.source, [facts])
    if receipt.came_back:
        item = OpenItem.objects.get(document_id=recorded.document_ids[customer_id, number])
        ledger.return_payment(SYSTEM, item.pk, on=receipt.received_on)


def test_the_day_says_what_was_done_and_the_month_what_is_missing(world):
    first, second = world.late("C1", "Garage Dupont", "1000"), world.late("C2", "Boulangerie Épis", "500")
    world.run()
    browser = world.browser()
    browser.post(reverse("workbench:call_note", args=[first]), {"result": "voicemail"}, **HTMX)
    told = {"result": "reached", "promised_for": "2026-11-27", "promised_amount": "300"}
    browser.post(reverse("workbench:call_note", args=[second]), told, **HTMX)
    pay(world, first, "V1", Receipt(world.collector, date(2026, 11, 10), Decimal(400)))
    pay(world, first, "V0", Receipt(world.collector, date(2026, 10, 30), Decimal(77)))
    manager = world.actor(world.hire("claire", Role.CREDIT_MANAGER))
    actions.set_target(manager, world.collector, Decimal(1000), month=ON, on=ON)
    shown = progress(world.actor(world.collector), owner_id=world.collector, on=ON)
    assert (shown.done.calls, shown.done.reached, shown.done.promises[0].amount) == (2, 1, Decimal(300))
    [goal] = shown.goals
    assert (goal.done, goal.promised, goal.target, goal.missing) == (Decimal(400), Decimal(300), Decimal(1000), Decimal(300))
    panel = text(browser.get(reverse("workbench:day_progress"), **HTMX))
    for words in ("dont 1 joint", "400,00 €", "promis", "manquant", "Objectif"):
        assert words in panel
    assert "<html" in text(browser.get(reverse("workbench:day_progress")))


def test_messages_approved_are_counted_for_whoever_approved_them(world):
    pk = world.late("C1", "Garage Dupont", "1000")
    draft = {
        "creditor_id": world.creditor, "customer_id": pk, "decided_on": ON, "planned_since": ON, "version_id": 1, "position": 1, "level": 2,
        "mode": "to_approve", "net_amount": Decimal(1000), "sender_role": "COLLECTOR", "step_key": "r2", "channel": "email",
    }  # fmt: skip
    action = PlannedAction.objects.create(**draft, state="to_approve", reason={"code": "step_due"})
    world.browser().post(reverse("dunning:approve"), {"ids": [action.pk]})
    done = progress(world.actor(world.collector), owner_id=world.collector, on=ON).done
    assert (done.approved_count, done.approved[0].amount) == (1, Decimal(1000))
    marc = world.hire("marc", Role.COLLECTOR)
    assert progress(world.actor(marc), owner_id=marc, on=ON).done.approved_count == 0


RECEIPTS = st.lists(
    st.builds(
        Receipt,
        collector_id=st.sampled_from([0, 1]),
        received_on=st.integers(-45, 5).map(lambda days: ON + timedelta(days=days)),
        amount=st.integers(1, 100_000).map(lambda cents: Decimal(cents) / 100),
        currency=st.sampled_from(["EUR", "USD"]),
        came_back=st.booleans(),
    ),
    max_size=8,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(receipts=RECEIPTS)
def test_the_month_in_sql_is_the_month_of_the_rule(world, receipts):
    owners = (world.collector, world.collector + 1)
    with transaction.atomic():
        own = [world.customer(f"W{no}-{id(receipts)}", f"Client {no}", collector_id=owner) for no, owner in enumerate(owners)]
        for no, receipt in enumerate(receipts):
            pay(world, own[receipt.collector_id], f"V{no}-{id(receipts)}", receipt)
        found = month_receipts(SYSTEM, owner_ids=list(owners), on=ON)
        expected = {owner: brought_in(receipts, place, on=ON) for place, owner in enumerate(owners)}
        assert {owner: found.get(owner, {}) for owner in owners} == expected
        transaction.set_rollback(True)


def test_without_a_target_the_month_shows_what_came_in_and_no_bar(world):
    customer = world.late("C1", "Garage Dupont", "1000")
    pay(world, customer, "V1", Receipt(world.collector, date(2026, 11, 10), Decimal(400)))
    panel = text(world.browser().get(reverse("workbench:day_progress"), **HTMX))
    assert "Encaissé en novembre 2026" in panel
    assert "sans objectif fixé" in panel
    assert "goalbar" not in panel


def test_who_may_not_see_payments_sees_no_target(world):
    assert goals(world.actor(world.hire("alba", Role.AGENCY_COLLECTOR)), owner_ids=[world.collector], on=ON) == {world.collector: []}


# The next customer


def test_from_a_file_the_next_customer_is_one_step_away(world):
    made = [world.late(f"C{no}", f"Client {no}", str(500 - 100 * no)) for no in range(1, 4)]
    world.run()
    browser = world.browser()
    panel = text(browser.get(reverse("workbench:day_around", args=[made[1]]), **HTMX))
    for words in ("2/3", "Client 3", "Client 1"):
        assert words in panel
    step = reverse("workbench:day_next")
    assert browser.get(step, {"after": made[0]}).headers["Location"] == reverse("workbench:customer", args=[made[1]])
    back = browser.get(step, {"after": made[0], "way": "previous", "call": "1"}).headers["Location"]
    assert back.startswith(reverse("workbench:customer", args=[made[2]]) + "?call=1")
    beside = text(browser.get(reverse("workbench:call_next", args=[made[0]]), {"place": "day"}, **HTMX))
    assert ("Client 2" in beside, 'id="cockpit"' in beside, "<html" in beside) == (True, True, False)


def test_without_anybody_left_the_next_is_the_day(world):
    alone = world.customer("C1", "Client 1")
    assert world.browser().get(reverse("workbench:day_next"), {"after": alone}).headers["Location"] == reverse("workbench:day")
