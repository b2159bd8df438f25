-- How many maintained balances whole creditors have.
SELECT count(*) AS count
FROM ledger_customer_balance b
WHERE (%(scope_all_creditors)s OR b.creditor_id = ANY (%(scope_creditors)s::bigint[]))
  AND (%(creditor)s::bigint IS NULL OR b.creditor_id = %(creditor)s)
  AND (NOT %(only_overdue)s OR b.overdue_amount > 0)
