-- One row per item of a close, of the customers that pass the filters, with the comment of that day.
SELECT
    c.id AS customer_id, b.code, b.name, i.item_id, d.kind, d.number, d.title, d.issued_on, d.order_reference,
    i.due_date, i.currency, o.amount, i.open_amount, b.collector_id, b.salesperson_id,
    NULL::smallint AS last_level, NULL::date AS last_ended_on,
    '' AS verdict, '' AS reason, NULL::date AS until_on, '' AS channel, NULL::smallint AS level, '' AS state,
    '' AS dispute_reason, NULL::date AS dispute_due_on,
    coalesce(r.outlook, '') AS outlook, coalesce(r.body, '') AS comment, r.expected_on, r.expected_amount, r.written_on,
    coalesce(r.written_by_name, '') AS written_by_name
FROM workbench_closed_item i
JOIN workbench_closed_balance b ON b.close_id = i.close_id AND b.customer_id = i.customer_id AND b.currency = i.currency
JOIN customers_customer c ON c.id = i.customer_id
JOIN ledger_open_item o ON o.customer_id = i.customer_id AND o.id = i.item_id
JOIN ledger_document d ON d.customer_id = o.customer_id AND d.id = o.document_id
LEFT JOIN workbench_review_comment r ON r.id = i.comment_id
WHERE i.close_id = %(close_id)s
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
ORDER BY b.creditor_id, b.sort_key, c.id, i.due_date, i.item_id
