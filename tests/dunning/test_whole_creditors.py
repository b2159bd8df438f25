"""Drafts and calls of whole creditors are read without their customers, and are the same as customer by customer."""

import pytest

from dunning.pages import MAIL, ON, SYSTEM, Company
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.db import run_sql
from encaisse.db.clock import stopped
from encaisse.dunning import queries
from encaisse.dunning.models import PlannedAction
from encaisse.kit.actor import Permission

pytestmark = pytest.mark.django_db
CHOSEN = {
    "customer_id": None, "assignee_id": None, "collector_id": None, "selling": None, "ids": None, "ended_on": None, "offset": 1, "size": 2,
}  # fmt: skip


@pytest.fixture
def scope() -> dict[str, object]:
    """Make three drafts and three calls, and return the scope of who sees everything."""
    company = Company()
    with stopped(ON):
        for place, amount in enumerate(("300", "900", "100")):
            company.late(f"M{place}", f"Garage {place}", amount)
        company.run()
        called = [company.late(f"C{place}", f"Hôtel {place}", amount) for place, amount in enumerate(("700", "200", "800"))]
        company.run()
        PlannedAction.objects.filter(customer_id__in=called).update(channel="call", state="approved")
    return customers.scope_parameters(SYSTEM, Permission.CUSTOMER_VIEW)


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize(("states", "channels"), [(["to_approve"], None), (["approved", "to_approve"], ["call", "email"])])
def test_planned_actions_are_the_same(scope, states, channels, newest_first):
    asked = {**CHOSEN, "states": states, "channels": channels, "newest_first": newest_first, **scope}
    found = run_sql("dunning.planned_actions_whole", **asked)
    assert len(found) == 2
    assert [tuple(row) for row in found] == [tuple(row) for row in run_sql("dunning.planned_actions", **asked)]


def test_drafts_and_their_groups_are_the_same(scope):
    asked = {"channel": MAIL.channel, "level": 1, "creditor": None, "size": 2, "offset": 1, **scope}
    found, total = queries.drafts(SYSTEM, channel=MAIL.channel, level=1, page=1, size=2)
    assert [row.id for row in run_sql("dunning.drafts_whole", **asked)] == [row.id for row in run_sql("dunning.drafts", **asked)]
    assert ([draft.action.net_amount for draft in found], total) == ([900, 300], 3)
    groups = [tuple(row) for row in run_sql("dunning.approval_groups_whole", **scope)]
    assert groups == [tuple(row) for row in run_sql("dunning.approval_groups", **scope)]


@pytest.mark.parametrize("on", [None, ON])
def test_calls_are_counted_the_same(scope, on):
    found = run_sql("workbench.call_count_whole", on=on, **scope)[0].count
    assert found == 3 == run_sql("workbench.call_count", on=on, collector_id=None, **scope)[0].count


@pytest.mark.parametrize(("selling", "count"), [(None, 3), ([8], 2), ([7], 3)])
def test_a_task_of_sales_stands_with_the_salesperson_alone_the_same(scope, selling, count):
    task = PlannedAction.objects.filter(channel="call").order_by("id")[0]
    PlannedAction.objects.filter(pk=task.pk).update(channel="sales_task")
    Customer.objects.filter(pk=task.customer_id).update(salesperson_id=7)
    asked = {**CHOSEN, "states": ["approved"], "channels": None, "newest_first": True, "offset": 0, "size": 9, "selling": selling, **scope}
    found = run_sql("dunning.planned_actions_whole", **asked)
    assert len(found) == count
    assert [tuple(row) for row in found] == [tuple(row) for row in run_sql("dunning.planned_actions", **asked)]
