-- One row per item that does not carry the creditor and currency of its document, and of its customer.
SELECT 'copies' AS what, 'item ' || i.id AS subject, i.creditor_id || ' ' || i.currency AS kept,
    d.creditor_id || ' ' || d.currency || ' ' || coalesce(c.creditor_id::text, 'no customer') AS facts
FROM ledger_open_item i
JOIN ledger_document d ON d.id = i.document_id
LEFT JOIN customers_customer c ON c.id = i.customer_id
WHERE (%(all_creditors)s OR i.creditor_id = ANY (%(creditors)s::bigint[]))
  AND (i.creditor_id, i.currency, i.customer_id, i.creditor_id) IS DISTINCT FROM (d.creditor_id, d.currency, d.customer_id, c.creditor_id)
ORDER BY i.id
LIMIT 1000
