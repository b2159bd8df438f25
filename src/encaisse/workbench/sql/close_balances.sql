-- One row per customer and currency of a close: its items aged on that day, in whose hands it was then, and the latest comment of then.
-- Assignments are dated; a customer who never changed hands is in those it has today.
WITH b AS (
    SELECT
        i.customer_id, i.currency,
        sum(i.open_amount) AS open_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount < 0), 0) AS credit_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date >= %(at)s::date AND i.open_amount > 0), 0) AS not_due_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date < %(at)s::date AND i.open_amount > 0), 0) AS overdue_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date BETWEEN %(at)s::date - 30 AND %(at)s::date - 1 AND i.open_amount > 0), 0) AS age_1,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date BETWEEN %(at)s::date - 60 AND %(at)s::date - 31 AND i.open_amount > 0), 0) AS age_2,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date BETWEEN %(at)s::date - 90 AND %(at)s::date - 61 AND i.open_amount > 0), 0) AS age_3,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date BETWEEN %(at)s::date - 120 AND %(at)s::date - 91 AND i.open_amount > 0), 0) AS age_4,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date BETWEEN %(at)s::date - 180 AND %(at)s::date - 121 AND i.open_amount > 0), 0) AS age_5,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date < %(at)s::date - 180 AND i.open_amount > 0), 0) AS age_6,
        min(i.due_date) FILTER (WHERE i.open_amount > 0) AS oldest_due_date,
        count(*) AS item_count
    FROM workbench_closed_item i
    WHERE i.close_id = %(close_id)s
    GROUP BY i.customer_id, i.currency
), kept AS MATERIALIZED (
    SELECT DISTINCT ON (a.customer_id, a.duty) a.customer_id, a.duty, a.value_id
    FROM customers_assignment a
    WHERE a.creditor_id = %(creditor_id)s AND a.from_on <= %(at)s AND coalesce(a.to_on, 'infinity') >= %(at)s
    ORDER BY a.customer_id, a.duty, a.id DESC
), ever AS MATERIALIZED (
    SELECT DISTINCT a.customer_id, a.duty FROM customers_assignment a WHERE a.creditor_id = %(creditor_id)s AND a.to_on IS NOT NULL
), said AS MATERIALIZED (
    SELECT DISTINCT ON (r.customer_id) r.customer_id, r.id FROM workbench_review_comment r
    WHERE r.creditor_id = %(creditor_id)s AND r.item_id IS NULL AND r.written_on <= %(at)s AND r.recorded_at <= %(known_at)s
    ORDER BY r.customer_id, r.id DESC
)
INSERT INTO workbench_closed_balance (
    close_id, customer_id, creditor_id, currency, code, name, sort_key, segment, region, group_id, collector_id, salesperson_id,
    open_amount, credit_amount, not_due_amount, overdue_amount, age_1, age_2, age_3, age_4, age_5, age_6, oldest_due_date, item_count,
    comment_id
)
SELECT %(close_id)s, c.id, c.creditor_id, b.currency, c.code, c.name, c.sort_key, c.segment, c.region, c.group_id,
    CASE WHEN collector.value_id IS NULL AND had_collector.duty IS NULL THEN c.collector_id ELSE collector.value_id END,
    CASE WHEN salesperson.value_id IS NULL AND had_salesperson.duty IS NULL THEN c.salesperson_id ELSE salesperson.value_id END,
    b.open_amount, b.credit_amount, b.not_due_amount, b.overdue_amount, b.age_1, b.age_2, b.age_3, b.age_4, b.age_5, b.age_6,
    b.oldest_due_date, b.item_count, said.id
FROM b
JOIN customers_customer c ON c.id = b.customer_id
LEFT JOIN kept collector ON collector.customer_id = c.id AND collector.duty = 'collector'
LEFT JOIN kept salesperson ON salesperson.customer_id = c.id AND salesperson.duty = 'salesperson'
LEFT JOIN ever had_collector ON had_collector.customer_id = c.id AND had_collector.duty = 'collector'
LEFT JOIN ever had_salesperson ON had_salesperson.customer_id = c.id AND had_salesperson.duty = 'salesperson'
LEFT JOIN said ON said.customer_id = c.id
