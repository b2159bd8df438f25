-- One row per document whose due dates do not sum to its amount.
SELECT 'sum of due dates' AS what, 'document ' || d.id AS subject, coalesce(sum(i.amount), 0) AS kept, d.gross_amount AS facts
FROM ledger_document d
LEFT JOIN ledger_open_item i ON i.customer_id = d.customer_id AND i.document_id = d.id
WHERE (%(all_creditors)s OR d.creditor_id = ANY (%(creditors)s::bigint[]))
GROUP BY d.id, d.gross_amount
HAVING coalesce(sum(i.amount), 0) <> d.gross_amount
ORDER BY d.id
LIMIT 1000
