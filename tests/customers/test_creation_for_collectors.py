"""Whoever brings customers in and sees only a portfolio looks after them."""

import pytest

from encaisse.customers import actions, queries
from encaisse.customers.rules import NewCustomer
from encaisse.kit.actor import Actor, Grant, Mode, Permission, Role, Scope
from ledger.world import SYSTEM, a_creditor

pytestmark = pytest.mark.django_db


def collector(scope: Scope) -> Actor:
    grants = {
        Permission.CUSTOMER_VIEW: Grant(Permission.CUSTOMER_VIEW, Mode.ACT, scope),
        Permission.IMPORT_RUN: Grant(Permission.IMPORT_RUN, Mode.ACT, Scope.ALL),
    }
    return Actor(user_id=7, name="Nadia", roles=frozenset({Role.COLLECTOR}), grants=grants, all_creditors=True, own_ids=frozenset({7}))


@pytest.mark.parametrize(
    ("scope", "given", "kept"),
    [
        pytest.param(Scope.PORTFOLIO, None, 7, id="nobody's customers become the collector's own"),
        pytest.param(Scope.PORTFOLIO, 9, 9, id="a colleague's stay a colleague's"),
        pytest.param(Scope.ALL, None, None, id="whoever sees everybody leaves them to be given"),
    ],
)
def test_customers_brought_in_by_a_collector(scope: Scope, given: int | None, kept: int | None) -> None:
    creditor = a_creditor()
    made = actions.create_customer(collector(scope), creditor, NewCustomer(code="C1", name="Garage Dupont", collector_id=given))
    assert queries.customer(SYSTEM, made).collector_id == kept
