-- One row per allocation that does not go from a credit to a debit of one customer and currency, or whose undo is not its negative.
SELECT 'allocation' AS what, 'allocation ' || a.id AS subject, a.amount AS kept,
    coalesce('reverses ' || o.amount, credit.amount || ' ' || credit.currency || ' → ' || debit.amount || ' ' || debit.currency) AS facts
FROM ledger_allocation a
LEFT JOIN ledger_open_item debit ON debit.customer_id = a.customer_id AND debit.id = a.debit_id
LEFT JOIN ledger_open_item credit ON credit.customer_id = a.customer_id AND credit.id = a.credit_id
LEFT JOIN ledger_allocation o ON o.customer_id = a.customer_id AND o.id = a.reverses_id
WHERE (%(all_creditors)s OR a.creditor_id = ANY (%(creditors)s::bigint[]))
  AND (debit.amount > 0 AND credit.amount < 0 AND debit.currency = credit.currency
       AND (a.reverses_id IS NULL
            OR (o.amount = -a.amount AND o.debit_id = a.debit_id AND o.credit_id = a.credit_id))) IS NOT TRUE
ORDER BY a.id
LIMIT 1000
