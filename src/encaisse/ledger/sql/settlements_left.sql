-- One row per settlement of earlier situations that is open again, because what it had settled is.
SELECT i.id, i.customer_id, i.currency, i.due_date, i.open_amount
FROM ledger_open_item i
JOIN ledger_document d ON d.customer_id = i.customer_id AND d.id = i.document_id AND d.source_id = %(source_id)s
WHERE i.open_amount <> 0 AND d.source_key LIKE 'settled:%%'
ORDER BY i.id
FOR UPDATE OF i
