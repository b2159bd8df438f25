-- One row per item that existed at the end of a day, as known at an instant: what was open of it.
SELECT
    i.id AS item_id,
    i.amount - coalesce(paid.amount, 0) + coalesce(used.amount, 0) AS open_amount
FROM ledger_open_item i
JOIN ledger_document d ON d.customer_id = i.customer_id AND d.id = i.document_id
JOIN customers_customer c ON c.id = i.customer_id
LEFT JOIN LATERAL (
    SELECT sum(a.amount) AS amount FROM ledger_allocation a
    WHERE a.customer_id = i.customer_id AND a.debit_id = i.id
      AND a.allocated_on <= %(on)s AND (%(known_at)s::timestamptz IS NULL OR a.recorded_at <= %(known_at)s)
) paid ON true
LEFT JOIN LATERAL (
    SELECT sum(a.amount) AS amount FROM ledger_allocation a
    WHERE a.customer_id = i.customer_id AND a.credit_id = i.id
      AND a.allocated_on <= %(on)s AND (%(known_at)s::timestamptz IS NULL OR a.recorded_at <= %(known_at)s)
) used ON true
WHERE (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  AND (%(customer_ids)s::bigint[] IS NULL OR i.customer_id = ANY (%(customer_ids)s::bigint[]))
  AND d.issued_on <= %(on)s AND (%(known_at)s::timestamptz IS NULL OR d.recorded_at <= %(known_at)s)
ORDER BY i.id
