-- In each balanced letter group of the staged items, each credit pays the debits in turn, the oldest first.
INSERT INTO ledger_allocation (creditor_id, customer_id, debit_id, credit_id, amount, allocated_on, recorded_by, reason, batch_id)
WITH members AS (
    SELECT i.id, i.customer_id, i.group_key, i.currency, i.settled_on, i.issued_on, i.amount > 0 AS is_debit, abs(i.amount) AS amount,
        sum(abs(i.amount)) OVER (
            PARTITION BY i.customer_id, i.group_key, i.currency, i.amount > 0 ORDER BY i.due_date, i.id
        ) AS up_to
    FROM ledger_incoming i
    WHERE i.is_settled AND i.amount <> 0
)
SELECT %(creditor_id)s, d.customer_id, d.id, c.id,
    least(d.up_to, c.up_to) - greatest(d.up_to - d.amount, c.up_to - c.amount),
    coalesce(greatest(d.settled_on, c.settled_on), greatest(d.issued_on, c.issued_on)),
    %(recorded_by)s::bigint, 'letter', %(batch_id)s
FROM members d
JOIN members c ON c.customer_id = d.customer_id AND c.group_key = d.group_key AND c.currency = d.currency
WHERE d.is_debit AND NOT c.is_debit AND d.up_to > c.up_to - c.amount AND c.up_to > d.up_to - d.amount
ORDER BY d.customer_id, d.id
