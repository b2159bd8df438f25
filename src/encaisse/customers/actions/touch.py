"""Every action about a customer, in any room, says so: the daily run decides again those about whom a fact was recorded."""

from collections.abc import Iterable

from encaisse.db import execute_sql


def touch(customer_ids: Iterable[int]) -> None:
    """Note that something was recorded about customers; their payers are touched with them."""
    if ids := sorted(set(customer_ids)):
        execute_sql("customers.touch", customer_ids=ids)
