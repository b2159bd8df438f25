-- One row per currency: the totals of the maintained balances of the customers that pass the filters: of the customers that the words typed find.
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
FROM (
    SELECT c.* FROM customers_customer c
    WHERE to_tsvector('simple', coalesce(c.search_text, '')) @@ to_tsquery('simple', %(words)s)
        AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
        AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
             OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
        AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
        AND (%(creditor)s::bigint IS NULL OR c.creditor_id = %(creditor)s)
        AND (%(collector)s::bigint IS NULL OR c.collector_id = %(collector)s OR (%(collector)s = 0 AND c.collector_id IS NULL))
        AND (%(salesperson)s::bigint IS NULL OR c.salesperson_id = %(salesperson)s OR (%(salesperson)s = 0 AND c.salesperson_id IS NULL))
        AND (%(segment)s = '' OR c.segment = %(segment)s)
        AND (%(group)s::bigint IS NULL OR c.group_id = %(group)s OR (%(group)s = 0 AND c.group_id IS NULL))
        AND (%(region)s = '' OR c.region = %(region)s)
        AND (%(kind)s = '' OR c.kind = %(kind)s)
    OFFSET 0
) c
JOIN ledger_customer_balance b ON b.customer_id = c.id
WHERE NOT %(only_overdue)s OR b.overdue_amount > 0
GROUP BY b.currency
ORDER BY b.currency
