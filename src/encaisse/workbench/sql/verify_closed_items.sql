-- One row per item of a close that the ledger, as it was known then, does not confirm: another open amount or due date, missing, or too many.
WITH paid AS MATERIALIZED (
    SELECT a.debit_id AS item_id, sum(a.amount) AS amount FROM ledger_allocation a
    WHERE a.creditor_id = %(creditor_id)s AND a.allocated_on <= %(at)s AND a.recorded_at <= %(known_at)s
    GROUP BY a.debit_id
), used AS MATERIALIZED (
    SELECT a.credit_id AS item_id, sum(a.amount) AS amount FROM ledger_allocation a
    WHERE a.creditor_id = %(creditor_id)s AND a.allocated_on <= %(at)s AND a.recorded_at <= %(known_at)s
    GROUP BY a.credit_id
), moved AS MATERIALIZED (
    SELECT DISTINCT ON (x.item_id) x.item_id, x.from_date FROM ledger_due_date_change x
    WHERE x.creditor_id = %(creditor_id)s AND (x.changed_on > %(at)s OR x.recorded_at > %(known_at)s)
    ORDER BY x.item_id, x.id
), facts AS (
    SELECT i.customer_id, i.id AS item_id, coalesce(moved.from_date, i.due_date) AS due_date,
        i.amount - coalesce(paid.amount, 0) + coalesce(used.amount, 0) AS open_amount
    FROM ledger_open_item i
    JOIN ledger_document d ON d.customer_id = i.customer_id AND d.id = i.document_id
    LEFT JOIN paid ON paid.item_id = i.id
    LEFT JOIN used ON used.item_id = i.id
    LEFT JOIN moved ON moved.item_id = i.id
    WHERE i.creditor_id = %(creditor_id)s AND d.issued_on <= %(at)s AND d.recorded_at <= %(known_at)s
      AND i.amount - coalesce(paid.amount, 0) + coalesce(used.amount, 0) <> 0
)
SELECT 'closed item' AS what, 'close ' || %(close_id)s || ' item ' || coalesce(k.item_id, f.item_id) AS subject,
    coalesce(k.open_amount || ' ' || k.due_date, 'nothing') AS kept, coalesce(f.open_amount || ' ' || f.due_date, 'nothing') AS facts
FROM facts f
FULL JOIN (SELECT * FROM workbench_closed_item WHERE close_id = %(close_id)s) k ON k.customer_id = f.customer_id AND k.item_id = f.item_id
WHERE (k.open_amount, k.due_date) IS DISTINCT FROM (f.open_amount, f.due_date)
ORDER BY 2
LIMIT 1000
