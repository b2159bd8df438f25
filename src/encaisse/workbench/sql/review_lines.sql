-- One row per comment of the portfolio review in scope, with the customer and the invoice it is about, the latest first.
SELECT r.id, c.code, c.name, coalesce(d.number, '') AS reference, r.outlook, r.body, r.expected_on, r.expected_amount, r.currency,
    r.written_on, r.written_by_name
FROM workbench_review_comment r
JOIN customers_customer c ON c.id = r.customer_id
LEFT JOIN ledger_open_item i ON i.customer_id = r.customer_id AND i.id = r.item_id
LEFT JOIN ledger_document d ON d.customer_id = i.customer_id AND d.id = i.document_id
WHERE (%(customer_id)s::bigint IS NULL OR r.customer_id = %(customer_id)s)
  AND (%(since)s::date IS NULL OR r.written_on >= %(since)s)
  AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
ORDER BY r.id DESC
