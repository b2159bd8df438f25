-- One row per item whose open amount is not its amount less its allocations.
SELECT 'open amount' AS what, 'item ' || i.id AS subject, i.open_amount AS kept,
    i.amount - coalesce(paid.amount, 0) + coalesce(used.amount, 0) AS facts
FROM ledger_open_item i
LEFT JOIN (SELECT debit_id, sum(amount) AS amount FROM ledger_allocation GROUP BY debit_id) paid ON paid.debit_id = i.id
LEFT JOIN (SELECT credit_id, sum(amount) AS amount FROM ledger_allocation GROUP BY credit_id) used ON used.credit_id = i.id
WHERE (%(all_creditors)s OR i.creditor_id = ANY (%(creditors)s::bigint[]))
  AND i.open_amount <> i.amount - coalesce(paid.amount, 0) + coalesce(used.amount, 0)
ORDER BY i.id
LIMIT 1000
