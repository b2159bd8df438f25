-- One row per currency: the maintained balance of one customer.
SELECT
    c.id AS customer_id, c.creditor_id, c.code, c.name, b.currency, b.open_amount, b.credit_amount, b.not_due_amount, b.overdue_amount,
    b.age_1, b.age_2, b.age_3, b.age_4, b.age_5, b.age_6, b.oldest_due_date, b.item_count,
    c.collector_id, c.salesperson_id, c.segment, b.aged_on
FROM ledger_customer_balance b
JOIN customers_customer c ON c.id = b.customer_id
WHERE b.customer_id = %(customer_id)s
  AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
ORDER BY b.currency
