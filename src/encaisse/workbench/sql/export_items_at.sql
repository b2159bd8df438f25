-- One row per item with something open at the end of a past day, as known now, of the customers that pass the filters.
WITH i AS MATERIALIZED (
    SELECT
        i.id, i.customer_id, i.document_id, i.currency, i.amount,
        coalesce(moved.from_date, i.due_date) AS due_date,
        i.amount - coalesce(paid.amount, 0) + coalesce(used.amount, 0) AS open_amount
    FROM ledger_open_item i
    JOIN ledger_document d ON d.customer_id = i.customer_id AND d.id = i.document_id
    LEFT JOIN (
        SELECT a.debit_id AS item_id, sum(a.amount) AS amount FROM ledger_allocation a
        WHERE a.allocated_on <= %(on)s AND (%(known_at)s::timestamptz IS NULL OR a.recorded_at <= %(known_at)s)
        GROUP BY a.debit_id
    ) paid ON paid.item_id = i.id
    LEFT JOIN (
        SELECT a.credit_id AS item_id, sum(a.amount) AS amount FROM ledger_allocation a
        WHERE a.allocated_on <= %(on)s AND (%(known_at)s::timestamptz IS NULL OR a.recorded_at <= %(known_at)s)
        GROUP BY a.credit_id
    ) used ON used.item_id = i.id
    LEFT JOIN (
        SELECT DISTINCT ON (x.item_id) x.item_id, x.from_date FROM ledger_due_date_change x
        WHERE x.changed_on > %(on)s OR (%(known_at)s::timestamptz IS NOT NULL AND x.recorded_at > %(known_at)s)
        ORDER BY x.item_id, x.id
    ) moved ON moved.item_id = i.id
    WHERE d.issued_on <= %(on)s AND (%(known_at)s::timestamptz IS NULL OR d.recorded_at <= %(known_at)s)
      AND (%(scope_all_creditors)s OR i.creditor_id = ANY (%(scope_creditors)s::bigint[]))
)
SELECT
    c.id AS customer_id, c.code, c.name, i.id AS item_id, d.kind, d.number, d.title, d.issued_on, d.order_reference,
    i.due_date, i.currency, i.amount, i.open_amount, c.collector_id, c.salesperson_id,
    NULL::smallint AS last_level, NULL::date AS last_ended_on,
    '' AS verdict, '' AS reason, NULL::date AS until_on, '' AS channel, NULL::smallint AS level, '' AS state,
    '' AS dispute_reason, NULL::date AS dispute_due_on,
    '' AS outlook, '' AS comment, NULL::date AS expected_on, NULL::numeric AS expected_amount, NULL::date AS written_on,
    '' AS written_by_name
FROM i
JOIN ledger_document d ON d.customer_id = i.customer_id AND d.id = i.document_id
JOIN customers_customer c ON c.id = i.customer_id
WHERE i.open_amount <> 0
  AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  AND (%(creditor)s::bigint IS NULL OR c.creditor_id = %(creditor)s)
  AND (%(collector)s::bigint IS NULL OR c.collector_id = %(collector)s OR (%(collector)s = 0 AND c.collector_id IS NULL))
  AND (%(salesperson)s::bigint IS NULL OR c.salesperson_id = %(salesperson)s OR (%(salesperson)s = 0 AND c.salesperson_id IS NULL))
  AND (%(segment)s = '' OR c.segment = %(segment)s)
  AND (%(group)s::bigint IS NULL OR c.group_id = %(group)s OR (%(group)s = 0 AND c.group_id IS NULL))
  AND (%(region)s = '' OR c.region = %(region)s)
  AND (%(kind)s = '' OR c.kind = %(kind)s)
  AND (%(words)s = '' OR c.id IN (
      SELECT w.id FROM customers_customer w
      WHERE to_tsvector('simple', coalesce(w.search_text, '')) @@ to_tsquery('simple', %(words)s)
  ))
  AND (NOT %(only_overdue)s OR (i.customer_id, i.currency) IN (
      SELECT l.customer_id, l.currency FROM i l WHERE l.open_amount > 0 AND l.due_date < %(on)s::date
  ))
ORDER BY c.creditor_id, c.sort_key, c.id, i.due_date, i.id
