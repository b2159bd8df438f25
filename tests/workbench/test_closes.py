"""A close: the portfolio frozen at the end of a day, by hand, by the job and by the command; never changed, and proven by the ledger."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from encaisse.customers import actions as customers
from encaisse.db.clock import stopped
from encaisse.kit.actor import Role, system_actor
from encaisse.kit.refusals import NotAllowed
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.ledger.models import Document
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts
from encaisse.workbench import actions
from encaisse.workbench.jobs import close_months
from encaisse.workbench.models import Close, ClosedBalance, ClosedItem, ReviewComment
from encaisse.workbench.queries import closes, compares
from encaisse.workbench.rules.closes import AlreadyClosed, DayNotOver, movements
from encaisse.workbench.rules.reviews import Outlook, Review

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
ON = date(2026, 11, 17)
OCTOBER = date(2026, 10, 31)


def paid(world, customer: int, amount: str, on: date) -> None:
    """Record a payment and allocate it to the customer's oldest invoice."""
    facts = DocumentFacts(
        customer_id=customer, kind="payment", number=f"VIR-{on}", issued_on=on, amount=-Decimal(amount), source_key=f"VIR-{on}",
        parts=(PartFacts(on, -Decimal(amount)),),
    )  # fmt: skip
    ledger.record_documents(SYSTEM, world.creditor, world.source, [facts])
    found = ledger_queries.open_items(SYSTEM, customer_id=customer)
    debit, credit = next(item for item in found if item.amount > 0), next(item for item in found if item.amount < 0)
    ledger.allocate(SYSTEM, debit_id=debit.id, credit_id=credit.id, amount=Decimal(amount), on=on)


@pytest.fixture
def dupont(world) -> int:
    pk = world.customer("C1", "Garage Dupont")
    world.invoice(pk, "F-1", "1000", date(2026, 10, 15))
    world.invoice(pk, "F-2", "500", date(2026, 12, 15))
    return pk


def closed(world, at: date = OCTOBER):
    return actions.close_portfolio(SYSTEM, world.creditor, at=at, on=ON)


def test_a_close_holds_what_was_open_then_by_age(world, dupont):
    paid(world, dupont, "400", date(2026, 11, 10))
    made = closed(world)
    [row] = ClosedBalance.objects.filter(close_id=made.id)
    assert (row.open_amount, row.overdue_amount, row.not_due_amount, row.age_1, row.item_count) == (1500, 1000, 500, 1000, 2)
    assert sorted(ClosedItem.objects.filter(close_id=made.id).values_list("open_amount", flat=True)) == [500, 1000]
    assert (made.customers, made.items, made.totals["EUR"]["open_amount"]) == (1, 2, 1500)


def test_a_close_keeps_the_hands_of_that_day(world, dupont):
    hugo = world.hire("hugo", Role.COLLECTOR)
    customers.assign(SYSTEM, [dupont], duty="collector", value_id=world.collector, on=date(2026, 9, 1))
    customers.assign(SYSTEM, [dupont], duty="collector", value_id=hugo, on=date(2026, 11, 5))
    made = closed(world)
    assert ClosedBalance.objects.get(close_id=made.id).collector_id == world.collector


def test_a_close_keeps_the_latest_comment_of_that_day(world, dupont):
    item = ledger_queries.open_items(SYSTEM, customer_id=dupont)[0].id
    for body, on in (("relance promise", date(2026, 10, 5)), ("payé sous huitaine", date(2026, 10, 30)), ("toujours rien", ON)):
        actions.write_review(SYSTEM, dupont, Review(body=body, outlook=Outlook.WATCH), on=on)
    actions.write_review(SYSTEM, dupont, Review(body="bon de livraison perdu"), on=date(2026, 10, 20), item_id=item)
    made = closed(world)
    said = dict(ReviewComment.objects.values_list("id", "body"))
    assert said[ClosedBalance.objects.get(close_id=made.id).comment_id] == "payé sous huitaine"
    assert said[ClosedItem.objects.get(close_id=made.id, item_id=item).comment_id] == "bon de livraison perdu"
    assert made.comments == 2


