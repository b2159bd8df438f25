-- The items already in the ledger that a relation names, locked in the order of their ids.
SELECT i.id
FROM ledger_open_item i
WHERE i.open_amount <> 0 AND i.id IN (
    SELECT k.id
    FROM {relation} r
    JOIN ledger_document d ON d.customer_id = r.customer_id AND d.source_id = %(source_id)s AND d.source_key = r.source_key
    JOIN ledger_open_item k ON k.customer_id = r.customer_id AND k.document_id = d.id
    WHERE r.batch_id = %(batch_id)s AND r.group_key IS NOT NULL AND d.id <= %(floor)s
)
ORDER BY i.id
FOR UPDATE
