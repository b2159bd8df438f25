-- One row per currency: the totals of the maintained balances of whole creditors.
SELECT
    b.currency, count(*) AS customers,
    sum(b.open_amount) AS open_amount,
    sum(b.credit_amount) AS credit_amount,
    sum(b.not_due_amount) AS not_due_amount,
    sum(b.overdue_amount) AS overdue_amount,
    sum(b.age_1) AS age_1,
    sum(b.age_2) AS age_2,
    sum(b.age_3) AS age_3,
    sum(b.age_4) AS age_4,
    sum(b.age_5) AS age_5,
    sum(b.age_6) AS age_6,
    min(b.oldest_due_date) AS oldest_due_date, sum(b.item_count)::bigint AS item_count
FROM ledger_customer_balance b
WHERE (%(scope_all_creditors)s OR b.creditor_id = ANY (%(scope_creditors)s::bigint[]))
  AND (%(creditor)s::bigint IS NULL OR b.creditor_id = %(creditor)s)
  AND (NOT %(only_overdue)s OR b.overdue_amount > 0)
GROUP BY b.currency
ORDER BY b.currency
