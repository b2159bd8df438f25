-- One row per currency and movement: how many items of the customers in scope are new, settled, reduced, grown or the same from one close
-- to the next, and by how much the balance moved with them.
WITH seen AS (
    SELECT c.id FROM customers_customer c
    WHERE (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
), paired AS (
    SELECT coalesce(o.currency, n.currency) AS currency, coalesce(o.customer_id, n.customer_id) AS customer_id,
        o.open_amount AS before, n.open_amount AS after
    FROM (SELECT * FROM workbench_closed_item WHERE close_id = %(before_id)s) o
    FULL JOIN (SELECT * FROM workbench_closed_item WHERE close_id = %(after_id)s) n
        ON n.customer_id = o.customer_id AND n.item_id = o.item_id
)
SELECT p.currency,
    CASE WHEN p.before IS NULL THEN 'new' WHEN p.after IS NULL THEN 'settled' WHEN p.before = p.after THEN 'same'
         WHEN abs(p.after) < abs(p.before) THEN 'reduced' ELSE 'grown' END AS movement,
    count(*) AS items, sum(coalesce(p.after, 0) - coalesce(p.before, 0)) AS amount
FROM paired p
JOIN seen ON seen.id = p.customer_id
GROUP BY 1, 2
ORDER BY 1, 2
