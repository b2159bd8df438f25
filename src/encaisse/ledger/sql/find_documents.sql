-- One row per document whose number begins with what was typed, the latest first.
SELECT d.id, d.customer_id, c.code, c.name, d.kind, d.number, d.issued_on, d.currency, d.gross_amount
FROM ledger_document d
JOIN customers_customer c ON c.id = d.customer_id
WHERE d.creditor_id IN (SELECT r.id FROM creditors_creditor r)
  AND d.number >= %(number)s AND d.number < %(number)s || '~'
  AND (%(creditor_id)s::bigint IS NULL OR d.creditor_id = %(creditor_id)s)
  AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
ORDER BY d.number = %(number)s DESC, d.issued_on DESC, d.id DESC
LIMIT %(limit)s
