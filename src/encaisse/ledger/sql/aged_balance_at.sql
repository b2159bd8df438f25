-- One row per customer and currency with something open at the end of a day, as known at an instant: aged on that day.
WITH i AS MATERIALIZED (
    SELECT
        i.customer_id, i.currency,
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
), r AS (
    SELECT
        i.customer_id, i.currency, %(on)s::date AS aged_on,
        sum(i.open_amount) AS open_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount < 0), 0) AS credit_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date >= %(on)s::date AND i.open_amount > 0), 0) AS not_due_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date BETWEEN %(on)s::date - 30 AND %(on)s::date - 1 AND i.open_amount > 0), 0) AS age_1,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date BETWEEN %(on)s::date - 60 AND %(on)s::date - 31 AND i.open_amount > 0), 0) AS age_2,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date BETWEEN %(on)s::date - 90 AND %(on)s::date - 61 AND i.open_amount > 0), 0) AS age_3,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date BETWEEN %(on)s::date - 120 AND %(on)s::date - 91 AND i.open_amount > 0), 0) AS age_4,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date BETWEEN %(on)s::date - 180 AND %(on)s::date - 121 AND i.open_amount > 0), 0) AS age_5,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date < %(on)s::date - 180 AND i.open_amount > 0), 0) AS age_6,
        min(i.due_date) FILTER (WHERE i.open_amount > 0) AS oldest_due_date,
        count(*) AS item_count
    FROM i
    WHERE i.open_amount <> 0
    GROUP BY i.customer_id, i.currency
), b AS (
    SELECT r.*, r.open_amount - r.credit_amount - r.not_due_amount AS overdue_amount FROM r
)
SELECT
    c.id AS customer_id, c.creditor_id, c.code, c.name, b.currency, b.open_amount, b.credit_amount, b.not_due_amount, b.overdue_amount,
    b.age_1, b.age_2, b.age_3, b.age_4, b.age_5, b.age_6, b.oldest_due_date, b.item_count,
    c.collector_id, c.salesperson_id, c.segment, b.aged_on
FROM b
JOIN customers_customer c ON c.id = b.customer_id
WHERE (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
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
  AND (NOT %(only_overdue)s OR b.overdue_amount > 0)
ORDER BY c.creditor_id, c.sort_key, c.id, b.currency
