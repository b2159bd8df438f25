-- One row per customer and currency with something open: what is open now, aged on a day.
WITH r AS (
    SELECT
        i.customer_id, i.currency, %(on)s::date AS aged_on,
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
    FROM ledger_open_item i
    WHERE i.open_amount <> 0
      AND (%(scope_all_creditors)s OR i.creditor_id = ANY (%(scope_creditors)s::bigint[]))
      AND (%(creditor)s::bigint IS NULL OR i.creditor_id = %(creditor)s)
    GROUP BY i.customer_id, i.currency
), b AS (
    SELECT r.*, r.credit_amount + r.not_due_amount + o.overdue_amount AS open_amount, o.overdue_amount
    FROM r CROSS JOIN LATERAL (SELECT r.age_1 + r.age_2 + r.age_3 + r.age_4 + r.age_5 + r.age_6 AS overdue_amount) o
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
