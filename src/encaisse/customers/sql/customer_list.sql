-- One row per customer in scope that passes the filters: one page of them, in the order asked.
SELECT c.id, c.creditor_id, c.code, c.name, c.city, c.kind, c.segment, c.region, c.payer_id, c.group_id, c.collector_id, c.salesperson_id
FROM customers_customer c
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
ORDER BY
    CASE %(sort)s WHEN 'code' THEN c.code WHEN 'city' THEN c.city WHEN 'segment' THEN c.segment END,
    CASE %(sort)s WHEN '-code' THEN c.code WHEN '-city' THEN c.city WHEN '-segment' THEN c.segment WHEN '-name' THEN c.sort_key END DESC,
    c.sort_key, c.id
LIMIT %(limit)s OFFSET %(offset)s
