-- One row: how many allocations were written. What is open of the staged members of balanced letter groups is settled, each credit
-- paying the debits in turn, the oldest first.
WITH pairs AS MATERIALIZED (
    SELECT d.customer_id, d.id AS debit_id, c.id AS credit_id,
        least(d.up_to, c.up_to) - greatest(d.up_to - d.amount, c.up_to - c.amount) AS amount,
        coalesce(greatest(d.settled_on, c.settled_on), greatest(d.issued_on, c.issued_on)) AS allocated_on
    FROM ledger_settling d
    JOIN ledger_settling c ON c.customer_id = d.customer_id AND c.group_key = d.group_key AND c.currency = d.currency
    WHERE d.is_debit AND NOT c.is_debit AND d.up_to > c.up_to - c.amount AND c.up_to > d.up_to - d.amount
), allocations AS (
    INSERT INTO ledger_allocation (creditor_id, customer_id, debit_id, credit_id, amount, allocated_on, recorded_by, reason, batch_id)
    SELECT %(creditor_id)s, customer_id, debit_id, credit_id, amount, allocated_on, %(recorded_by)s::bigint, 'letter', %(batch_id)s
    FROM pairs
    ORDER BY customer_id, debit_id
    RETURNING id
), moved AS (
    UPDATE ledger_open_item i
    SET open_amount = i.open_amount - m.amount
    FROM (
        SELECT id, customer_id, sum(amount) AS amount
        FROM (
            SELECT debit_id AS id, customer_id, amount FROM pairs
            UNION ALL
            SELECT credit_id, customer_id, -amount FROM pairs
        ) sides
        GROUP BY id, customer_id
    ) m
    WHERE i.customer_id = m.customer_id AND i.id = m.id
    RETURNING i.id
)
SELECT (SELECT count(*) FROM allocations) AS allocations, (SELECT count(*) FROM moved) AS moved
