-- One row per currency: what two closes add up to, of the customers in scope; nil where a currency is in one of them only.
WITH b AS (
    SELECT b.close_id, b.currency, count(*) AS customers, sum(b.open_amount) AS open_amount, sum(b.credit_amount) AS credit_amount,
        sum(b.not_due_amount) AS not_due_amount, sum(b.overdue_amount) AS overdue_amount, sum(b.age_1) AS age_1, sum(b.age_2) AS age_2,
        sum(b.age_3) AS age_3, sum(b.age_4) AS age_4, sum(b.age_5) AS age_5, sum(b.age_6) AS age_6
    FROM workbench_closed_balance b
    JOIN customers_customer c ON c.id = b.customer_id
    WHERE b.close_id IN (%(before_id)s, %(after_id)s)
      AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
    GROUP BY b.close_id, b.currency
)
SELECT coalesce(o.currency, n.currency) AS currency,
    coalesce(o.customers, 0) AS customers_before, coalesce(n.customers, 0) AS customers_after,
    coalesce(o.open_amount, 0) AS open_before, coalesce(n.open_amount, 0) AS open_after,
    coalesce(o.credit_amount, 0) AS credit_before, coalesce(n.credit_amount, 0) AS credit_after,
    coalesce(o.not_due_amount, 0) AS not_due_before, coalesce(n.not_due_amount, 0) AS not_due_after,
    coalesce(o.overdue_amount, 0) AS overdue_before, coalesce(n.overdue_amount, 0) AS overdue_after,
    coalesce(o.age_1, 0) AS age_1_before, coalesce(n.age_1, 0) AS age_1_after,
    coalesce(o.age_2, 0) AS age_2_before, coalesce(n.age_2, 0) AS age_2_after,
    coalesce(o.age_3, 0) AS age_3_before, coalesce(n.age_3, 0) AS age_3_after,
    coalesce(o.age_4, 0) AS age_4_before, coalesce(n.age_4, 0) AS age_4_after,
    coalesce(o.age_5, 0) AS age_5_before, coalesce(n.age_5, 0) AS age_5_after,
    coalesce(o.age_6, 0) AS age_6_before, coalesce(n.age_6, 0) AS age_6_after
FROM (SELECT * FROM b WHERE close_id = %(before_id)s) o
FULL JOIN (SELECT * FROM b WHERE close_id = %(after_id)s) n ON n.currency = o.currency
ORDER BY 1
