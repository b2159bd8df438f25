"""Every action about a customer, in any room, says so: the daily run decides again those about whom a fact was recorded."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from encaisse.db import execute_sql

TOUCH_SELECTED = """
WITH selected AS MATERIALIZED ({select})
INSERT INTO customers_last_fact (customer_id, recorded_at)
SELECT touched.id, clock_timestamp()
FROM (
    SELECT customer_id AS id FROM selected
    UNION
    SELECT c.payer_id FROM customers_customer c JOIN selected s ON s.customer_id = c.id
) touched
ORDER BY touched.id
ON CONFLICT (customer_id) DO UPDATE SET recorded_at = excluded.recorded_at
"""


def touch(customer_ids: Iterable[int]) -> None:
    """Note that something was recorded about customers; their payers are touched with them."""
    if ids := sorted(set(customer_ids)):
        execute_sql("customers.touch", customer_ids=ids)


def touch_sql(select: str, **parameters: Any) -> int:
    """Touch the customers of a statement of one column, `customer_id`; the statement is part of a room's code, never of its input."""
    with connection.cursor() as cursor:
        cursor.execute(TOUCH_SELECTED.format(select=select), parameters)
        return int(cursor.rowcount)
