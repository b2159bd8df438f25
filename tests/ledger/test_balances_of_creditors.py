"""A page of the balances of whole creditors is chosen without their customers, and is the same page."""

from datetime import timedelta

import pytest

from encaisse.customers.queries import scope_parameters
from encaisse.customers.rules import Filters
from encaisse.db import run_sql
from encaisse.kit.actor import Permission
from encaisse.ledger import actions
from encaisse.ledger.queries.balances import OF_CUSTOMERS, SORTS
from ledger.world import ON, SYSTEM, a_creditor, a_customer, an_item

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("only_overdue", [True, False])
def test_the_page_is_the_same_in_every_order(only_overdue):
    here, there = a_creditor(), a_creditor("443061841")
    for place, (creditor, amount, late) in enumerate(
        [(here, "100", 5), (here, "-30", 40), (here, "100", 200), (there, "70", -9), (there, "900", 75)]
    ):
        customer = a_customer(creditor, f"C{place}", f"Garage {place}")
        an_item(creditor, customer, f"F{place}", amount, ON - timedelta(days=late))
        an_item(creditor, customer, f"G{place}", "20", ON - timedelta(days=late * 2))
    actions.re_age(SYSTEM, on=ON)
    scope = scope_parameters(SYSTEM, Permission.INVOICE_VIEW)
    for creditor in (None, here):
        asked = {**Filters(creditor_id=creditor, only_overdue=only_overdue).parameters(), **scope, "limit": 3, "offset": 1}
        for sort in sorted(sort for sort in SORTS if sort.removeprefix("-") not in OF_CUSTOMERS):
            whole = [tuple(row) for row in run_sql("ledger.balances_of_creditors", sort=sort, **asked)]
            assert whole == [tuple(row) for row in run_sql("ledger.balances", sort=sort, **asked)]
            assert len(whole) >= 1
