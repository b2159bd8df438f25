-- One row per balance of a close that its own items do not confirm.
WITH facts AS (
    SELECT i.customer_id, i.currency, sum(i.open_amount) AS open_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount < 0), 0) AS credit_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND i.due_date < %(at)s::date), 0) AS overdue_amount,
        count(*) AS item_count
    FROM workbench_closed_item i
    WHERE i.close_id = %(close_id)s
    GROUP BY i.customer_id, i.currency
)
SELECT 'closed balance' AS what,
    'close ' || %(close_id)s || ' customer ' || coalesce(k.customer_id, f.customer_id) || ' ' || coalesce(k.currency, f.currency) AS subject,
    coalesce(k.open_amount::text, 'nothing') AS kept, coalesce(f.open_amount::text, 'nothing') AS facts
FROM facts f
FULL JOIN (SELECT * FROM workbench_closed_balance WHERE close_id = %(close_id)s) k ON k.customer_id = f.customer_id AND k.currency = f.currency
WHERE (k.open_amount, k.credit_amount, k.overdue_amount, k.item_count)
    IS DISTINCT FROM (f.open_amount, f.credit_amount, f.overdue_amount, f.item_count)
   OR k.overdue_amount <> k.age_1 + k.age_2 + k.age_3 + k.age_4 + k.age_5 + k.age_6
   OR k.open_amount <> k.credit_amount + k.not_due_amount + k.overdue_amount
ORDER BY 2
LIMIT 1000
