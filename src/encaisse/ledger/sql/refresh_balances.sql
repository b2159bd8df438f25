-- One row per customer and currency with something open: its maintained balance, aged on a day. No ids: every customer.
INSERT INTO ledger_customer_balance (
    customer_id, creditor_id, currency, aged_on, open_amount, credit_amount, not_due_amount, overdue_amount,
    age_1, age_2, age_3, age_4, age_5, age_6, oldest_due_date, next_due_date, item_count
)
SELECT
    i.customer_id, i.creditor_id, i.currency, %(on)s::date AS aged_on,
    sum(i.open_amount) AS open_amount,
    coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount < 0), 0) AS credit_amount,
    coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND i.due_date >= %(on)s::date), 0) AS not_due_amount,
    coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND i.due_date < %(on)s::date), 0) AS overdue_amount,
    coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND %(on)s::date - i.due_date BETWEEN 1 AND 30), 0) AS age_1,
    coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND %(on)s::date - i.due_date BETWEEN 31 AND 60), 0) AS age_2,
    coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND %(on)s::date - i.due_date BETWEEN 61 AND 90), 0) AS age_3,
    coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND %(on)s::date - i.due_date BETWEEN 91 AND 120), 0) AS age_4,
    coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND %(on)s::date - i.due_date BETWEEN 121 AND 180), 0) AS age_5,
    coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND %(on)s::date - i.due_date > 180), 0) AS age_6,
    min(i.due_date) FILTER (WHERE i.open_amount > 0) AS oldest_due_date,
    min(CASE
        WHEN %(on)s::date - i.due_date <= 0 THEN i.due_date + 1
        WHEN %(on)s::date - i.due_date <= 30 THEN i.due_date + 31
        WHEN %(on)s::date - i.due_date <= 60 THEN i.due_date + 61
        WHEN %(on)s::date - i.due_date <= 90 THEN i.due_date + 91
        WHEN %(on)s::date - i.due_date <= 120 THEN i.due_date + 121
        WHEN %(on)s::date - i.due_date <= 180 THEN i.due_date + 181
    END) FILTER (WHERE i.open_amount > 0) AS next_due_date,
    count(*) AS item_count
FROM ledger_open_item i
WHERE i.open_amount <> 0
  AND (%(customer_ids)s::bigint[] IS NULL OR i.customer_id = ANY (%(customer_ids)s::bigint[]))
GROUP BY i.customer_id, i.creditor_id, i.currency
ON CONFLICT (customer_id, currency) DO UPDATE SET
    creditor_id = excluded.creditor_id,
    aged_on = excluded.aged_on,
    open_amount = excluded.open_amount,
    credit_amount = excluded.credit_amount,
    not_due_amount = excluded.not_due_amount,
    overdue_amount = excluded.overdue_amount,
    age_1 = excluded.age_1,
    age_2 = excluded.age_2,
    age_3 = excluded.age_3,
    age_4 = excluded.age_4,
    age_5 = excluded.age_5,
    age_6 = excluded.age_6,
    oldest_due_date = excluded.oldest_due_date,
    next_due_date = excluded.next_due_date,
    item_count = excluded.item_count
