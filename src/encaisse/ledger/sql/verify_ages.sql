-- One row per maintained balance whose ages moved on a day that is over where its creditor lives, and that nothing aged since: what the
-- pages show of it is of another day. (Today's are aged during the night or by the first run; a demonstration lives on a day of its own.)
SELECT 'age of a balance' AS what, 'customer ' || b.customer_id || ' ' || b.currency AS subject,
    'aged on ' || b.aged_on AS kept, 'moved on ' || b.next_due_date AS facts
FROM ledger_customer_balance b
JOIN creditors_creditor c ON c.id = b.creditor_id
WHERE (%(all_creditors)s OR b.creditor_id = ANY (%(creditors)s::bigint[]))
  AND NOT c.is_demonstration
  AND b.next_due_date < (%(now)s::timestamptz AT TIME ZONE c.timezone)::date
ORDER BY 2
LIMIT 1000
