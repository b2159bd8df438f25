-- One row = one item of the documents just recorded, with the id it will bear and whether its letter group balances among them.
-- Kept for the length of the transaction, unlogged: its size is known to the planner, which that of a returned insert is not.
CREATE UNLOGGED TABLE ledger_incoming AS
WITH whole AS (
    SELECT r.customer_id, r.group_key, r.currency, count(*) AS members
    FROM {relation} r
    WHERE r.batch_id = %(batch_id)s AND r.group_key IS NOT NULL
    GROUP BY r.customer_id, r.group_key, r.currency
    HAVING sum(r.amount) = 0
), given AS (
    SELECT r.row_no, r.customer_id, d.id AS document_id, r.part_no, r.due_date, r.due_date_source, r.currency, r.amount, r.group_key,
        r.settled_on, d.issued_on
    FROM {relation} r
    JOIN ledger_document d ON d.customer_id = r.customer_id AND d.source_id = %(source_id)s AND d.source_key = r.source_key
    WHERE r.batch_id = %(batch_id)s AND d.id > %(floor)s
), here AS (
    SELECT customer_id, group_key, currency, count(*) AS members FROM given WHERE group_key IS NOT NULL GROUP BY 1, 2, 3
), balanced AS (
    SELECT customer_id, group_key, currency, true AS is_balanced
    FROM whole
    JOIN here USING (customer_id, group_key, currency, members)
)
SELECT nextval(pg_get_serial_sequence('ledger_open_item', 'id')::regclass) AS id, g.*, coalesce(b.is_balanced, false) AS is_settled
FROM given g
LEFT JOIN balanced b USING (customer_id, group_key, currency)
ORDER BY g.customer_id, g.row_no
