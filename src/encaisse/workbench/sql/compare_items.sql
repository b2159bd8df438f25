-- One row per currency and movement: how many items of the customers in scope are new, settled, reduced, grown or the same from one close
-- to the next, and by how much the balance moved with them.
WITH seen AS (
    SELECT c.id FROM customers_customer c
    WHERE (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
), paired AS (
    SELECT coalesce(o.currency, n.currency) AS currency, o.open_amount AS before, n.open_amount AS after
    FROM (SELECT i.* FROM workbench_closed_item i JOIN seen ON seen.id = i.customer_id WHERE i.close_id = %(before_id)s) o
    FULL JOIN (SELECT i.* FROM workbench_closed_item i JOIN seen ON seen.id = i.customer_id WHERE i.close_id = %(after_id)s) n
        ON n.customer_id = o.customer_id AND n.item_id = o.item_id
)
SELECT currency,
    CASE WHEN before IS NULL THEN 'new' WHEN after IS NULL THEN 'settled' WHEN before = after THEN 'same'
         WHEN abs(after) < abs(before) THEN 'reduced' ELSE 'grown' END AS movement,
    count(*) AS items, sum(coalesce(after, 0) - coalesce(before, 0)) AS amount
FROM paired
GROUP BY 1, 2