@pytest.mark.parametrize(
    "changing",
    [
        "update workbench_closed_balance set overdue_amount = 0",
        "delete from workbench_closed_item",
        "update workbench_closed_item set open_amount = 1",
        "update workbench_close set closed_on = '2026-01-01'",
        "delete from workbench_close",
        (
            "insert into workbench_closed_item (close_id, customer_id, item_id, creditor_id, currency, due_date, open_amount) "
            "select close_id, customer_id, item_id + 1000, creditor_id, currency, due_date, 9 from workbench_closed_item limit 1"
        ),
        (
            "insert into workbench_closed_balance select close_id, customer_id + 1, creditor_id, 'USD', code, name, sort_key, segment, "
            "region, null, null, null, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, null, 1, null from workbench_closed_balance limit 1"
        ),
    ],
)
def test_the_database_refuses_to_change_a_close(world, dupont, changing):
    closed(world)
    with pytest.raises(IntegrityError, match=r"never changed|sealed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(changing)


@pytest.mark.parametrize("table", ["workbench_close", "workbench_closed_balance", "workbench_closed_item", "workbench_review_comment"])
def test_the_database_refuses_to_empty_what_was_closed(world, dupont, table):
    closed(world)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(f"alter table {table} enable trigger user")  # the tests themselves empty their tables
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            cursor.execute(f"truncate {table}")


def test_the_database_refuses_to_change_a_review_comment(world, dupont):
    actions.write_review(SYSTEM, dupont, Review(body="payé sous huitaine"), on=ON)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        ReviewComment.objects.update(body="jamais dit")


def test_a_day_that_is_not_over_and_a_day_closed_before_are_refused(world, dupont):
    with pytest.raises(DayNotOver):
        closed(world, ON)
    closed(world)
    with pytest.raises(AlreadyClosed):
        closed(world)


def test_what_is_learnt_later_leaves_the_close_as_it_was_and_verify_agrees(world, dupont):
    made = closed(world)
    before = closes.closed_totals(SYSTEM, made.id)
    paid(world, dupont, "400", date(2026, 10, 20))  # dated before the close, learnt after it
    found = closes.differences(SYSTEM)
    assert (found.checked, found.differences) == (2, ())
    assert closes.closed_totals(SYSTEM, made.id) == before


def test_verify_tells_a_close_that_the_ledger_does_not_confirm(world, dupont):
    made = closed(world)
    with connection.cursor() as cursor:
        cursor.execute("alter table workbench_closed_item disable trigger user")
        cursor.execute("update workbench_closed_item set open_amount = 999 where open_amount = 1000")
        cursor.execute("alter table workbench_closed_item enable trigger user")
    assert sorted(each.what for each in closes.differences(SYSTEM).differences) == ["close hash", "closed balance", "closed item"]
    assert Close.objects.get().pk == made.id


def test_the_job_closes_the_month_that_has_ended_once(world, dupont):
    Document.objects.update(recorded_at="2026-09-30 12:00+02")
    with stopped(date(2026, 12, 1)):
        assert (close_months(), close_months()) == (1, 0)
    assert list(Close.objects.values_list("closed_on", "made_by_name")) == [(date(2026, 11, 30), "Encaisse")]


def test_the_job_closes_no_month_of_which_nothing_was_known(world, dupont):
    Document.objects.update(recorded_at="2026-11-10 12:00+01")
    assert close_months() == 0


def test_the_command_closes_and_tells(world, dupont):
    out = StringIO()
    call_command("close_month", "--json", stdout=out)
    [told] = json.loads(out.getvalue())
    assert (told["creditor"], told["closed_on"], told["customers"], told["items"]) == ("552100554", "2026-10-31", 1, 2)
    assert told["totals"]["EUR"]["overdue_amount"] == "1000.00"
    assert told["sha256"] == bytes(Close.objects.get().sha256).hex()


def test_closes_are_listed_made_by_hand_and_compared(world, dupont):
    manager = world.browser(world.hire("marc", Role.CREDIT_MANAGER))
    url, made = reverse("workbench:closes"), reverse("workbench:close_make")
    assert "Aucun arrêté" in manager.get(url).content.decode()
    assert manager.post(made, {"creditor": world.creditor, "at": "2026-12-31"}, HTTP_HX_REQUEST="true").status_code == 422
    manager.post(made, {"creditor": world.creditor, "at": "2026-09-30"})
    manager.post(made, {"creditor": world.creditor, "at": "2026-10-31"})
    before, after = Close.objects.order_by("closed_on")
    page = manager.get(url).content.decode()
    compare = reverse("workbench:compare", args=[before.pk, after.pk])
    assert (compare in page, "31 octobre 2026" in page or "31 oct. 2026" in page) == (True, True)
    assert "Garage Dupont" in manager.get(compare).content.decode()
    assert manager.get(reverse("workbench:compare_export", args=[before.pk, after.pk])).status_code == 200


def test_what_moved_between_two_closes_agrees_with_the_rule(world, dupont):
    before = closed(world, date(2026, 10, 10))
    world.invoice(dupont, "F-3", "70", date(2026, 11, 30))
    paid(world, dupont, "400", date(2026, 11, 10))
    world.late("C2", "Hôtel Moreau", "5")
    after = closed(world, date(2026, 11, 16))
    opened = [
        dict(ClosedItem.objects.filter(close_id=close.id).values_list("item_id", "open_amount")) for close in (before, after)
    ]  # fmt: skip
    [one] = compares.comparison(SYSTEM, after.id, before.id)
    assert one.movements == movements(*opened)
    assert {figure.place: figure.moved for figure in one.figures}["open"] == sum(moved.amount for moved in one.movements.values())
    assert {row.code: row.open_moved for row in compares.moved_customers(SYSTEM, before.id, after.id)} == {"C1": -330, "C2": 5}
    hugo = world.hire("hugo", Role.COLLECTOR)
    customers.assign(SYSTEM, [dupont], duty="collector", value_id=hugo, on=ON)
    mine = dict(ClosedItem.objects.filter(customer_id=dupont, close_id=before.id).values_list("item_id", "open_amount"))
    mine_after = dict(ClosedItem.objects.filter(customer_id=dupont, close_id=after.id).values_list("item_id", "open_amount"))
    [theirs] = compares.comparison(world.actor(hugo), before.id, after.id)
    assert theirs.movements == movements(mine, mine_after) != one.movements


def test_a_collector_closes_nothing(world, dupont):
    with pytest.raises(NotAllowed):
        actions.close_portfolio(world.actor(world.collector), world.creditor, at=OCTOBER, on=ON)
