-- One row: how many items and allocations were written. Items of the documents just recorded come in with their final open amount:
-- the members of a balanced letter group are settled at once, each credit paying the debits in turn, the oldest first.
WITH given AS MATERIALIZED (
    SELECT r.row_no, r.customer_id, d.id AS document_id, r.part_no, r.due_date, r.due_date_source, r.currency, r.amount, r.group_key,
        r.settled_on, d.issued_on
    FROM {relation} r
    JOIN ledger_document d ON d.customer_id = r.customer_id AND d.source_id = %(source_id)s AND d.source_key = r.source_key
    WHERE r.batch_id = %(batch_id)s AND d.id > %(floor)s
), balanced AS MATERIALIZED (
    SELECT g.customer_id, g.group_key, g.currency
    FROM given g
    JOIN (
        SELECT r.customer_id, r.group_key, r.currency, count(*) AS members
        FROM {relation} r
        WHERE r.batch_id = %(batch_id)s AND r.group_key IS NOT NULL
        GROUP BY r.customer_id, r.group_key, r.currency
        HAVING sum(r.amount) = 0
    ) whole USING (customer_id, group_key, currency)
    GROUP BY g.customer_id, g.group_key, g.currency, whole.members
    HAVING count(*) = whole.members
), items AS (
    INSERT INTO ledger_open_item (creditor_id, customer_id, document_id, part_no, due_date, due_date_source, currency, amount, open_amount)
    SELECT %(creditor_id)s, g.customer_id, g.document_id, g.part_no, g.due_date, g.due_date_source, g.currency, g.amount,
        CASE WHEN b.group_key IS NULL THEN g.amount ELSE 0 END
    FROM given g
    LEFT JOIN balanced b USING (customer_id, group_key, currency)
    ORDER BY g.customer_id, g.row_no
    RETURNING id, customer_id, document_id, part_no, due_date, amount, open_amount
), members AS MATERIALIZED (
    SELECT i.id, i.customer_id, g.group_key, g.currency, g.settled_on, g.issued_on, i.amount > 0 AS is_debit, abs(i.amount) AS amount,
        sum(abs(i.amount)) OVER (
            PARTITION BY i.customer_id, g.group_key, g.currency, i.amount > 0 ORDER BY i.due_date, i.id
        ) AS up_to
    FROM items i
    JOIN given g ON g.customer_id = i.customer_id AND g.document_id = i.document_id AND g.part_no = i.part_no
    WHERE i.open_amount = 0 AND i.amount <> 0 AND g.group_key IS NOT NULL
), allocations AS (
    INSERT INTO ledger_allocation (creditor_id, customer_id, debit_id, credit_id, amount, allocated_on, recorded_by, reason, batch_id)
    SELECT %(creditor_id)s, d.customer_id, d.id, c.id,
        least(d.up_to, c.up_to) - greatest(d.up_to - d.amount, c.up_to - c.amount),
        coalesce(greatest(d.settled_on, c.settled_on), greatest(d.issued_on, c.issued_on)),
        %(recorded_by)s::bigint, 'letter', %(batch_id)s
    FROM members d
    JOIN members c ON c.customer_id = d.customer_id AND c.group_key = d.group_key AND c.currency = d.currency
    WHERE d.is_debit AND NOT c.is_debit AND d.up_to > c.up_to - c.amount AND c.up_to > d.up_to - d.amount
    RETURNING id
)
SELECT (SELECT count(*) FROM items) AS items, (SELECT count(*) FROM allocations) AS allocations
