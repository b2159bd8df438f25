-- One row per customer and currency: one page of the balances of a close, in the order asked, with the comment of that day. Who may see
-- the customer today sees what it owed then; the filters speak of the hands it was in then.
SELECT
    b.customer_id, b.creditor_id, b.code, b.name, b.currency, b.open_amount, b.credit_amount, b.not_due_amount, b.overdue_amount,
    b.age_1, b.age_2, b.age_3, b.age_4, b.age_5, b.age_6, b.oldest_due_date, b.item_count,
    b.collector_id, b.salesperson_id, b.segment, k.closed_on AS aged_on, b.comment_id
FROM workbench_closed_balance b
JOIN workbench_close k ON k.id = b.close_id
JOIN customers_customer c ON c.id = b.customer_id
WHERE b.close_id = %(close_id)s
  AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  AND (%(creditor)s::bigint IS NULL OR b.creditor_id = %(creditor)s)
  AND (%(collector)s::bigint IS NULL OR b.collector_id = %(collector)s OR (%(collector)s = 0 AND b.collector_id IS NULL))
  AND (%(salesperson)s::bigint IS NULL OR b.salesperson_id = %(salesperson)s OR (%(salesperson)s = 0 AND b.salesperson_id IS NULL))
  AND (%(segment)s = '' OR b.segment = %(segment)s)
  AND (%(group)s::bigint IS NULL OR b.group_id = %(group)s OR (%(group)s = 0 AND b.group_id IS NULL))
  AND (%(region)s = '' OR b.region = %(region)s)
  AND (%(kind)s = '' OR c.kind = %(kind)s)
  AND (%(words)s = '' OR c.id IN (
      SELECT w.id FROM customers_customer w
      WHERE to_tsvector('simple', coalesce(w.search_text, '')) @@ to_tsquery('simple', %(words)s)
  ))
  AND (NOT %(only_overdue)s OR b.overdue_amount > 0)
ORDER BY
    CASE WHEN %(sort)s = 'name' THEN b.sort_key END,
    CASE WHEN %(sort)s = '-name' THEN b.sort_key END DESC,
    CASE WHEN %(sort)s = 'code' THEN b.code END,
    CASE WHEN %(sort)s = '-code' THEN b.code END DESC,
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
