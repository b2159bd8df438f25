"""The maintained balances: refreshed by the action that changes a customer, re-aged at the start of each day."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from encaisse.db import execute_sql
from encaisse.db.clock import today
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger import queries


@transaction.atomic
def refresh_balances(actor: Actor, customer_ids: Iterable[int] | None = None, *, on: date | None = None) -> int:
    """Reckon anew the balances of customers (of all, when none are given); return how many rows they have."""
    actor.must(Permission.CUSTOMER_VIEW)
    ids = None if customer_ids is None else sorted(set(customer_ids))
    if ids == []:
        return 0
    # Two writers about one customer take their turn, so that the later one reckons with what the earlier one wrote.
    execute_sql("ledger.lock_balances", customer_ids=ids)
    execute_sql("ledger.forget_balances", customer_ids=ids)
    return execute_sql("ledger.refresh_balances", customer_ids=ids, on=on or today())


@transaction.atomic
def re_age(actor: Actor, *, on: date) -> int:
    """Reckon anew the balances whose ages have moved by themselves since they were reckoned."""
    actor.must(Permission.CUSTOMER_VIEW)
    return refresh_balances(actor, queries.balances_to_re_age(actor, on=on), on=on)
