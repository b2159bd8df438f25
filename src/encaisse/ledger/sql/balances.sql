-- One row per customer and currency: one page of the maintained balances, in the order asked.
SELECT
    c.id AS customer_id, c.creditor_id, c.code, c.name, b.currency, b.open_amount, b.credit_amount, b.not_due_amount, b.overdue_amount,
    b.age_1, b.age_2, b.age_3, b.age_4, b.age_5, b.age_6, b.oldest_due_date, b.item_count,
    c.collector_id, c.salesperson_id, c.segment, b.aged_on
FROM ledger_customer_balance b
JOIN customers_customer c ON c.id = b.customer_id
WHERE (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
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
  AND (%(words)s = '' OR to_tsvector('simple', coalesce(c.search_text, '')) @@ to_tsquery('simple', %(words)s))
  AND (NOT %(only_overdue)s OR b.overdue_amount > 0)
ORDER BY
    CASE WHEN %(sort)s = 'name' THEN c.sort_key END,
    CASE WHEN %(sort)s = '-name' THEN c.sort_key END DESC,
    CASE WHEN %(sort)s = 'code' THEN c.code END,
    CASE WHEN %(sort)s = '-code' THEN c.code END DESC,
    CASE WHEN %(sort)s = 'city' THEN c.city END,
    CASE WHEN %(sort)s = '-city' THEN c.city END DESC,
    CASE WHEN %(sort)s = 'open' THEN b.open_amount END,
    CASE WHEN %(sort)s = '-open' THEN b.open_amount END DESC,
    CASE WHEN %(sort)s = 'overdue' THEN b.overdue_amount END,
    CASE WHEN %(sort)s = '-overdue' THEN b.overdue_amount END DESC,
    CASE WHEN %(sort)s = 'oldest' THEN b.oldest_due_date END,
    CASE WHEN %(sort)s = '-oldest' THEN b.oldest_due_date END DESC NULLS LAST,
    CASE WHEN %(sort)s = 'age_1' THEN b.age_1 END,
    CASE WHEN %(sort)s = '-age_1' THEN b.age_1 END DESC,
    CASE WHEN %(sort)s = 'age_2' THEN b.age_2 END,
    CASE WHEN %(sort)s = '-age_2' THEN b.age_2 END DESC,
    CASE WHEN %(sort)s = 'age_3' THEN b.age_3 END,
    CASE WHEN %(sort)s = '-age_3' THEN b.age_3 END DESC,
    CASE WHEN %(sort)s = 'age_4' THEN b.age_4 END,
    CASE WHEN %(sort)s = '-age_4' THEN b.age_4 END DESC,
    CASE WHEN %(sort)s = 'age_5' THEN b.age_5 END,
    CASE WHEN %(sort)s = '-age_5' THEN b.age_5 END DESC,
    CASE WHEN %(sort)s = 'age_6' THEN b.age_6 END,
    CASE WHEN %(sort)s = '-age_6' THEN b.age_6 END DESC,
    CASE WHEN %(sort)s = 'credit' THEN b.credit_amount END,
    CASE WHEN %(sort)s = '-credit' THEN b.credit_amount END DESC,
    CASE WHEN %(sort)s = 'not_due' THEN b.not_due_amount END,
    CASE WHEN %(sort)s = '-not_due' THEN b.not_due_amount END DESC,
    b.customer_id, b.currency
LIMIT %(limit)s OFFSET %(offset)s
