-- One row per customer whose payer does not pay for itself, or belongs to another creditor.
SELECT 'payer' AS what, 'customer ' || c.id AS subject, c.payer_id AS kept, p.payer_id AS facts
FROM customers_customer c
JOIN customers_customer p ON p.id = c.payer_id
WHERE (%(all_creditors)s OR c.creditor_id = ANY (%(creditors)s::bigint[]))
  AND (p.payer_id <> p.id OR p.creditor_id <> c.creditor_id)
ORDER BY c.id
LIMIT 1000
