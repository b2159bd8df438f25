-- One row: how many allocations were written. Balanced letter groups with a member that was in the ledger before: what is open of
-- their members is settled, each credit paying the debits in turn, the oldest first.
WITH members AS MATERIALIZED (
    SELECT i.id, i.customer_id, r.group_key, i.currency, r.settled_on, d.issued_on, i.open_amount > 0 AS is_debit,
        abs(i.open_amount) AS amount,
        sum(abs(i.open_amount)) OVER (
            PARTITION BY i.customer_id, r.group_key, i.currency, i.open_amount > 0 ORDER BY i.due_date, i.id
        ) AS up_to
    FROM ledger_incoming r
    JOIN (
        SELECT customer_id, group_key, currency
        FROM ledger_incoming
        WHERE group_key IS NOT NULL AND NOT is_settled
        GROUP BY customer_id, group_key, currency
        HAVING sum(amount) = 0
    ) balanced USING (customer_id, group_key, currency)
    JOIN ledger_open_item i ON i.customer_id = r.customer_id AND i.document_id = coalesce(r.known_id, r.document_id) AND i.part_no = r.part_no
    JOIN ledger_document d ON d.customer_id = i.customer_id AND d.id = i.document_id
    WHERE NOT r.is_settled AND i.creditor_id = %(creditor_id)s AND i.open_amount <> 0
), pairs AS MATERIALIZED (
    SELECT d.customer_id, d.id AS debit_id, c.id AS credit_id,
        least(d.up_to, c.up_to) - greatest(d.up_to - d.amount, c.up_to - c.amount) AS amount,
        coalesce(greatest(d.settled_on, c.settled_on), greatest(d.issued_on, c.issued_on)) AS allocated_on
    FROM members d
    JOIN members c ON c.customer_id = d.customer_id AND c.group_key = d.group_key AND c.currency = d.currency
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
