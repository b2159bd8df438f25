-- One row per item of a creditor with something open at the end of a day, as known at an instant, and the latest comment of then.
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
), said AS MATERIALIZED (
    SELECT DISTINCT ON (r.item_id) r.item_id, r.id FROM workbench_review_comment r
    WHERE r.creditor_id = %(creditor_id)s AND r.item_id IS NOT NULL AND r.written_on <= %(at)s AND r.recorded_at <= %(known_at)s
    ORDER BY r.item_id, r.id DESC
)
INSERT INTO workbench_closed_item (close_id, customer_id, item_id, creditor_id, currency, due_date, open_amount, comment_id)
SELECT %(close_id)s, i.customer_id, i.id, i.creditor_id, i.currency, coalesce(moved.from_date, i.due_date),
    i.amount - coalesce(paid.amount, 0) + coalesce(used.amount, 0), said.id
FROM ledger_open_item i
JOIN ledger_document d ON d.customer_id = i.customer_id AND d.id = i.document_id
LEFT JOIN paid ON paid.item_id = i.id
LEFT JOIN used ON used.item_id = i.id
LEFT JOIN moved ON moved.item_id = i.id
LEFT JOIN said ON said.item_id = i.id
WHERE i.creditor_id = %(creditor_id)s AND d.issued_on <= %(at)s AND d.recorded_at <= %(known_at)s
  AND i.amount - coalesce(paid.amount, 0) + coalesce(used.amount, 0) <> 0
