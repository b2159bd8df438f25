-- One row per currency: what a close adds up to.
SELECT b.currency, count(*) AS customers, sum(b.item_count)::bigint AS items,
    sum(b.open_amount) AS open_amount, sum(b.credit_amount) AS credit_amount, sum(b.not_due_amount) AS not_due_amount,
    sum(b.overdue_amount) AS overdue_amount, sum(b.age_1) AS age_1, sum(b.age_2) AS age_2, sum(b.age_3) AS age_3,
    sum(b.age_4) AS age_4, sum(b.age_5) AS age_5, sum(b.age_6) AS age_6
FROM workbench_closed_balance b
WHERE b.close_id = %(close_id)s
GROUP BY b.currency
ORDER BY b.currency
