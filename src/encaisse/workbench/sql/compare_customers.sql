-- One row per customer and currency that owes in one of two closes: one page of what moved, the largest movement first.
WITH paired AS (
    SELECT coalesce(n.customer_id, o.customer_id) AS customer_id, coalesce(n.creditor_id, o.creditor_id) AS creditor_id,
        coalesce(n.code, o.code) AS code, coalesce(n.name, o.name) AS name, coalesce(n.currency, o.currency) AS currency,
        coalesce(o.open_amount, 0) AS open_before, coalesce(n.open_amount, 0) AS open_after,
        coalesce(o.overdue_amount, 0) AS overdue_before, coalesce(n.overdue_amount, 0) AS overdue_after,
        n.comment_id
    FROM (SELECT * FROM workbench_closed_balance WHERE close_id = %(before_id)s) o
    FULL JOIN (SELECT * FROM workbench_closed_balance WHERE close_id = %(after_id)s) n
        ON n.customer_id = o.customer_id AND n.currency = o.currency
)
SELECT p.*, count(*) OVER () AS total
FROM paired p
JOIN customers_customer c ON c.id = p.customer_id
WHERE (p.open_before, p.overdue_before) <> (p.open_after, p.overdue_after)
  AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
ORDER BY
    CASE WHEN %(sort)s = 'name' THEN c.sort_key END,
    CASE WHEN %(sort)s = '-name' THEN c.sort_key END DESC,
    CASE WHEN %(sort)s = 'open' THEN p.open_after - p.open_before END,
    CASE WHEN %(sort)s = '-open' THEN p.open_after - p.open_before END DESC,
    CASE WHEN %(sort)s = 'overdue' THEN p.overdue_after - p.overdue_before END,
    CASE WHEN %(sort)s = '-overdue' THEN p.overdue_after - p.overdue_before END DESC,
    abs(p.overdue_after - p.overdue_before) DESC, abs(p.open_after - p.open_before) DESC, p.customer_id, p.currency
LIMIT %(limit)s OFFSET %(offset)s
